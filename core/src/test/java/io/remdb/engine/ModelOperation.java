package io.remdb.engine;

import io.remdb.Deletion.Mode;
import java.util.List;

/** Something that is done to a database and to the {@link ModelState} of it. Each makes sense whatever is there. */
sealed interface ModelOperation {
    /** A directed link between two rows, which are named by their tables and keys. */
    record Link(String table, String key, String type, String toTable, String toKey) {}

    /** A row as JSON, with links that it brings. */
    record Row(String key, String json, List<Link> links) {}

    /** One row. */
    record Insert(String table, Row row) implements ModelOperation {}

    /** Many, a chunk of which is one write. */
    record InsertAll(String table, List<Row> rows, int chunkRows) implements ModelOperation {}

    /** Many, all of which are one write. */
    record InsertStrictly(String table, List<Row> rows) implements ModelOperation {}

    /** A merge patch. */
    record Update(String table, String key, String patch) implements ModelOperation {}

    /** A deletion. */
    record Delete(String table, String key, Mode mode) implements ModelOperation {}

    /** An edge. */
    record PutLink(Link link, String properties) implements ModelOperation {}

    /** An edge that goes. */
    record RemoveLink(Link link) implements ModelOperation {}

    /** {@code UPDATE items}: one more for each living row of a category whose key begins so. */
    record SqlUpdate(String category, String prefix) implements ModelOperation {}

    /** {@code DELETE FROM items} of a year. */
    record SqlDelete(int year, String prefix) implements ModelOperation {}

    /** {@code INSERT INTO people}. */
    record SqlInsert(List<String> keys, int age) implements ModelOperation {}

    /** Rows of several tables, and deletions of others, as one write. */
    record Mixed(List<Insert> inserts, List<Delete> deletes) implements ModelOperation {}

    /** Registers a version of the table that comes and goes. */
    record Register(int version) implements ModelOperation {}

    /** Removes that table with its rows. */
    record Remove() implements ModelOperation {}

    /** Reads, which change nothing. */
    record Read(long seed) implements ModelOperation {}

    /** Closes the database and opens it again. */
    record Reopen() implements ModelOperation {}
}
