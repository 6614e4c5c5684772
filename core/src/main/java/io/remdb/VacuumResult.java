package io.remdb;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a vacuum has removed, or would remove.
 *
 * @param rows that were soft-deleted, by table; tables without any are not named
 * @param edges of these rows
 * @param vectors of these rows
 * @param bytes of these rows' properties and vectors
 * @param strayEdges that start at no row. An edge that ends at none is not one of them: it may be written before its target
 * @param strayVectors of no row
 * @param strayIndexEntries of no row, those under keys included
 * @param storeBytesBefore of the store before it
 * @param storeBytesAfter of the store after it; more than before, until the store is compacted
 */
public record VacuumResult(
        Map<String, Long> rows,
        long edges,
        long vectors,
        long bytes,
        long strayEdges,
        long strayVectors,
        long strayIndexEntries,
        long storeBytesBefore,
        long storeBytesAfter) {
    public VacuumResult {
        rows = Collections.unmodifiableMap(new TreeMap<>(rows));
    }

    /** The rows of all tables. */
    public long allRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }
}
