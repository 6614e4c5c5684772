package io.remdb.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A predicate that can say itself in SQL and evaluate itself in Java: an oracle that has nothing in common with the database.
 * Null is SQL's unknown.
 */
sealed interface Condition {
    /** Of a row: true, false, or null for unknown. */
    @Nullable
    Boolean holds(TestRow row);

    /** In SQL; values of {@code ?} are added to the parameters. */
    String sql(List<@Nullable Object> parameters);

    /** A comparison, as the kind of its field makes it. */
    record Leaf(Function<List<@Nullable Object>, String> text, Function<TestRow, @Nullable Boolean> meaning)
            implements Condition {
        @Override
        public @Nullable Boolean holds(TestRow row) {
            return meaning.apply(row);
        }

        @Override
        public String sql(List<@Nullable Object> parameters) {
            return text.apply(parameters);
        }
    }

    /** The other truth value. */
    record Not(Condition part) implements Condition {
        @Override
        public @Nullable Boolean holds(TestRow row) {
            Boolean value = part.holds(row);
            return value == null ? null : !value;
        }

        @Override
        public String sql(List<@Nullable Object> parameters) {
            return "NOT (" + part.sql(parameters) + ")";
        }
    }

    /** AND, or OR. */
    record Joined(List<Condition> parts, boolean and) implements Condition {
        @Override
        public @Nullable Boolean holds(TestRow row) {
            List<@Nullable Boolean> values = new ArrayList<>();
            parts.forEach(part -> values.add(part.holds(row)));
            if (values.contains(!and)) {
                return !and;
            }
            return values.contains(null) ? null : and;
        }

        @Override
        public String sql(List<@Nullable Object> parameters) {
            StringJoiner sql = new StringJoiner(and ? " AND " : " or ");
            for (Condition part : parts) {
                sql.add(part instanceof Joined ? "(" + part.sql(parameters) + ")" : part.sql(parameters));
            }
            return sql.toString();
        }
    }
}
