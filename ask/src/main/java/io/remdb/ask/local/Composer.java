package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Condition;
import io.remdb.ask.local.Sketch.Function;
import io.remdb.ask.local.Sketch.Ordering;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Writes the statement that a sketch stands for. */
final class Composer {
    static final int LIMIT = 10;

    /** From how many hits those are chosen that meet conditions, where SQL and not the search applies these. */
    private static final int MANY = 100;

    /** The alias of elements that are counted or shown, beside those by which rows are grouped. */
    static final String COUNTED = "d";

    private final Sketch sketch;

    Composer(Sketch sketch) {
        this.sketch = sketch;
    }

    String statement() {
        if (sketch.function != null) {
            return aggregate();
        }
        return sketch.topic != null ? search() : rows();
    }

    /** The search without its conditions, for when nothing meets them. */
    String searchWithoutConditions(String topic) {
        return "SEARCH " + Sql.text(topic) + " IN " + Sql.name(sketch.table().name()) + " LIMIT " + limit();
    }

    /** The conditions as SQL over the columns of the table; empty for none. */
    String conditions() {
        List<String> parts =
                sketch.conditions.stream().map(condition -> text(condition, "")).toList();
        return String.join(" AND ", parts);
    }

    private String text(Condition condition, String prefix) {
        String table = condition.isCorrelated() ? Sql.name(sketch.table().name()) + "." : prefix;
        return Sql.of(condition.pattern(), table + Sql.name(condition.column()));
    }

    /** Whether the statement searches. */
    boolean searches() {
        return sketch.function == null && sketch.topic != null;
    }

    private String search() {
        Ordering ordering = sketch.ordering;
        String topic = Sql.text(Objects.requireNonNull(sketch.topic));
        if (ordering != null && ordering.isComputed()) {
            // SEARCH orders by fields alone: the best hits are rows of SQL here, which orders by anything.
            String hits = Sql.text(sketch.table().name()) + ", " + topic + ", "
                    + (sketch.conditions.isEmpty() ? Math.max(LIMIT, limit()) : MANY);
            String alias = sketch.conditions.stream().anyMatch(Condition::isCorrelated)
                    ? " AS " + Sql.name(sketch.table().name())
                    : "";
            return "SELECT * FROM search(" + hits + ")" + alias + where() + orderedBy(ordering) + " LIMIT " + limit();
        }
        return "SEARCH " + topic + " IN " + Sql.name(sketch.table().name()) + where()
                + (ordering == null
                        ? ""
                        : " ORDER BY " + Sql.name(ordering.column()) + (ordering.descending() ? " DESC" : " ASC"))
                + " LIMIT " + limit();
    }

    private String where() {
        return sketch.conditions.isEmpty() ? "" : " WHERE " + conditions();
    }

    private int limit() {
        return sketch.limit > 0 ? Math.min(sketch.limit, io.remdb.SearchRequest.MAX_LIMIT) : LIMIT;
    }

    private String rows() {
        if (!sketch.different.isEmpty()) {
            return different();
        }
        StringBuilder statement = new StringBuilder("SELECT * FROM ")
                .append(Sql.name(sketch.table().name()))
                .append(where());
        if (sketch.ordering != null) {
            statement.append(orderedBy(sketch.ordering));
        }
        if (sketch.limit > 0) {
            statement.append(" LIMIT ").append(sketch.limit);
        }
        return statement.toString();
    }

    /** The different values of fields, or the elements of a list, that occur in the rows. */
    private String different() {
        Optional<String> elements =
                sketch.different.size() == 1 && sketch.different.getFirst().isArray()
                        ? Group.joinOf(sketch.table(), sketch.different.getFirst(), COUNTED)
                        : Optional.empty();
        String prefix = elements.isPresent() ? Sql.name(sketch.table().name()) + "." : "";
        List<String> columns = elements.isPresent()
                ? List.of(COUNTED + Group.ELEMENT)
                : sketch.different.stream()
                        .map(field -> Sql.name(field.field().name()))
                        .toList();
        List<String> conditions = new ArrayList<>(sketch.conditions.stream()
                .map(condition -> text(condition, prefix))
                .toList());
        columns.forEach(column -> conditions.add(column + " IS NOT NULL"));
        return "SELECT DISTINCT " + String.join(", ", columns) + " FROM "
                + Sql.name(sketch.table().name())
                + elements.orElse("") + " WHERE " + String.join(" AND ", conditions)
                + " ORDER BY 1" + (sketch.limit > 0 ? " LIMIT " + sketch.limit : "");
    }

