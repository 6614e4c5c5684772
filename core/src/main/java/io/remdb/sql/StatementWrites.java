package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemException;
import io.remdb.sql.RowWrites.WriteCounts;
import io.remdb.sql.SqlSession.Outcome;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs a statement that writes until its rows are applied: when one of them was changed since the statement read it, the
 * statement is run again. After some attempts other writers are kept out, so that a large statement gets done beside many small
 * ones. What the earlier attempts have embedded is known then: they wait for a model only where rows were changed during the last
 * of those attempts, or where the statement makes another text each time it is run.
 */
final class StatementWrites {
    private static final int ATTEMPTS_BESIDE_OTHERS = 3;
    private static final int ATTEMPTS_ALONE = 10;

    private StatementWrites() {}

    /**
     * Applies what a statement writes.
     *
     * @param first what it wants to write
     * @param again runs it again
     */
    static QueryResult apply(RowWrites writes, Outcome.Writes first, Supplier<Outcome.Writes> again) {
        RowWrites.Statement statement = writes.begin();
        Optional<WriteCounts> counts = statement.tryApply(first.table(), first.writes());
        for (int attempt = 1; attempt < ATTEMPTS_BESIDE_OTHERS && counts.isEmpty(); attempt++) {
            counts = attempt(statement, again);
        }
        if (counts.isEmpty()) {
            counts = writes.alone(() -> {
                Optional<WriteCounts> applied = Optional.empty();
                for (int attempt = 0; attempt < ATTEMPTS_ALONE && applied.isEmpty(); attempt++) {
                    applied = attempt(statement, again);
                }
                return applied;
            });
        }
        return new CountsResult(counts.orElseThrow(
                () -> new RemException(ErrorCode.CONFLICT, "The rows are being changed by others all the time")
                        .hint("Run the statement again, or write fewer rows at a time")));
    }

    private static Optional<WriteCounts> attempt(RowWrites.Statement statement, Supplier<Outcome.Writes> again) {
        Outcome.Writes outcome = again.get();
        return statement.tryApply(outcome.table(), outcome.writes());
    }
}
