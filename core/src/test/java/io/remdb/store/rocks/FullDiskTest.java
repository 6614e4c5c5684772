package io.remdb.store.rocks;

import static io.remdb.store.rocks.StoreFixture.TABLE;
import static io.remdb.store.rocks.StoreFixture.commit;
import static io.remdb.store.rocks.StoreFixture.drain;
import static io.remdb.store.rocks.StoreFixture.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a small file system of its own, where this user may mount one. */
class FullDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path mountPoint;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", mountPoint.toString()) == 0,
                "mounting needs privileges");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", mountPoint.toString());
    }

    @Test
    void saysThatTheDiskIsFullAndGoesOnWhenThereIsSpaceAgain() throws IOException {
        Logger.getLogger(Housekeeper.class.getName()).setLevel(Level.OFF);
        Path filler = Files.write(mountPoint.resolve("filler"), new byte[32 << 20]);
        Path folder = mountPoint.resolve("store");
        List<UUID> acknowledged = new ArrayList<>();
        Random random = new Random(11);
        try (RocksStore store = StoreFixture.open(folder)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            write(store, random, acknowledged);
                        }
                    })
                    .isInstanceOfSatisfying(RemException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR);
                        assertThat(e.hint())
                                .hasValueSatisfying(hint -> assertThat(hint).contains("disk is full"));
                        assertThat(e.details()).containsEntry("path", folder.toString());
                    });
            assertThat(acknowledged).isNotEmpty();
            check(store, acknowledged);

            Files.delete(filler);
            writeOnceItGoesOn(store, random, acknowledged);
            check(store, acknowledged);
        }
        try (RocksStore store = StoreFixture.open(folder)) {
            check(store, acknowledged);
        }
    }

    @Test
    void saysThatAReadOnlyFolderCannotBeWritten() throws Exception {
        Path folder = mountPoint.resolve("store");
        StoreFixture.open(folder).close();
        assertThat(run("mount", "-o", "remount,ro", mountPoint.toString())).isZero();

        for (Path each : List.of(folder, mountPoint.resolve("new"))) {
            assertThatThrownBy(() -> StoreFixture.open(each)).isInstanceOfSatisfying(RemException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR);
                assertThat(e.details()).containsEntry("path", each.toString());
                assertThat(e.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("permission"));
            });
        }
    }

    private static void writeOnceItGoesOn(RocksStore store, Random random, List<UUID> acknowledged) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                write(store, random, acknowledged);
                return;
            } catch (RemException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private static void check(RocksStore store, List<UUID> acknowledged) {
        for (UUID id : acknowledged) {
            assertThat(store.records().get(TABLE, id)).isPresent();
        }
        assertThat(drain(store.records().scan(TABLE, null))).hasSize(acknowledged.size());
        assertThat(store.log().lastSequence()).isEqualTo(acknowledged.size());
        assertThat(drain(store.log().read(1))).hasSize(acknowledged.size());
    }

    private static void write(RocksStore store, Random random, List<UUID> acknowledged) {
        byte[] noise = new byte[20_000];
        random.nextBytes(noise);
        UUID id = UUID.randomUUID();
        commit(store, insert(id, HexFormat.of().formatHex(noise)));
        acknowledged.add(id);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
