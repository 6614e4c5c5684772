package io.remdb;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows of a query, read as they are iterated over. One thread at a time; close it when done. */
public interface QueryResult extends Iterable<Row>, AutoCloseable {
    /** What kind of statement gave the rows. */
    enum Kind {
        /** SQL, and EXPLAIN of any statement: rows are flat columns. */
        SQL,
        /** {@code LOOKUP}: rows are entities. */
        LOOKUP,
        /** {@code FUZZY}: rows are entities with a score. */
        FUZZY,
        /** {@code SEARCH}: rows are entities with scores. */
        SEARCH,
        /** {@code TRAVERSE}: rows are entities with depth and path. */
        TRAVERSE
    }

    /** The statement's kind. */
    Kind kind();

    /** The columns in order. */
    List<Column> columns();

    /** The rows; can be called once. */
    @Override
    Iterator<Row> iterator();

    /** The rows as a stream. */
    default Stream<Row> stream() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED), false);
    }

    @Override
    void close();
}
