package io.remdb.ask.local;

import io.remdb.ask.local.Domain.Reference;
import io.remdb.ask.local.Domain.Relation;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What rows are put together by.
 *
 * @param join SQL that goes after the name of the table; empty for none
 * @param columns the SQL of what is shown and grouped by
 * @param present the column of the table that must have a value; empty for none
 */
record Group(String join, List<String> columns, Optional<String> present) {
    private static final String OTHER = "g";

    private static final String LIST = "l";

    /** An element of a list, after the alias of its join. */
    static final String ELEMENT = ".element";

    Group {
        columns = List.copyOf(columns);
    }

    /** By a field of the table; none where it is a list whose elements are not known. */
    static Optional<Group> of(TableInfo table, FieldInfo field) {
        if (field.isArray()) {
            return ofElements(table, field);
        }
        String column = Sql.name(field.field().name());
        return Optional.of(new Group("", List.of(column), Optional.of(column)));
    }

    /** By what lists have in them: a row counts for each element. */
    static Optional<Group> ofElements(TableInfo table, FieldInfo field) {
        return joinOf(table, field, LIST).map(join -> new Group(join, List.of(LIST + ELEMENT), Optional.empty()));
    }

    /**
     * The join of rows with the elements of their lists; none where not all elements are known.
     *
     * @param alias of the elements, which are its {@link #ELEMENT}
     */
    static Optional<String> joinOf(TableInfo table, FieldInfo field, String alias) {
        String column = Sql.name(table.name()) + "." + Sql.name(field.field().name());
        String end = ") AS " + alias + "(element) ON " + alias + ELEMENT + " = ANY(" + column + ")";
        return table.values()
                .all(field)
                .filter(values -> !values.isEmpty())
                .map(values -> values.stream()
                        .map(value -> "(" + Sql.text(value) + ")")
                        .collect(Collectors.joining(", ", " JOIN (VALUES ", end)));
    }

    /** By hours, days, weeks, months, quarters or years, as they begin in a zone. */
    static Group of(String column, String period, ZoneId zone) {
        String name = Sql.name(column);
        boolean utc = zone.normalized().equals(ZoneOffset.UTC);
        String type = period.equals("HOUR") ? "TIMESTAMP" : "DATE";
        if (utc) {
            return new Group(
                    "", List.of("CAST(DATE_TRUNC(" + period + ", " + name + ") AS " + type + ")"), Optional.of(name));
        }
        // A time with a zone would be cast by way of UTC: its text has the date that it shows there.
        String local =
                "CAST(DATE_TRUNC(" + period + ", " + name + " AT TIME ZONE " + Sql.text(zone.getId()) + ") AS VARCHAR)";
        int length = period.equals("HOUR") ? "2026-01-31 10:00:00".length() : "2026-01-31".length();
        return new Group(
                "", List.of("CAST(SUBSTRING(" + local + ", 1, " + length + ") AS " + type + ")"), Optional.of(name));
    }

    /** By a field of the rows that are named. */
    static Group of(Reference reference, FieldInfo field) {
        return new Group(
                joined(reference), List.of(OTHER + "." + Sql.name(field.field().name())), Optional.empty());
    }

    /** By the rows that are named: their names, and their keys where these are something else. */
    static Group of(Reference reference) {
        String own = Sql.name(reference.field().field().name());
        Optional<FieldInfo> naming =
                reference.to().naming().filter(field -> !field.field().name().equals(reference.column()));
        if (naming.isEmpty()) {
            return new Group("", List.of(own), Optional.of(own));
        }
        return new Group(
                joined(reference),
                List.of(
                        Sql.name(reference.from().name()) + "." + own,
                        OTHER + "." + Sql.name(naming.get().field().name())),
                Optional.empty());
    }

    private static String joined(Reference reference) {
        return " JOIN " + Sql.name(reference.to().name()) + " " + OTHER + " ON " + OTHER + "."
                + Sql.name(reference.column()) + " = "
                + Sql.name(reference.from().name()) + "."
                + Sql.name(reference.field().field().name());
    }

    /** By the rows of another table that rows are linked with. */
    static Group of(TableInfo table, List<Relation> relations, TableInfo other) {
        List<String> shown = new ArrayList<>();
        other.naming()
                .or(other::key)
                .ifPresentOrElse(
                        field -> shown.add(OTHER + "." + Sql.name(field.field().name())),
                        () -> shown.add(OTHER + ".id"));
        boolean outgoing = relations.getFirst().from().equals(table.name());
        String join = " JOIN edges e ON e." + (outgoing ? "src" : "dst") + " = " + Sql.name(table.name())
                + ".id AND " + Links.typed(relations, "e.") + " JOIN " + Sql.name(other.name()) + " " + OTHER + " ON "
                + OTHER + ".id = e." + (outgoing ? "dst" : "src");
        return new Group(join, shown, Optional.empty());
    }

    /** By one column more. */
    Group and(String column) {
        return columns.contains(column)
                ? this
                : new Group(
                        join, Stream.concat(columns.stream(), Stream.of(column)).toList(), present);
    }

    /** Whether columns of the table must say which table they are of. */
    boolean joins() {
        return !join.isEmpty();
    }
}
