package io.remdb.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.Change;
import io.remdb.ChangeCursor;
import io.remdb.ChangePosition;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.WriteBatch;
import io.remdb.server.owner.OwnerControl;
import io.remdb.server.owner.OwnerStatus;
import io.remdb.server.support.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody watches while others write and the owner in the background is killed: every change comes once, in order, whichever owner told it.
 * {@code -Drem.kills=5} is the long form.
 */
final class WatchThroughKillsTest {
    private static final String SCHEMA = """
            {"title": "Tick", "description": "ticks", "type": "object",
             "properties": {"n": {"type": "integer"}}, "required": ["n"],
             "json_schema_extra": {"short_name": "ticks", "version": "1.0.0"}}
            """;

    private static final int KILLS = Integer.getInteger("rem.kills", 2);
    private static final int BATCH = 5;
    private static final int BATCHES_BETWEEN_KILLS = 40;

    @TempDir
    Path temporary;

    @Test
    void everyChangeComesOnceAndInOrder() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Path folder = temporary.resolve("db");
        try (RemDatabase writing = open(folder);
                RemDatabase watching = open(folder);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            writing.schemas().register(Schema.parse(SCHEMA));
            AtomicBoolean end = new AtomicBoolean();
            AtomicLong batches = new AtomicLong();
            try (ChangeCursor changes =
                    watching.changes().of("ticks").fromOldest().open()) {
                Future<List<Change>> watcher = threads.submit(() -> watch(changes));
                Future<Long> writer = threads.submit(() -> write(writing, batches, end));
                for (int kill = 0; kill < KILLS; kill++) {
                    long next = batches.get() + 1 + random.nextInt(BATCHES_BETWEEN_KILLS);
                    Await.until("work goes on", () -> batches.get() >= next);
                    OwnerControl.of(folder)
                            .status()
                            .map(OwnerStatus::pid)
                            .flatMap(ProcessHandle::of)
                            .ifPresent(ProcessHandle::destroyForcibly);
                }
                long after = batches.get() + BATCHES_BETWEEN_KILLS;
                Await.until("work goes on after the last kill", () -> batches.get() >= after);
                end.set(true);
                long written = writer.get(60, TimeUnit.SECONDS);

                List<Change> seen = watcher.get(60, TimeUnit.SECONDS);
                compare(writing, seen, written);
            }
        } finally {
            OwnerControl.of(folder).stop("the test is over");
        }
    }

    private static RemDatabase open(Path folder) {
        return RemDatabase.open(folder, options -> options.withSharing(Sharing.CLIENT));
    }

    private static long write(RemDatabase database, AtomicLong batches, AtomicBoolean end) {
        while (!end.get()) {
            long first = batches.get() * BATCH;
            WriteBatch.Builder batch = WriteBatch.builder();
            for (long n = first; n < first + BATCH; n++) {
                batch.insert("ticks", "{\"n\": " + n + "}");
            }
            database.write(batch.build());
            batches.incrementAndGet();
        }
        database.insert("ticks", "{\"n\": -1}");
        return batches.get() * BATCH;
    }

    private static List<Change> watch(ChangeCursor changes) {
        List<Change> seen = new ArrayList<>();
        boolean last = false;
        while (!last && changes.hasNext()) {
            Change change = changes.next();
            seen.add(change);
            last = change instanceof Change.RowWritten row && number(row) == -1;
        }
        return seen;
    }

    private static long number(Change.RowWritten row) {
        return row.entity().properties().get("n").longValue();
    }

    private static void compare(RemDatabase database, List<Change> seen, long written) {
        List<Long> numbers = new ArrayList<>();
        ChangePosition before = ChangePosition.after(0);
        for (Change change : seen) {
            assertThat(change.place().position()).isGreaterThan(before);
            before = change.place().position();
            if (change instanceof Change.RowWritten row) {
                numbers.add(number(row));
            }
        }
        List<Long> expected = new ArrayList<>();
        for (long n = 0; n < written; n++) {
            expected.add(n);
        }
        expected.add(-1L);
        assertThat(numbers).isEqualTo(expected);
        try (var again = database.changes().of("ticks").from(0).untilNow().stream()) {
            assertThat(again.toList()).isEqualTo(seen);
        }
    }
}
