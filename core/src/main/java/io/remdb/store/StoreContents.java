package io.remdb.store;

/**
 * What a check of a store has read.
 *
 * @param entities soft-deleted ones included
 * @param edges each counted once
 * @param vectors of either slot
 * @param indexEntries places of entities in indexes and under keys
 * @param logEntries that have not been trimmed
 */
public record StoreContents(long entities, long edges, long vectors, long indexEntries, long logEntries) {}
