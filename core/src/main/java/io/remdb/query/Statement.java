package io.remdb.query;

import io.remdb.EdgeDirection;
import io.remdb.SearchMode;
import io.remdb.TraversalRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement says, with the defaults filled in. Immutable. {@link Object#toString} prints a statement that parses to an
 * equal one.
 */
public sealed interface Statement {
    /** A statement that the database itself understands, without SQL. */
    sealed interface Rem extends Statement {
        /** How many {@code ?} it has. */
        int parameters();
    }

    /**
     * {@code LOOKUP 'key' [, 'key' ...]}: the entities with these keys.
     *
     * @param keys 1 to {@value #MAX_KEYS}
     */
    record Lookup(List<Argument<String>> keys) implements Rem {
        /** The most keys. */
        public static final int MAX_KEYS = 100;

        public Lookup {
            keys = List.copyOf(keys);
        }

        @Override
        public int parameters() {
            return Argument.parametersIn(keys);
        }

        @Override
        public String toString() {
            return StatementPrinter.print(this);
        }
    }

    /**
     * {@code FUZZY 'text' [IN table] [LIMIT n]}: the entities whose keys are like a text.
     *
     * @param table null for every table
     * @param limit 1 to 100
     */
    record Fuzzy(Argument<String> text, @Nullable String table, Argument<Integer> limit) implements Rem {
        static final int DEFAULT_LIMIT = 10;

        @Override
        public int parameters() {
            return Argument.parametersIn(List.of(text, limit));
        }

        @Override
        public String toString() {
            return StatementPrinter.print(this);
        }
    }

    /**
     * {@code SEARCH 'text' IN table [WHERE condition] [ORDER BY ...] [LIMIT n] [MODE m]}, also {@code SEARCH table 'text'}: the
     * best hits.
     *
     * @param condition null for every row
     * @param order of the best hits; empty for the best first
     * @param limit 1 to 1000
     */
    record Search(
            Argument<String> text,
            String table,
            @Nullable Condition condition,
            List<Order> order,
            Argument<Integer> limit,
            SearchMode mode)
            implements Rem {
        static final int DEFAULT_LIMIT = 10;

        public Search {
            order = List.copyOf(order);
        }

        @Override
        public int parameters() {
            return Argument.parametersIn(List.of(text, limit)) + (condition == null ? 0 : condition.parameters());
        }

        @Override
        public String toString() {
            return StatementPrinter.print(this);
        }
    }

    /**
     * {@code TRAVERSE FROM 'id or key' [DEPTH n] [DIRECTION d] [TYPE 'rel', ...] [LIMIT n]}: what is linked, nearest first.
     *
     * @param depth 1 to 10
     * @param types of the links to follow; empty for all
     * @param limit 1 to 10,000
     */
    record Traverse(
            Argument<String> start,
            Argument<Integer> depth,
            EdgeDirection direction,
            List<Argument<String>> types,
            Argument<Integer> limit)
            implements Rem {
        /** The most types. */
        public static final int MAX_TYPES = 100;

        static final int DEFAULT_DEPTH = TraversalRequest.DEFAULT_DEPTH;
        static final int DEFAULT_LIMIT = TraversalRequest.DEFAULT_LIMIT;

        public Traverse {
            types = List.copyOf(types);
        }

        @Override
        public int parameters() {
            return Argument.parametersIn(List.of(start, depth, limit)) + Argument.parametersIn(types);
        }

        @Override
        public String toString() {
            return StatementPrinter.print(this);
        }
    }

    /** {@code EXPLAIN} of a statement that is not SQL: how it would be run. */
    record Explain(Rem statement) implements Statement {
        @Override
        public String toString() {
            return "EXPLAIN " + statement;
        }
    }

    /** Everything else, EXPLAIN of SQL included: for the SQL layer, as written. */
    record Sql(String text) implements Statement {
        @Override
        public String toString() {
            return text;
        }
    }
}
