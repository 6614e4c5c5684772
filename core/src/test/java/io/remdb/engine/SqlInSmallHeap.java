package io.remdb.engine;

import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.Schema;

/** What {@link SqlLimitsTest} starts with little memory: runs the statements given, and says how each of them ended. */
final class SqlInSmallHeap {
    private SqlInSmallHeap() {}

    public static void main(String[] statements) {
        try (RemDatabase database = Databases.inMemory("P8_SEARCH_TIMEOUT_MS", "60000")) {
            database.schemas().register(Schema.parse(Databases.ARTICLES));
            database.insert("articles", Databases.article("A", "text", "x", 2000));
            for (String statement : statements) {
                System.out.println(
                        outcome(database, statement) + ' ' + outcome(database, "SELECT title FROM articles"));
            }
        }
    }

    private static String outcome(RemDatabase database, String statement) {
        try (QueryResult result = database.query(statement)) {
            return "rows=" + result.stream().map(Row::json).count();
        } catch (RemException e) {
            return e.code().toString();
        }
    }
}
