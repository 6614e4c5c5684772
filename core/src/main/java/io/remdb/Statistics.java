package io.remdb;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a database and of the process that has it open, as they are now. Nothing is read for them: counts are kept with every
 * write, sizes are the engine's own estimates, right within some percent for much data and rough for little.
 *
 * @param process that has the database open
 * @param encrypted whether the database is
 * @param tables by name
 * @param families parts of the store
 * @param memory of the process
 * @param log of what was written
 * @param caches that know what they were asked for
 * @param openCursors that read just now, each keeping old data on the disk
 * @param operations what was done since the database was opened by this process, by kind; those that were not are left out
 * @param errors that calls ended with, by {@link ErrorCode}
 * @param replication null for a database in memory
 * @param serving null where the process serves nobody
 */
public record Statistics(
        OwnerProcess process,
        boolean encrypted,
        List<Table> tables,
        List<Family> families,
        Memory memory,
        Log log,
        List<Cache> caches,
        long openCursors,
        List<Operation> operations,
        Map<String, Long> errors,
        @Nullable Replication replication,
        @Nullable Serving serving) {
    public Statistics {
        tables = List.copyOf(tables);
        families = List.copyOf(families);
        caches = List.copyOf(caches);
        operations = List.copyOf(operations);
        errors = Map.copyOf(errors);
    }

    /** The errors in the order of their codes. */
    @Override
    public Map<String, Long> errors() {
        return new TreeMap<>(errors);
    }

    /** The same with what the process knows that serves the database. */
    public Statistics with(@Nullable Replication known, @Nullable Serving served) {
        return new Statistics(
                process,
                encrypted,
                tables,
                families,
                memory,
                log,
                caches,
                openCursors,
                operations,
                errors,
                known,
                served);
    }

    /**
     * The process that has the database open.
     *
     * @param openedAt when it opened the database
     * @param uptimeSeconds since then
     */
    public record OwnerProcess(long pid, Instant openedAt, double uptimeSeconds) {}

    /**
     * A table.
     *
     * @param rows that are not deleted
     * @param deletedRows that are soft-deleted
     * @param rowBytes of all of these, in files and in memory
     * @param vectorBytes of their vectors
     * @param indexEntries of its ordered indexes, an estimate
     * @param indexBytes of those
     * @param searchDocuments rows that a search finds; null while the index has not been used
     * @param searchBytes of the files of its search index
     * @param embeddingModel null where nothing is embedded
     * @param alternativeModel null for none
     * @param ttlSeconds after which rows expire; null for never
     */
    public record Table(
            String name,
            long rows,
            long deletedRows,
            long rowBytes,
            long vectorBytes,
            long indexEntries,
            long indexBytes,
            @Nullable Long searchDocuments,
            long searchBytes,
            @Nullable String embeddingModel,
            @Nullable String alternativeModel,
            @Nullable Long ttlSeconds) {}

    /**
     * A column family of the store.
     *
     * @param entries an estimate
     * @param bytes of its files
     * @param memtableBytes of what is not in files yet
     */
    public record Family(String name, long entries, long bytes, long files, long memtableBytes) {}

    /**
     * Memory in bytes; the heap is the whole process's.
     *
     * @param searchBufferBytes of the search index, not yet in files; on the heap
     * @param sealedBlockBytes opened content of a sealed search index; on the heap
     * @param sealedVectorBytes opened vectors of a sealed search index; outside of it
     */
    public record Memory(
            long heapUsedBytes,
            long heapMaxBytes,
            long blockCacheBytes,
            long blockCacheCapacityBytes,
            long blockCachePinnedBytes,
            long memtableBytes,
            long tableReaderBytes,
            long searchBufferBytes,
            long sealedBlockBytes,
            long sealedVectorBytes) {}

    /**
     * The log.
     *
     * @param firstSequence the oldest entry that can be read
     * @param lastSequence 0 when nothing was ever written
     * @param archiveBytes of files that are kept for replicas
     * @param archiving into {@code P8_WAL_ARCHIVE}; null where this process archives nothing
     */
    public record Log(
            long firstSequence,
            long lastSequence,
            long entries,
            long bytes,
            long archiveBytes,
            @Nullable Archiving archiving) {}

    /**
     * How the archive of the log gets on.
     *
     * @param sequence the last entry that it has; 0 while that is not known
     * @param failingSince since when it cannot be written; null where it can
     * @param problem why not; null where it can
     */
    public record Archiving(
            long sequence,
            @Nullable Instant failingSince,
            @Nullable String problem) {}

    /** What a cache was asked for since the database was opened. */
    public record Cache(String name, long hits, long misses) {}

    /**
     * What was done of one kind.
     *
     * @param name such as {@code search}
     * @param count how often it was begun
     * @param errors how often it failed
     * @param items rows that were written or given, texts that were embedded, entries that were applied; 0 where nothing is counted
     * @param timed how many were timed: all that have ended, but of {@code get} a random sample
     * @param seconds that those took in all
     * @param buckets how long those took, by upper bounds that grow
     */
    public record Operation(
            String name, long count, long errors, long items, long timed, double seconds, List<Bucket> buckets) {
        public Operation {
            buckets = List.copyOf(buckets);
        }
    }

    /** How many took no longer than a time; shorter ones are counted, too. */
    public record Bucket(double atMostSeconds, long count) {}

    /**
     * The part of a database in replication.
     *
     * @param role {@code alone}, {@code primary}, {@code replica} or {@code fenced}
     * @param primary what a replica follows
     * @param following how a replica gets on; null where this process does not follow
     * @param replicas of a primary
     */
    public record Replication(
            String role,
            @Nullable String primary,
            long epoch,
            @Nullable Following following,
            List<Replica> replicas) {
        public Replication {
            replicas = List.copyOf(replicas);
        }
    }

    /**
     * How a replica gets on.
     *
     * @param state {@code disconnected}, {@code snapshot}, {@code catching up}, {@code synced} or {@code stopped}
     * @param lagEntries that the primary has and this one has not
     * @param lagMs from the commit of the newest entry until it was here; null where it is not known
     * @param bytes received
     * @param catchupMs how long it took; null while it goes on
     */
    public record Following(
            String state,
            long primarySequence,
            long lagEntries,
            @Nullable Double lagMs,
            long bytes,
            long reconnects,
            long catchupEntries,
            @Nullable Double catchupMs,
            long snapshotBytes,
            long snapshotTotalBytes) {}

    /**
     * Somebody who follows.
     *
     * @param sequence the last entry that is durable there
     * @param lagEntries that are not
     * @param bytes sent to it since it connected
     */
    public record Replica(String name, long sequence, long lagEntries, Instant seenAt, boolean connected, long bytes) {}

    /**
     * Service to other processes.
     *
     * @param clients that are connected through the socket
     * @param runningCalls now, on any way
     * @param calls since the beginning
     */
    public record Serving(long clients, long runningCalls, long calls) {}
}
