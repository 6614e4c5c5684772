package io.remdb.bench;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a table was filled.
 *
 * @param rows written; 0 where a table kept from a run before was used
 * @param insertSeconds inside {@code insertAll}; making the rows is not counted
 * @param flushSeconds until everything was searchable and on disk
 */
record Loading(long rows, double insertSeconds, double flushSeconds) {
    /** Rows that are made beforehand, so that making them is not timed. */
    private static final int SEGMENT_ROWS = 50_000;

    private static final double NS_PER_SECOND = 1e9;

    boolean reused() {
        return rows == 0;
    }

    /** Rows a second, acknowledged. */
    double rowsPerSecond() {
        return rows / insertSeconds;
    }

    /** Rows a second until searchable and on disk. */
    double rowsPerSecondFlushed() {
        return rows / (insertSeconds + flushSeconds);
    }

    /**
     * Fills a table, or uses it as it is where a run with the same seed and number of rows has left it full.
     *
     * @param schema its {@code description} says seed and rows
     */
    static Loading fill(Context context, Schema schema, LongFunction<String> row) {
        RemDatabase database = context.database();
        String table = schema.document().get("short_name").asString();
        int rows = context.settings().rows();
        if (holds(database, table, schema.document(), rows)) {
            context.tell("using the rows of " + table + " that are there");
            return new Loading(0, 0, 0);
        }
        removeTable(database, table);
        database.schemas().register(schema);
        double seconds = 0;
        for (int from = 0; from < rows; from += SEGMENT_ROWS) {
            int to = Math.min(rows, from + SEGMENT_ROWS);
            seconds += insert(database, table, make(row, from, to));
            context.tell(String.format(Locale.ROOT, "%s: %,d of %,d rows, %.1f s", table, to, rows, seconds));
        }
        long begin = System.nanoTime();
        database.flush();
        return new Loading(rows, seconds, secondsSince(begin));
    }

    /** Inserts rows; the seconds that it took. */
    static double insert(RemDatabase database, String table, List<String> rows) {
        long begin = System.nanoTime();
        BatchResult written = database.insertAll(table, rows.iterator(), BatchOptions.DEFAULTS);
        double seconds = secondsSince(begin);
        if (written.failed() > 0) {
            throw new IllegalStateException(
                    "Rows of the benchmark were refused: " + written.errors().getFirst());
        }
        return seconds;
    }

    /** Removes a table of a run before. */
    static void removeTable(RemDatabase database, String table) {
        if (exists(database, table)) {
            database.schemas().remove(table, Schemas.Removal.WITH_ROWS);
        }
    }

    static List<String> make(LongFunction<String> row, long from, long to) {
        List<String> made = new ArrayList<>((int) (to - from));
        for (long number = from; number < to; number++) {
            made.add(row.apply(number));
        }
        return made;
    }

    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / NS_PER_SECOND;
    }

    private static boolean holds(RemDatabase database, String table, ObjectNode document, int rows) {
        return exists(database, table)
                && database.schemas().document(table).get("description").equals(document.get("description"))
                && database.count(table) >= rows;
    }

    private static boolean exists(RemDatabase database, String table) {
        return database.schemas().list().stream()
                .anyMatch(schema -> schema.shortName().equals(table));
    }
}
