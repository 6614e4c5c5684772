package io.remdb.dream.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class RunLockTest {
    private final RemDatabase database = RemDatabase.inMemory();

    @AfterEach
    void close() {
        database.close();
    }

    private Entity row() {
        try (EntityCursor rows = database.list(DreamTables.LOCKS, Visibility.LIVE)) {
            Entity row = rows.next();
            assertThat(rows.hasNext()).isFalse();
            return row;
        }
    }

    private static void assertLocked(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCKED));
    }

    private void lock(long pid, Instant start, Instant until) throws IOException {
        ObjectNode row = Json.object();
        row.put("holder", "another").put("host", InetAddress.getLocalHost().getHostName());
        row.put("pid", pid).put("process_start", Timestamps.text(start));
        row.put("valid_until", Timestamps.text(until));
        database.insert(DreamTables.LOCKS, Json.text(row));
    }

    @Test
    void isRenewedWhateverTheRunWaitsFor() throws InterruptedException {
        try (RunLock lock = RunLock.take(database, Duration.ofMillis(10))) {
            Instant first = row().modifiedAt();
            for (int attempt = 0; attempt < 500 && !row().modifiedAt().isAfter(first); attempt++) {
                Thread.sleep(10);
            }
            assertThat(row().modifiedAt()).isAfter(first);
            lock.check();
        }
        assertThat(database.count(DreamTables.LOCKS)).isZero();
    }

    @Test
    void isLostWhereSomebodyTakesItAway() {
        try (RunLock lock = RunLock.take(database)) {
            database.delete(row().id(), Deletion.Mode.HARD);

            assertLocked(lock::check);
        }
    }

    @Test
    void holdsForAProcessOfThisMachineThatSleptForLong() throws IOException {
        Process other = new ProcessBuilder("sleep", "60").start();
        try (RunLock _ = RunLock.take(database)) {
            assertThat(database.count(DreamTables.LOCKS)).isEqualTo(1);
        }
        try {
            Instant started = other.info().startInstant().orElseThrow();
            lock(other.pid(), started, Instant.now().minusSeconds(3_600));
            assertLocked(() -> RunLock.take(database).close());

            // Its number, given to another process.
            lock(other.pid(), started.minusSeconds(60), Instant.now().plusSeconds(3_600));
            RunLock.take(database).close();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void isNotHeldByARunOfThisProcessThatWasLeftBehind() throws IOException {
        RunLock.take(database).close();
        ProcessHandle own = ProcessHandle.current();
        lock(own.pid(), own.info().startInstant().orElseThrow(), Instant.now().plusSeconds(600));

        RunLock.take(database).close();
        assertThat(database.count(DreamTables.LOCKS)).isZero();
    }
}
