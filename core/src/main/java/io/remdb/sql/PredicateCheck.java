package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import java.util.List;
import java.util.Set;

/**
 * Makes a statement of a predicate. The predicate stands inside parentheses of ours; as it has no comment, no semicolon and
 * never closes a parenthesis that it has not opened, all of it is one expression there, or H2 says where it is not.
 */
final class PredicateCheck {
    private static final Set<String> QUERIES = Set.of("SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN");

    private PredicateCheck() {}

    /** The statement that selects the ids. */
    static SqlErrors.Source statement(CatalogTable table, String predicate, Visibility visibility, SqlLimits limits) {
        check(predicate, limits);
        // Whoever names deleted_at sees the rows that have one.
        String columns = switch (visibility) {
            case LIVE -> "id";
            case WITH_DELETED -> "id, " + TableShape.DELETED_AT;
        };
        String before = "SELECT " + columns + " FROM \"" + table.name() + "\" WHERE TRUE AND (";
        return new SqlErrors.Source(predicate, before + predicate + "\n)", before.length());
    }

    /** Fails when a predicate is not one expression. */
    static void check(String predicate, SqlLimits limits) {
        if (predicate.length() > limits.longestStatement() / 2) {
            throw new RemException(ErrorCode.TOO_LARGE, "The predicate is longer than its limit")
                    .with("characters", predicate.length());
        }
        List<SqlToken> tokens = SqlToken.tokenize(predicate);
        if (tokens.isEmpty()) {
            throw invalid("The predicate is empty", predicate, 0, "");
        }
        if (QUERIES.stream().anyMatch(tokens.getFirst()::is)) {
            throw refuse("A predicate is a condition, not a statement", predicate, tokens.getFirst());
        }
        StatementCheck.requireShallow(predicate, tokens);
        int depth = 0;
        for (SqlToken token : tokens) {
            if (token.kind() == SqlToken.Kind.UNFINISHED) {
                throw Place.unfinished(predicate, token);
            }
            if (token.kind() == SqlToken.Kind.COMMENT) {
                throw refuse("A predicate has no comments", predicate, token);
            }
            if (token.is(";")) {
                throw refuse("A predicate is one expression", predicate, token);
            }
            if (depth == 0 && token.is(",")) {
                throw refuse("A predicate is one expression", predicate, token);
            }
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth < 0) {
                throw refuse("A parenthesis is closed that was not opened", predicate, token);
            }
        }
        if (depth > 0) {
            throw invalid("A parenthesis is not closed", predicate, predicate.length(), "end of the predicate");
        }
    }

    private static RemException refuse(String text, String predicate, SqlToken token) {
        return invalid(text, predicate, token.start(), token.text());
    }

    private static RemException invalid(String text, String predicate, int position, String at) {
        return Place.mark(new RemException(ErrorCode.INVALID_QUERY, text), predicate, position, at)
                .hint("Write one condition, such as year > 2000 AND category = 'space'");
    }
}
