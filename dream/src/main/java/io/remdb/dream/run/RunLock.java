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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * That there is one run at a time, whichever processes want one: who wants to run writes a row of his own, and looks whether there is another. Every
 * read sees all writes that were acknowledged before it, so of two at most one sees none. A row whose process is gone counts for nothing; nor does one
 * of another machine that was not renewed in time, which a thread of its own does, whatever the run is waiting for. A run whose row was taken away
 * all the same, since its machine slept, learns it before it writes ({@link #check}).
 */
final class RunLock implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(RunLock.class.getName());

    /** How long the row of a machine that has vanished holds. */
    static final Duration VALID = Duration.ofMinutes(10);

    private static final int ATTEMPTS = 3;
    private static final int LONGEST_PAUSE_MS = 150;

    /** The rows of runs of this process that go on: another one that says it is of this process was left behind. */
    private static final Set<String> OWN = ConcurrentHashMap.newKeySet();

    private final RemDatabase database;
    private final String holder;
    private final UUID id;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread renewing;

    private RunLock(RemDatabase database, String holder, UUID id, Duration pause) {
        this.database = database;
        this.holder = holder;
        this.id = id;
        this.renewing = Thread.ofPlatform().name("rem-dream-lock").daemon().unstarted(() -> renew(pause));
    }

    /**
     * Begins a run.
     *
     * @throws RemException {@link ErrorCode#LOCKED} while another one works
     */
    static RunLock take(RemDatabase database) {
        return take(database, VALID.dividedBy(10));
    }

    /** The same, renewed after each pause. */
    static RunLock take(RemDatabase database, Duration pause) {
        JsonNode other = Json.object();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<RunLock> lock = inserted(database, pause);
            if (lock.isPresent()) {
                Optional<Entity> found = lock.get().otherOrClose();
                if (found.isEmpty()) {
                    lock.get().renewing.start();
                    return lock.get();
                }
                other = found.get().properties();
                lock.get().close();
            }
            // Of two that came at the same time both may have stepped back.
            pause();
        }
        throw new RemException(ErrorCode.LOCKED, "Another dream is running on this database")
                .with("host", other.path("host").asString(""))
                .with("pid", other.path("pid").asLong(0))
                .hint("Wait until it is done; one whose process is gone holds nobody up for longer than "
                        + VALID.toMinutes() + " minutes");
    }

    /** Who takes a run back may remove the table in the same moment; then it is registered anew. */
    private static Optional<RunLock> inserted(RemDatabase database, Duration pause) {
        DreamTables.register(database, DreamTables.LOCKS);
        String holder = UUID.randomUUID().toString();
        OWN.add(holder);
        try {
            UUID id = database.insert(DreamTables.LOCKS, Json.text(row(holder))).id();
            return Optional.of(new RunLock(database, holder, id, pause));
        } catch (RemException e) {
            OWN.remove(holder);
            if (e.code() == ErrorCode.UNKNOWN_TABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Makes sure that the lock still holds.
     *
     * @throws RemException {@link ErrorCode#LOCKED} where somebody has taken it away
     */
    void check() {
        if (database.get(id).filter(row -> !row.deleted()).isEmpty()) {
            throw new RemException(ErrorCode.LOCKED, "The run has lost its lock, since it was not heard of for long")
                    .hint("Run it again: what it has written is kept, and completed");
        }
    }

    private void renew(Duration pause) {
        try {
            while (!end.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    ObjectNode patch = Json.object();
                    patch.put("valid_until", Timestamps.text(Instant.now().plus(VALID)));
                    database.update(id, Json.text(patch));
                } catch (RemException e) {
                    // It is tried again; whether the lock is lost shows when something is to be written.
                    LOGGER.log(Level.DEBUG, "A lock was not renewed", e);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        OWN.remove(holder);
        try {
            database.delete(id, Deletion.Mode.HARD);
        } catch (RemException e) {
            if (e.code() != ErrorCode.NOT_FOUND && e.code() != ErrorCode.UNKNOWN_TABLE) {
                throw e;
            }
        }
    }

    private Optional<Entity> otherOrClose() {
        try {
            return other();
        } catch (RuntimeException e) {
            try (this) {
                throw e;
            }
        }
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
        gone.forEach(this::remove);
        return other;
    }

    /** Somebody else may do so at the same time. */
    private void remove(Entity row) {
        try {
            database.delete(row.id(), Deletion.Mode.HARD);
        } catch (RemException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Of this machine it is known whether the process works, also after the machine has slept; of another one only what its row says. */
    private static boolean alive(ObjectNode row) {
        Instant until = instant(row.path("valid_until"));
        boolean valid = until != null && !until.isBefore(Instant.now());
        if (!row.path("host").asString("").equals(host())) {
            return valid;
        }
        long pid = row.path("pid").asLong(0);
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return false;
        }
        Instant start = instant(row.path("process_start"));
        Optional<Instant> started = process.get().info().startInstant().map(RunLock::stored);
        if (start == null || started.isEmpty()) {
            return valid; // numbers of processes come again
        }
        return start.equals(started.get())
                && (pid != ProcessHandle.current().pid()
                        || OWN.contains(row.path("holder").asString("")));
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

    /** A time as exact as a row has it. */
    private static Instant stored(Instant time) {
        return Instant.parse(Timestamps.text(time));
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
