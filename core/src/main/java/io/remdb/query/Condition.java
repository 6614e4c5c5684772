package io.remdb.query;

import io.remdb.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a SEARCH: SQL, as it was written. Two conditions are equal when their tokens are: neither the white space
 * between them counts, nor where they stand in a statement.
 *
 * @param text without {@code WHERE}; a comment in it has become as many blanks, so that places in it are those of the statement
 * @param firstParameter the number of its first {@code ?}, from 0
 * @param parameters how many {@code ?} it has
 * @param position of its first character in the statement, from 0
 */
public record Condition(String text, int firstParameter, int parameters, int position) {
    private record Part(SqlToken.Kind kind, String text) {}

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        SqlToken.tokenize(text).forEach(token -> parts.add(new Part(token.kind(), token.text())));
        return parts;
    }

    private int first() {
        return parameters == 0 ? 0 : firstParameter;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Condition condition
                && first() == condition.first()
                && parts().equals(condition.parts());
    }

    @Override
    public int hashCode() {
        return Objects.hash(first(), parts());
    }
}
