package io.remdb.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.remdb.RemDatabase;
import io.remdb.server.support.Databases;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk of a replica is full for a while: its primary does not care, and it catches up when there is room. Where this user may mount. */
@Timeout(300)
class FullDiskReplicaTest {
    private static final int ROUNDS = Math.max(1, Integer.getInteger("rem.rounds", 5) / 20);
    /** Each round writes some 8 MB, as rows and in the log. */
    private static final int DISK_MB = 48 + 16 * ROUNDS;

    @TempDir
    Path folder;

    private boolean mounted;

    @AfterEach
    void unmount() {
        if (mounted) {
            TwoNodes.run("umount", "-l", folder.resolve("replica").toString());
        }
    }

    @Test
    void catchesUpWhenThereIsRoom() throws IOException {
        try (TwoNodes nodes = new TwoNodes(folder)) {
            Files.createDirectory(nodes.replica());
            mounted = TwoNodes.run(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    "size=" + DISK_MB + "m",
                    "tmpfs",
                    nodes.replica().toString());
            assumeTrue(mounted, "this user may not mount");
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            nodes.set("P8_ROCKSDB_WRITE_BUFFER_SIZE", "1048576");
            nodes.startPrimary(List.of(), "127.0.0.1", port);
            nodes.startReplica(List.of(), "127.0.0.1", port);
            try (RemDatabase primary = nodes.connect(nodes.primary())) {
                insert(primary, "before");
                nodes.assertSame();
                for (int round = 1; round <= ROUNDS; round++) {
                    Path filler = nodes.replica().resolve("filler");
                    fill(filler);
                    insert(primary, "full " + round);
                    nodes.awaitState("disconnected");
                    assertThat(nodes.progress().problem()).containsIgnoringCase("space");
                    insert(primary, "more " + round);
                    Files.delete(filler);
                    nodes.assertSame();
                }
            }
        }
    }

    private static void fill(Path filler) {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException _) {
            // It is full.
        }
    }

    /** Some megabytes. */
    private static void insert(RemDatabase database, String name) {
        for (int i = 0; i < 20; i++) {
            database.insert("articles", Databases.article(name + " " + i, "word ".repeat(20_000) + i, "c", 2000));
        }
    }
}
