package io.remdb.ask;

import io.remdb.Column;
import io.remdb.QueryResult;
import io.remdb.RemException;
import io.remdb.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a question has found, and how.
 *
 * @param plan how it was to be answered
 * @param stages what was tried, in order; the rows are those of the last one
 * @param kind of the rows
 * @param columns of the rows
 * @param rows at most {@link AskOptions#maxRows}
 * @param cut whether there are more rows
 */
public record Answer(
        Plan plan, List<Stage> stages, QueryResult.Kind kind, List<Column> columns, List<Row> rows, boolean cut) {
    public Answer {
        stages = List.copyOf(stages);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * One statement that was tried.
     *
     * @param query the statement
     * @param rows how many it has found
     * @param hardlyAlike whether it is a search whose hits are hardly like what was searched for
     * @param elapsedMs how long it took, in milliseconds
     * @param error why it has failed; null where it has not
     */
    public record Stage(
            String query,
            int rows,
            boolean hardlyAlike,
            double elapsedMs,
            @Nullable RemException error) {}

    /** The statement whose rows these are. */
    public String query() {
        return stages.getLast().query();
    }
}
