package io.remdb.spi.replication;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A store and its copies. What is shipped is what the engine writes, so that a copy needs neither schemas nor keys, and costs no work but
 * writing. Thread-safe.
 */
public interface Replication {
    /** Where this store stands. */
    History history();

    /** What an entry of the log is known by, the same in every copy; empty where the log does not have it (any more). */
    OptionalLong checksum(long sequence);

    /**
     * Everything after an entry of the log. To be called before writes that are to be waited for.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#NOT_FOUND} when what comes after it is no longer kept
     */
    ShipmentReader read(long afterSequence);

    /**
     * Writes what another store has shipped, all of it or nothing; what is there already is written again.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#CORRUPTED} when something is missing before it, or it is not what a store
     *     ships; {@link io.remdb.ErrorCode#UNSUPPORTED} when this store is no replica
     */
    void apply(List<Shipment> shipments);

    /**
     * Makes a copy of the whole store, of one moment; writes go on meanwhile.
     *
     * @param folder that is not there yet, on the same file system: files that do not change are shared
     * @return the last entry that the copy has
     */
    long copyTo(Path folder);

    /** Of the database; unlike {@link History#databaseId} the same in one that was restored from a backup. */
    UUID databaseId();

    /** What a copy has that {@link #copyTo} has made, and that nobody has opened since. */
    StoreCopy describe(Path copy);

    /**
     * Remembers how far an archive has got: what it lacks is kept for it, within the limits of a copy.
     *
     * @param sequence the last entry that is on its disk
     */
    void archived(long sequence);

    /**
     * Brings everything to the disk.
     *
     * @return the last entry that survives a power failure
     */
    long sync();

    /** What the log has. */
    LogExtent log();

    /** Where the log ends at a moment between two commits. */
    LogMoment moment();

    /** The version of the format of the files. */
    int formatVersion();

    /** Whose replica this store is; empty where it may be written to. */
    Optional<ReplicaOf> replicaOf();

    /** Makes it a replica, or one of another primary. */
    void follow(ReplicaOf primary);

    /**
     * Makes a replica a primary: a new epoch begins, and it may be written to.
     *
     * @return the new epoch
     */
    long promote();

    /** Lets nobody write here any more, as another store of this database has been promoted; it can become a replica of that one. */
    void fence(long epoch);

    /** The epoch of another primary that has taken this one's place; empty where none is known. */
    OptionalLong fencedBy();

    /** The copies that are known here. */
    List<ReplicaPosition> replicas();

    /** Remembers where a copy begins: what it lacks is kept for it, within limits. */
    void keepFor(String replica, long sequence);

    /** The same of one that has so much on its disk. */
    void acknowledged(String replica, long sequence);

    /** Whether writes here wait until copies have them on their disks. */
    boolean awaitsReplicas();

    /**
     * Waits, where writes do, until copies have everything that is here now.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#NOT_REPLICATED}
     */
    void awaitReplicas();

    /** Forgets a copy. */
    void forget(String replica);

    /**
     * What a copy of a store has.
     *
     * @param sequence the last entry of its log
     * @param committedAtMicros when that was committed, microseconds since 1970, UTC; 0 where the log does not have it any more
     * @param encrypted whether the store is encrypted
     */
    record StoreCopy(long sequence, long committedAtMicros, boolean encrypted) {}

    /**
     * What a log has.
     *
     * @param oldestSequence the oldest entry; one more than the last where there is none
     * @param lastSequence the last entry
     * @param bytes of all of them, up to a sixteenth too many
     */
    record LogExtent(long oldestSequence, long lastSequence, long bytes) {}

    /**
     * A moment between two commits.
     *
     * @param lastSequence the last entry that was committed before
     * @param atMicros when it was, microseconds since 1970, UTC: what is committed later has no earlier time, unless the clock is set back
     */
    record LogMoment(long lastSequence, long atMicros) {}

    /**
     * A primary as its replica knows it.
     *
     * @param address to connect to
     */
    record ReplicaOf(String address) {}

    /**
     * How far a copy has got.
     *
     * @param replica what it calls itself
     * @param sequence the last entry that is durable there
     * @param seenAtMicros when that was said, microseconds since 1970, UTC
     */
    record ReplicaPosition(String replica, long sequence, long seenAtMicros) {}
}
