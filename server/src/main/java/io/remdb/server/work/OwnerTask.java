package io.remdb.server.work;

import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Something that owners of databases do by themselves. Found through {@link java.util.ServiceLoader}. */
public interface OwnerTask {
    /**
     * Asked once by an owner.
     *
     * @param database stays the owner's to close
     * @return nothing where the settings do not want it
     */
    Optional<Job> on(RemDatabase database, RemConfig config);

    /** The task on one database. One thread. */
    interface Job {
        /** Whether there is something to do now; asked every few seconds. */
        boolean due();

        /**
         * Does it.
         *
         * @param stopping whether to end early: the owner ends
         */
        void run(BooleanSupplier stopping);
    }
}
