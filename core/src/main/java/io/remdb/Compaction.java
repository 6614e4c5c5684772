package io.remdb;

/**
 * What a compaction has done.
 *
 * @param storeBytesBefore of the store's files before it, with what was still in memory
 * @param storeBytesAfter of the store's files after it
 * @param searchBytesBefore of the search index's files before it; 0 for a database in memory
 * @param searchBytesAfter of the search index's files after it
 */
public record Compaction(long storeBytesBefore, long storeBytesAfter, long searchBytesBefore, long searchBytesAfter) {}
