package io.remdb.dream.run;

import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * That there is one run at a time, whichever processes want one: who wants to run writes a row of his own, and looks whether there is another. Every
 * read sees all writes that were acknowledged before it, so of two at most one sees none. A row whose process is gone, or that was not renewed in
 * time, counts for nothing.
 */
final class RunLock implements AutoCloseable {
    /** Long enough for the slowest call of a language model. */
    private static final Duration VALID = Duration.ofMinutes(10);

    private static final int ATTEMPTS = 3;
    private static final int LONGEST_PAUSE_MS = 150;

    private final RemDatabase database;
    private final String holder;
    private final UUID id;
    private Instant renewed = Instant.now();

    private RunLock(RemDatabase database, String holder, UUID id) {
        this.database = database;
        this.holder = holder;
        this.id = id;
    }

    /**
     * Begins a run.
     *
     * @throws RemException {@link ErrorCode#LOCKED} while another one works
     */
    static RunLock take(RemDatabase database) {
        JsonNode other = Json.object();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String holder = UUID.randomUUID().toString();
            RunLock lock = new RunLock(
                    database,
                    holder,
                    database.insert(DreamTables.LOCKS, Json.text(row(holder))).id());
            Optional<Entity> found = lock.other();
            if (found.isEmpty()) {
                return lock;
            }
            other = found.get().properties();
            lock.close();
            // Of two that came at the same time both may have stepped back.
            pause();
        }
        throw new RemException(ErrorCode.LOCKED, "Another dream is running on this database")
                .with("host", other.path("host").asString(""))
                .with("pid", other.path("pid").asLong(0))
                .hint("Wait until it is done; one whose process is gone holds nobody up for longer than "
                        + VALID.toMinutes() + " minutes");
    }

    /** Says that the run still works; cheap enough for every moment. */
    void renew() {
        if (Duration.between(renewed, Instant.now()).compareTo(VALID.dividedBy(10)) > 0) {
            database.insert(DreamTables.LOCKS, Json.text(row(holder)));
            renewed = Instant.now();
        }
    }

    @Override
    public void close() {
        database.delete(id, Deletion.Mode.HARD);
    }

    private Optional<Entity> other() {
        List<Entity> gone = new ArrayList<>();
        Optional<Entity> other = Optional.empty();
        try (EntityCursor rows = database.list(DreamTables.LOCKS, Visibility.LIVE)) {
            while (rows.hasNext()) {
                Entity row = rows.next();
                if (!row.id().equals(id)) {
                    if (alive(row.properties())) {
                        other = Optional.of(row);
                    } else {
                        gone.add(row);
                    }
                }
            }
        }
        gone.forEach(row -> database.delete(row.id(), Deletion.Mode.HARD));
        return other;
    }

    private static boolean alive(ObjectNode row) {
        Instant until = instant(row.path("valid_until"));
        if (until == null || until.isBefore(Instant.now())) {
            return false;
        }
        if (!row.path("host").asString("").equals(host())) {
            return true;
        }
        Optional<ProcessHandle> process =
                ProcessHandle.of(row.path("pid").asLong(0)).filter(ProcessHandle::isAlive);
        Instant start = instant(row.path("process_start"));
        return process.isPresent()
                && (start == null
                        || process.get()
                                .info()
                                .startInstant()
                                .map(start::equals)
                                .orElse(true));
    }

    private static ObjectNode row(String holder) {
        ProcessHandle process = ProcessHandle.current();
        ObjectNode row = Json.object();
        row.put("holder", holder);
        row.put("host", host());
        row.put("pid", process.pid());
        process.info().startInstant().ifPresent(start -> row.put("process_start", Timestamps.text(start)));
        row.put("valid_until", Timestamps.text(Instant.now().plus(VALID)));
        return row;
    }

    private static @Nullable Instant instant(JsonNode text) {
        try {
            return text.isString() ? Instant.parse(text.stringValue()) : null;
        } catch (DateTimeParseException notATime) {
            return null;
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static void pause() {
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE_MS)));
        if (Thread.currentThread().isInterrupted()) {
            throw new RemException(ErrorCode.CANCELLED, "Interrupted while waiting for another dream");
        }
    }
}
