package io.remdb.store;

import java.util.List;
import java.util.Map;

/**
 * Sizes and counts of a store. Where it says estimate it is the engine's: right within some percent for much, rough for little.
 *
 * @param families parts of the store, in their order
 * @param tables by their numbers
 * @param memory outside the heap
 * @param archiveBytes of files of the engine's own log that are kept for replicas
 * @param openCursors that read just now
 */
public record StoreFigures(
        List<Family> families, Map<Integer, Table> tables, Memory memory, long archiveBytes, long openCursors) {
    public StoreFigures {
        families = List.copyOf(families);
        tables = Map.copyOf(tables);
    }

    /**
     * A column family.
     *
     * @param entries an estimate
     * @param bytes of its files
     * @param files how many those are
     * @param memtableBytes of what is not in files yet
     */
    public record Family(String name, long entries, long bytes, long files, long memtableBytes) {}

    /**
     * A table. Bytes are estimates of what is in files (compressed) and in memory.
     *
     * @param rowBytes of its rows
     * @param vectorBytes of its vectors
     * @param indexEntries an estimate
     * @param indexBytes of those
     */
    public record Table(long rowBytes, long vectorBytes, long indexEntries, long indexBytes) {}

    /**
     * Bytes of the engine.
     *
     * @param blockCache in use
     * @param blockCacheCapacity that may be in use
     * @param blockCachePinned of those in use that cannot go
     * @param memtables not yet in files
     * @param tableReaders indexes and filters of files, outside of the cache
     */
    public record Memory(
            long blockCache, long blockCacheCapacity, long blockCachePinned, long memtables, long tableReaders) {}
}
