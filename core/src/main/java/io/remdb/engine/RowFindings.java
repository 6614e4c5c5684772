package io.remdb.engine;

import io.remdb.ValidationException;
import io.remdb.ValidationProblem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Collects what is wrong with the rows of one statement, so that all of it is said at once, and each thing once. */
final class RowFindings {
    /** Whoever writes a million wrong rows needs some of them to see what is wrong. */
    private static final int PROBLEMS_KEPT = 100;

    private final String table;
    private final Set<ValidationProblem> problems = new LinkedHashSet<>();
    private long rows;
    private long invalidRows;
    private long firstInvalid;

    RowFindings(String table) {
        this.table = table;
    }

    /** The row, or empty when something is wrong with it. */
    Optional<PreparedRow> check(Supplier<PreparedRow> row) {
        rows++;
        try {
            return Optional.of(row.get());
        } catch (ValidationException invalid) {
            if (invalidRows++ == 0) {
                firstInvalid = rows;
            }
            invalid.problems().stream()
                    .filter(problem -> !problems.contains(problem))
                    .limit(PROBLEMS_KEPT - problems.size())
                    .forEach(problems::add);
            return Optional.empty();
        }
    }

    boolean none() {
        return problems.isEmpty();
    }

    void throwIfAny() {
        if (!none()) {
            throw new ValidationException(table, List.copyOf(problems))
                    .with("first_invalid_row", firstInvalid)
                    .with("invalid_rows", invalidRows);
        }
    }
}