    private String orderedBy(Ordering ordering) {
        boolean optional = ordering.isComputed()
                || sketch.table()
                        .field(ordering.column())
                        .filter(field -> !field.field().required())
                        .isPresent();
        // No value is less than every value here: it comes last of itself where the greatest is first.
        return " ORDER BY " + (ordering.isComputed() ? ordering.column() : Sql.name(ordering.column()))
                + (ordering.descending() ? " DESC" : optional ? " NULLS LAST" : "");
    }

    private String aggregate() {
        Group group = sketch.group;
        FieldInfo elements = sketch.elements;
        String table = Sql.name(sketch.table().name());
        String prefix = elements != null || (group != null && group.joins()) ? table + "." : "";
        String computed = elements != null ? "count(DISTINCT " + COUNTED + Group.ELEMENT + ")" : computed(prefix);
        boolean averaged = sketch.averaged && group != null;
        List<String> selected = new ArrayList<>();
        if (group != null && !averaged) {
            group.columns()
                    .forEach(column -> selected.add(column.startsWith("CAST(") ? column + " AS period" : column));
        }
        selected.add(computed + " AS " + (averaged ? "n" : name()));
        StringBuilder statement = new StringBuilder("SELECT ")
                .append(String.join(", ", selected))
                .append(" FROM ")
                .append(table);
        List<String> conditions = new ArrayList<>(sketch.conditions.stream()
                .map(condition -> text(condition, prefix))
                .toList());
        if (elements != null) {
            statement.append(Group.joinOf(sketch.table(), elements, COUNTED).orElseThrow());
        }
        if (group != null) {
            statement.append(group.join());
            group.present().ifPresent(column -> conditions.add(column + " IS NOT NULL"));
        }
        if (!conditions.isEmpty()) {
            statement.append(" WHERE ").append(String.join(" AND ", conditions));
        }
        if (group != null) {
            grouped(statement, group.columns(), computed);
        }
        return averaged ? "SELECT avg(n) AS average_n FROM (" + statement + ")" : statement.toString();
    }

    private void grouped(StringBuilder statement, List<String> columns, String computed) {
        statement.append(" GROUP BY ").append(String.join(", ", columns));
        if (sketch.having != null) {
            statement.append(" HAVING ").append(computed).append(' ').append(sketch.having);
        }
        if (sketch.averaged) {
            return;
        }
        Boolean greatest = sketch.greatestGroup;
        int last = columns.size() + 1;
        statement.append(" ORDER BY ").append(greatest == null ? "1" : greatest ? last + " DESC" : "" + last);
        if (sketch.limit > 0 && greatest != null) {
            statement.append(" LIMIT ").append(sketch.limit);
        }
    }

    private String name() {
        Function function = Objects.requireNonNull(sketch.function);
        return switch (function) {
            case COUNT -> "n";
            case SUM -> "total_" + measured();
            case AVG -> "average_" + measured();
            case MIN -> "least_" + measured();
            case MAX -> "greatest_" + measured();
        };
    }

    private String measured() {
        return sketch.measured == null ? "" : sketch.measured.field().name().replaceAll("[^A-Za-z0-9_]", "_");
    }

    private String computed(String prefix) {
        Function function = Objects.requireNonNull(sketch.function);
        FieldInfo measured = sketch.measured;
        if (function == Function.COUNT) {
            return measured != null && sketch.distinct
                    ? "count(DISTINCT " + prefix + Sql.name(measured.field().name()) + ")"
                    : "count(*)";
        }
        return function.name().toLowerCase(java.util.Locale.ROOT) + "(" + prefix
                + Sql.name(Objects.requireNonNull(measured).field().name()) + ")";
    }
}
