package io.remdb.store;

/**
 * Counters of a table, kept with every write.
 *
 * @param live entities that are not deleted
 * @param deleted soft-deleted entities
 */
public record TableCounts(long live, long deleted) {}
