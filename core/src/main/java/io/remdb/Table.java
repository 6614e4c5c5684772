package io.remdb;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One table through a Java record: rows go in and come back as {@code T}. Thread-safe.
 *
 * @param <T> a record whose schema is registered
 */
public interface Table<T> {
    /** The table's name. */
    String name();

    /** Writes one row; a row with the same key is replaced. */
    WriteResult insert(T row);

    /** Writes rows in chunks, one embedding batch and one atomic write a chunk. */
    default BatchResult insertAll(Iterable<T> rows) {
        return insertAll(rows, BatchOptions.DEFAULTS);
    }

    /** Writes rows in chunks with options. */
    BatchResult insertAll(Iterable<T> rows, BatchOptions options);

    /** The row, unless it is missing, soft-deleted or of another table. */
    Optional<T> get(UUID id);

    /** The rows that have this key in this table. */
    List<T> lookup(String key);

    /** Live rows. */
    long count();

    /** A search of this table; run it by iterating over it. */
    SearchRequest<T> search(String text);
}
