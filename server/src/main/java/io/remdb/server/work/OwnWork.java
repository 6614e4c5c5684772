package io.remdb.server.work;

import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import io.remdb.server.work.OwnerTask.Job;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;

/** Does the tasks of an owner, one at a time, in a thread of its own. A task that fails is logged, and asked again. Thread-safe. */
public final class OwnWork implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(OwnWork.class.getName());

    /** The first command of an owner should not wait for what nobody waits for. */
    private static final long FIRST_LOOK_MS = 2_000;

    private static final long LOOK_MS = 5_000;

    /** How long a task that works at the end is waited for, and how long again when it was interrupted. */
    private static final long GRACE_MS = 5_000;

    private final RemDatabase database;
    private final BooleanSupplier takesWrites;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean busy;

    private OwnWork(
            Iterable<OwnerTask> tasks, RemDatabase database, RemConfig config, Pace pace, BooleanSupplier takesWrites) {
        this.database = database;
        this.takesWrites = takesWrites;
        this.thread = Thread.ofPlatform().name("rem-own-work").daemon().unstarted(() -> work(tasks, config, pace));
    }

    /** How long it waits before it looks whether something is to be done, milliseconds. */
    record Pace(long firstMs, long nextMs) {}

    /**
     * Begins.
     *
     * @param database closed at the end
     * @param takesWrites whether it may be written to now; while it may not, nothing is begun
     */
    public static OwnWork start(RemDatabase database, RemConfig config, BooleanSupplier takesWrites) {
        return start(
                ServiceLoader.load(OwnerTask.class), database, config, new Pace(FIRST_LOOK_MS, LOOK_MS), takesWrites);
    }

    static OwnWork start(
            Iterable<OwnerTask> tasks, RemDatabase database, RemConfig config, Pace pace, BooleanSupplier takesWrites) {
        OwnWork work = new OwnWork(tasks, database, config, pace, takesWrites);
        work.thread.start();
        return work;
    }

    /** Whether a task works just now. */
    public boolean busy() {
        return busy;
    }

    /** Lets a task that works end early, and begins no other. */
    public void stop() {
        stop.countDown();
    }

    private void work(Iterable<OwnerTask> tasks, RemConfig config, Pace pace) {
        try {
            if (stop.await(pace.firstMs(), TimeUnit.MILLISECONDS)) {
                return;
            }
            List<Job> jobs = jobs(tasks, config);
            boolean stopped = jobs.isEmpty();
            while (!stopped) {
                jobs.forEach(this::look);
                stopped = stop.await(pace.nextMs(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the end
        }
    }

    private List<Job> jobs(Iterable<OwnerTask> tasks, RemConfig config) {
        try {
            return StreamSupport.stream(tasks.spliterator(), false)
                    .map(task -> task.on(database, config))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, "What is to be done without being asked cannot be found out", e);
            return List.of();
        }
    }

    private void look(Job job) {
        try {
            if (stop.getCount() > 0 && takesWrites.getAsBoolean() && job.due()) {
                busy = true;
                job.run(() -> stop.getCount() == 0);
            }
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.WARNING, "What is done without being asked has failed", e);
        } finally {
            busy = false;
        }
    }

    /** Ends a task that works, at the next place where it can be ended, and by an interrupt where there is none in time. */
    @Override
    public void close() {
        stop();
        try {
            if (!thread.join(Duration.ofMillis(GRACE_MS))) {
                thread.interrupt();
                if (!thread.join(Duration.ofMillis(GRACE_MS))) {
                    LOGGER.log(Level.WARNING, "What is done without being asked does not end");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
