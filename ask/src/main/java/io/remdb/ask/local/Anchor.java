package io.remdb.ask.local;

/**
 * A row that a question names.
 *
 * @param start its first token
 * @param end after its last token
 * @param table of the row
 * @param field that holds the name
 * @param key the name
 * @param score 1 where the question says the key, less where it says something like it
 */
record Anchor(int start, int end, TableInfo table, FieldInfo field, String key, double score) {
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
