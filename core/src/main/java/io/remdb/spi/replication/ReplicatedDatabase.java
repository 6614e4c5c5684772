package io.remdb.spi.replication;

import io.remdb.RemDatabase;
import io.remdb.Statistics;
import io.remdb.spi.OwnerFigures;
import java.nio.file.Path;
import java.util.Optional;

/** A database of which there can be copies, and which can be one. */
public interface ReplicatedDatabase extends RemDatabase {
    /**
     * Its copies and its history.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#UNSUPPORTED} of one that is in memory only
     */
    Replication replication();

    /**
     * Whether it is as it was when it was made: with the built-in tables and no rows.
     */
    boolean isEmpty();

    /**
     * Writes entries of the log into a file, a JSON object a line: what was changed, by whom nobody says.
     *
     * @param from the first; those that the log has no more are left out
     * @return how many
     */
    long saveEntries(long from, Path file);

    /**
     * Makes a replica a primary, which goes on with what the former primary had begun.
     *
     * @return the new epoch
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#UNSUPPORTED} when it is no replica
     */
    long promote();

    /** How the archive of its log gets on; empty where it archives nothing. */
    Optional<Statistics.Archiving> archiving();

    /** Has its statistics tell what the process knows that serves it. */
    void describeWith(OwnerFigures figures);
}
