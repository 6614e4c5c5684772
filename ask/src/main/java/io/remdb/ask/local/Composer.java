package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Condition;
import io.remdb.ask.local.Sketch.Function;
import io.remdb.ask.local.Sketch.Ordering;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes the statement that a sketch stands for. */
final class Composer {
    static final int LIMIT = 10;

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

    private static String text(Condition condition, String prefix) {
        return Sql.of(condition.pattern(), prefix + Sql.name(condition.column()));
    }

    private String search() {
        StringBuilder statement = new StringBuilder("SEARCH ")
                .append(Sql.text(Objects.requireNonNull(sketch.topic)))
                .append(" IN ")
                .append(Sql.name(sketch.table().name()));
        if (!sketch.conditions.isEmpty()) {
            statement.append(" WHERE ").append(conditions());
        }
        Ordering ordering = sketch.ordering;
        if (ordering != null) {
            statement.append(" ORDER BY ").append(orderedBy(ordering)).append(ordering.descending() ? " DESC" : " ASC");
        }
        return statement.append(" LIMIT ").append(limit()).toString();
    }

    private int limit() {
        return sketch.limit > 0 ? Math.min(sketch.limit, io.remdb.SearchRequest.MAX_LIMIT) : LIMIT;
    }

    private String rows() {
        String shown = sketch.different.isEmpty()
                ? "*"
                : "DISTINCT "
                        + String.join(
                                ", ",
                                sketch.different.stream()
                                        .map(field -> Sql.name(field.field().name()))
                                        .toList());
        StringBuilder statement = new StringBuilder("SELECT ")
                .append(shown)
                .append(" FROM ")
                .append(Sql.name(sketch.table().name()));
        if (!sketch.conditions.isEmpty()) {
            statement.append(" WHERE ").append(conditions());
        }
        Ordering ordering = sketch.ordering;
        if (ordering != null) {
            boolean optional = sketch.table()
                    .field(ordering.column())
                    .filter(field -> !field.field().required())
                    .isPresent();
            statement.append(" ORDER BY ").append(orderedBy(ordering));
            // No value is less than every value here: it comes last of itself where the greatest is first.
            statement.append(ordering.descending() ? " DESC" : optional ? " NULLS LAST" : "");
        }
        if (sketch.limit > 0) {
            statement.append(" LIMIT ").append(sketch.limit);
        }
        return statement.toString();
    }

    private static String orderedBy(Ordering ordering) {
        // What is computed is SQL already.
        return ordering.column().endsWith(")") ? ordering.column() : Sql.name(ordering.column());
    }

    private String aggregate() {
        Group group = sketch.group;
        FieldInfo elements = sketch.elements;
        if (group == null && elements != null) {
            group = Group.ofElements(sketch.table(), elements).orElse(null);
        }
        boolean joins = group != null && group.joins();
        String table = Sql.name(sketch.table().name());
        String prefix = joins ? table + "." : "";
        String computed = elements != null ? "count(DISTINCT g.element)" : computed(prefix);
        List<String> columns = group == null || elements != null ? List.of() : group.columns();
        List<String> selected = new ArrayList<>();
        for (String column : columns) {
            selected.add(column.startsWith("CAST(") ? column + " AS period" : column);
        }
        selected.add(computed + " AS " + name());
        StringBuilder statement = new StringBuilder("SELECT ")
                .append(String.join(", ", selected))
                .append(" FROM ")
                .append(table);
        List<String> conditions = new ArrayList<>(sketch.conditions.stream()
                .map(condition -> text(condition, prefix))
                .toList());
        if (group != null) {
            statement.append(group.join());
            group.present().ifPresent(column -> conditions.add(column + " IS NOT NULL"));
        }
        if (!conditions.isEmpty()) {
            statement.append(" WHERE ").append(String.join(" AND ", conditions));
        }
        if (!columns.isEmpty()) {
            grouped(statement, columns, computed);
        }
        return sketch.averaged && !columns.isEmpty()
                ? "SELECT avg(n) AS average_n FROM ("
                        + statement.toString().replaceFirst("^SELECT .* FROM ", "SELECT count(*) AS n FROM ") + ")"
                : statement.toString();
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
