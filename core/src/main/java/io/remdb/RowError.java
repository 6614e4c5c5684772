package io.remdb;

import java.util.List;

/**
 * Why one row of a batch was not written.
 *
 * @param line the row's place in the input, from 1
 * @param code the kind of error
 * @param message what is wrong
 * @param problems one per broken rule of the schema; empty when the row is not JSON or failed otherwise
 * @param row the row as it was given, for a file of rejects
 */
public record RowError(long line, ErrorCode code, String message, List<ValidationProblem> problems, String row) {
    public RowError {
        problems = List.copyOf(problems);
    }

    /** The same of a row that is in another place of the input than was counted. */
    public RowError atLine(long line) {
        return new RowError(line, code, message, problems, row);
    }
}
