package io.remdb.server.support;

import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import io.remdb.server.work.OwnerTask;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Works once for a few seconds, in owners with a schedule, and then writes that it is done. */
public final class SlowTask implements OwnerTask {
    /** Longer than an owner waits for work in the test that starts it. */
    private static final long SECONDS = 6;

    @Override
    public Optional<Job> on(RemDatabase database, RemConfig config) {
        return config.dreams() == null ? Optional.empty() : Optional.of(new Work(database));
    }

    private static final class Work implements Job {
        private final RemDatabase database;
        private boolean done;

        Work(RemDatabase database) {
            this.database = database;
        }

        @Override
        public boolean due() {
            return !done;
        }

        @Override
        public void run(BooleanSupplier stopping) {
            done = true;
            try {
                new CountDownLatch(1).await(SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            database.insert("documents", "{\"name\": \"done\", \"uri\": \"task:done\"}");
        }
    }
}
