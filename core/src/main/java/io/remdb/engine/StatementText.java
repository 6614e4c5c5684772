package io.remdb.engine;

import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.query.SqlInspection;
import io.remdb.query.Statement;
import io.remdb.query.StatementParser;
import io.remdb.query.StatementShape;
import io.remdb.sql.SqlToken;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the log says of a statement that was slow: its shape, and by which indexes it read. */
final class StatementText {
    /** {@code articles.category: category = 'x'}: what stands before the colon. */
    private static final Pattern ACCESS = Pattern.compile("/\\*\\s*([\\w.$\"]+)\\s*(?::.*)?\\*/", Pattern.DOTALL);

    private StatementText() {}

    /** The shape, and how SQL that reads was run. */
    static String of(LocalDatabase database, String statement, Object... parameters) {
        return StatementShape.of(statement) + plan(database, statement, parameters);
    }

    private static String plan(LocalDatabase database, String statement, Object... parameters) {
        try {
            if (!(StatementParser.parse(statement) instanceof Statement.Sql(String sql))
                    || !SqlInspection.isQuery(sql)) {
                return "";
            }
            Set<String> ways = new LinkedHashSet<>();
            try (QueryResult plan = database.query("EXPLAIN " + sql, QueryOptions.DEFAULTS, parameters)) {
                for (Row row : plan) {
                    ways.addAll(ways(String.valueOf(row.value(0))));
                }
            }
            return ways.isEmpty() ? "" : " -- by " + String.join(", ", ways);
        } catch (RemException _) {
            return ""; // it is no use for the log then
        }
    }

    /** Comments of the plan name indexes; of what they compare nothing is taken. */
    private static List<String> ways(String plan) {
        return SqlToken.tokenize(plan).stream()
                .filter(token -> token.kind() == SqlToken.Kind.COMMENT)
                .map(token -> ACCESS.matcher(token.text()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();
    }
}
