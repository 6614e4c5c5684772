package io.remdb.ask.local;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What there is to ask for, as it was read from a database. Immutable.
 *
 * @param tables those that have rows
 * @param references fields that name rows of other tables
 * @param relations types of edges, and between which tables they were seen
 * @param sequence of the database when it was read
 * @param readAt when it was read
 */
record Domain(
        List<TableInfo> tables, List<Reference> references, List<Relation> relations, long sequence, Instant readAt) {
    Domain {
        tables = List.copyOf(tables);
        references = List.copyOf(references);
        relations = List.copyOf(relations);
    }

    /**
     * A field whose values name rows of another table.
     *
     * @param from the table that has the field
     * @param to the table that is named
     * @param column of {@code to} that holds the same values: its key, or {@code id}
     */
    record Reference(TableInfo from, FieldInfo field, TableInfo to, String column) {}

    /** A type of edges from rows of one table to rows of another. */
    record Relation(String from, String type, String to) {}

    /** What one table says of itself. */
    Domain only(TableInfo table) {
        String name = table.name();
        return new Domain(
                List.of(table),
                references.stream()
                        .filter(reference -> reference.from().name().equals(name)
                                && reference.to().name().equals(name))
                        .toList(),
                relations.stream()
                        .filter(relation ->
                                relation.from().equals(name) && relation.to().equals(name))
                        .toList(),
                sequence,
                readAt);
    }

    Optional<TableInfo> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** How rows of one table name rows of another. */
    List<Reference> references(TableInfo from, TableInfo to) {
        return references.stream()
                .filter(reference -> reference.from().name().equals(from.name())
                        && reference.to().name().equals(to.name()))
                .toList();
    }
}
