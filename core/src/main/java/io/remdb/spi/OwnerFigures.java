package io.remdb.spi;

import io.remdb.Statistics;
import java.util.Optional;

/** What the process that serves a database knows of that, for its {@link Statistics}. Thread-safe. */
public interface OwnerFigures {
    /** Its part in replication; empty where that is only what the database itself knows. */
    Optional<Statistics.Replication> replication();

    /** What it does for other processes. */
    Statistics.Serving serving();
}
