package io.remdb.ask.local;

import java.util.List;

/**
 * A row that a question names.
 *
 * @param start its first token
 * @param end after its last token
 * @param table of the row
 * @param field that holds the name
 * @param key the name
 * @param ids those of the rows of this table with this name, where the name alone is that of several rows; else empty
 * @param score 1 where the question says the key, less where it says something like it
 */
record Anchor(int start, int end, TableInfo table, FieldInfo field, String key, List<String> ids, double score) {
    Anchor {
        ids = List.copyOf(ids);
    }

    /** An anchor whose name is taken for that of one row. */
    Anchor(int start, int end, TableInfo table, FieldInfo field, String key, double score) {
        this(start, end, table, field, key, List.of(), score);
    }

    Anchor withIds(List<String> ids) {
        return new Anchor(start, end, table, field, key, ids, score);
    }

    /** What a traversal can start from: the name, or the ids where that would not say which row. */
    List<String> starts() {
        return ids.isEmpty() ? List.of(key) : ids;
    }

    int length() {
        return end - start;
    }

    boolean overlaps(int otherStart, int otherEnd) {
        return start < otherEnd && otherStart < end;
    }

    boolean sameSpan(Anchor other) {
        return start == other.start && end == other.end;
    }

    /** The condition that only this row meets. */
    String condition() {
        return Sql.name(field.field().name()) + " = " + Sql.text(key);
    }
}
