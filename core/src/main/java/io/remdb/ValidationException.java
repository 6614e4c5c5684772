package io.remdb;

import java.util.List;

/** A row breaks its schema: all of its problems at once. */
public final class ValidationException extends RemException {
    private static final long serialVersionUID = 1L;

    private final transient List<ValidationProblem> problems;

    /** {@code problems} is not empty. */
    public ValidationException(String table, List<ValidationProblem> problems) {
        super(ErrorCode.VALIDATION_FAILED, describe(problems));
        this.problems = List.copyOf(problems);
        with("schema", table);
        with("field", problems.getFirst().field());
        if (problems.size() > 1) {
            with("problems", problems.size());
        }
    }

    /** Every problem of the row, never empty. */
    public List<ValidationProblem> problems() {
        return problems;
    }

    private static String describe(List<ValidationProblem> problems) {
        StringBuilder text = new StringBuilder();
        for (ValidationProblem problem : problems) {
            text.append(text.isEmpty() ? "" : "; ").append(problem.message());
        }
        return text.toString();
    }
}
