package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.search.SearchSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Too little of something: whoever writes is told what is missing, nothing that was acknowledged is lost, and it goes on when there is enough
 * again. Where this user may not take something away, a test is skipped.
 */
@Timeout(900)
class LimitedResourcesTest {
    private static final int WRITES = 120;
    private static final int REFUSALS = 3;
    /** For classes to be loaded, not for a segment of the search index to be written. */
    private static final int SPARE_DESCRIPTORS = 3;

    private static final Random NOISE = new Random(7);
    private static final Logger LOGGER = Logger.getLogger("io.remdb");

    @TempDir
    Path folder;

    /** RocksDB's files included: each write of the one that reaches the limit fails, at whatever it is used for. */
    @Test
    void filesThatMayNotGrow() throws Exception {
        goesOnAfter("fsize=", 300_000, "size of files|disk|index catches up");
    }

    @Test
    void tooFewFileDescriptors() throws Exception {
        goesOnAfter("nofile=", -1, "open files|disk|permission|index catches up");
    }

    private void goesOnAfter(String limit, int value, String hint) throws Exception {
        Path path = folder.resolve("db");
        try (TestProcess writer = TestProcess.start(LimitedWriter.class, List.of("-Xmx256m"), path)) {
            assertThat(writer.await(WRITES, LimitedResourcesTest::isWritten)).isTrue();
            int lowered = value < 0 ? writer.descriptors() + SPARE_DESCRIPTORS : value;
            assumeTrue(lowered > 0 && writer.limit(limit + lowered + ":"), "there is no prlimit here");
            assertThat(writer.await(REFUSALS, LimitedResourcesTest::isRefused))
                    .as("something is refused: %s", last(writer))
                    .isTrue();
            assertThat(writer.limit(limit + (value < 0 ? 1024 : 1 << 30) + ":")).isTrue();
            assertThat(writer.await(WRITES, LimitedResourcesTest::isWritten))
                    .as("it goes on: %s", last(writer))
                    .isTrue();
            assertThat(writer.end()).as("%s", last(writer)).isZero();
            List<String> refusals = writer.lines().stream()
                    .filter(LimitedResourcesTest::isRefused)
                    .toList();
            System.out.println(limit + lowered + ": " + refusals.size() + " refused, such as " + refusals.getFirst());
            assertThat(refusals)
                    .allSatisfy(
                            line -> assertThat(line).startsWith("! IO_ERROR ").containsPattern(hint));
            hasEverything(path, acknowledged(writer));
        }
    }

    private static String last(TestProcess process) {
        List<String> lines = process.lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    private static boolean isWritten(String line) {
        return line.startsWith("+ ");
    }

    private static boolean isRefused(String line) {
        return line.startsWith("! ");
    }

    private static List<String> acknowledged(TestProcess process) {
        return process.lines().stream()
                .filter(LimitedResourcesTest::isWritten)
                .map(line -> line.substring(2))
                .toList();
    }

    private static void hasEverything(Path path, List<String> titles) {
        try (RemDatabase db = Databases.open(path, SearchSizes.PRODUCTION)) {
            for (String title : titles) {
                assertThat(db.lookup(title)).as(title).hasSize(1);
            }
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
            long found = db.search("word")
                    .in("articles")
                    .mode(SearchMode.KEYWORD)
                    .limit(1000)
                    .run()
                    .size();
            assertThat(found).isEqualTo(Math.min(1000, db.count("articles")));
        }
    }

    /** The store and the search index on a small disk, which gets full and has room again while the database stays open. */
    @Test
    void aFullDisk() throws IOException {
        assumeTrue(mount("-t", "tmpfs", "-o", "size=40m", "tmpfs"), "mounting needs privileges");
        LOGGER.setLevel(Level.OFF);
        try {
            Path filler = Files.write(folder.resolve("filler"), new byte[20 << 20]);
            Path path = folder.resolve("db");
            List<String> acknowledged = new ArrayList<>();
            try (RemDatabase db =
                    Databases.open(path, SearchSizes.PRODUCTION, "P8_ROCKSDB_WRITE_BUFFER_SIZE", "4194304")) {
                db.schemas().register(Schema.parse(Databases.ARTICLES));
                assertThatThrownBy(() -> {
                            while (true) {
                                write(db, acknowledged);
                            }
                        })
                        .isInstanceOfSatisfying(RemException.class, e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR);
                            assertThat(e.hint()).isPresent();
                        });
                assertThat(acknowledged).isNotEmpty();
                Files.delete(filler);
                untilItGoesOn(() -> write(db, acknowledged));
                untilItGoesOn(() -> assertThat(db.search("word")
                                .in("articles")
                                .mode(SearchMode.KEYWORD)
                                .limit(1000)
                                .run())
                        .hasSize(Math.min(1000, acknowledged.size())));
            }
            hasEverything(path, acknowledged);
        } finally {
            LOGGER.setLevel(null);
            TestProcess.run("umount", folder.toString());
        }
    }

    private static void write(RemDatabase db, List<String> acknowledged) {
        String title = "title " + acknowledged.size();
        byte[] noise = new byte[50_000];
        NOISE.nextBytes(noise);
        db.insert("articles", Databases.article(title, "word " + HexFormat.of().formatHex(noise), "c", 1));
        acknowledged.add(title);
        if (acknowledged.size() % 10 == 0) {
            db.flush();
        }
    }

    private static void untilItGoesOn(Runnable work) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                work.run();
                return;
            } catch (RemException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    @Test
    void mediaThatCannotBeWritten() {
        assumeTrue(mount("-t", "tmpfs", "-o", "size=40m", "tmpfs"), "mounting needs privileges");
        try {
            Path path = folder.resolve("db");
            try (RemDatabase db = Databases.open(path, SearchSizes.PRODUCTION)) {
                db.schemas().register(Schema.parse(Databases.ARTICLES));
                db.insert("articles", Databases.article("title 0", "word", "c", 1));
                db.flush();
            }
            assertThat(TestProcess.run("mount", "-o", "remount,ro", folder.toString()))
                    .isZero();
            for (Path each : List.of(path, folder.resolve("new"))) {
                assertThatThrownBy(() -> Databases.open(each, SearchSizes.PRODUCTION))
                        .isInstanceOfSatisfying(RemException.class, e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR);
                            assertThat(e.hint())
                                    .hasValueSatisfying(hint -> assertThat(hint).contains("writ"));
                        });
            }
            assertThat(TestProcess.run("mount", "-o", "remount,rw", folder.toString()))
                    .isZero();
            hasEverything(path, List.of("title 0"));
        } finally {
            TestProcess.run("umount", folder.toString());
        }
    }

    private boolean mount(String... options) {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(options));
        command.add(folder.toString());
        return TestProcess.run(command.toArray(String[]::new)) == 0;
    }

    /** A hundred thousand rows are written, opened and asked for in a heap of 128 megabytes and with 1,024 descriptors. */
    @Test
    void littleMemoryAndFewDescriptors() throws Exception {
        Path path = folder.resolve("db");
        for (String task : List.of("write", "ask")) {
            try (TestProcess process = TestProcess.start(SmallHeap.class, List.of("-Xmx128m"), path, task, 100_000)) {
                process.limit("nofile=1024:1024");
                int exit = process.end();
                process.lines().forEach(System.out::println);
                assertThat(exit).as("%s", process.lines()).isZero();
                assertThat(process.lines()).contains(task + " done");
            }
        }
    }
}
