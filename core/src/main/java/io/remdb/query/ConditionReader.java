package io.remdb.query;

import io.remdb.RemException;
import io.remdb.sql.SqlToken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a condition. Its grammar is the SQL layer's; here it is enough to know that outside of parentheses
 * {@code LIMIT} and {@code ORDER BY} cannot be part of one, and {@code MODE} not where an operand has just ended.
 */
final class ConditionReader {
    private final TokenReader reader;
    private final Deque<SqlToken> open = new ArrayDeque<>();
    private @Nullable SqlToken previous;

    ConditionReader(TokenReader reader) {
        this.reader = reader;
    }

    /** The condition after WHERE. */
    Condition read() {
        int start = reader.position();
        int firstParameter = reader.parameters();
        while (!reader.atEnd() && !atClause()) {
            SqlToken token = reader.take();
            check(token);
            if (token.is("?")) {
                reader.parameter();
            }
            previous = token;
        }
        if (!open.isEmpty()) {
            throw reader.error("A parenthesis is not closed", open.getLast()).hint("Close it with )");
        }
        if (previous == null) {
            throw reader.missing("The condition after WHERE");
        }
        if (!operandEnded()) {
            throw reader.missing("A value at the end of the condition");
        }
        String text = reader.text(start, reader.position()).stripTrailing();
        return new Condition(text, firstParameter, reader.parameters() - firstParameter, start);
    }

    private void check(SqlToken token) {
        if (token.is("(")) {
            open.addLast(token);
        } else if (token.is(")") && open.pollLast() == null) {
            throw reader.error("A parenthesis is closed that was not opened", token)
                    .hint("Leave it out");
        } else if (token.is(";")) {
            throw StatementParser.secondStatement(reader, token);
        } else if (open.isEmpty() && token.kind() == SqlToken.Kind.WORD && operandEnded()) {
            rejectMisspeltClause(token);
        }
    }

    /** After an operand comes an operator or a clause: a word that is neither is an error whatever it means. */
    private void rejectMisspeltClause(SqlToken token) {
        if (Dialect.mayFollowOperand(token.text())) {
            return;
        }
        Optional<String> meant = Dialect.misspeltClause(token.text(), Dialect.SEARCH_CLAUSES);
        if (meant.isPresent()) {
            RemException error = reader.error("A condition does not go on like this", token);
            throw error.hint("Did you mean " + meant.get() + "?");
        }
        if (token.is("GROUP") || token.is("HAVING") || token.is("OFFSET") || token.is("FETCH") || token.is("WHERE")) {
            throw StatementParser.unexpected(reader, token, Dialect.SEARCH_CLAUSES);
        }
    }

    private boolean atClause() {
        if (!open.isEmpty()) {
            return false;
        }
        if (reader.at("LIMIT") || (reader.at("ORDER") && reader.at(1, "BY"))) {
            return true;
        }
        return reader.at("MODE") && (operandEnded() || (previous == null && modeIsNamed()));
    }

    /** {@code WHERE MODE semantic}: the condition was forgotten. */
    private boolean modeIsNamed() {
        SqlToken word = reader.peek(1);
        return word != null && Dialect.MODES.stream().anyMatch(word::is);
    }

    private boolean operandEnded() {
        SqlToken before = previous;
        if (before == null) {
            return false;
        }
        return switch (before.kind()) {
            case NUMBER, STRING, QUOTED_NAME -> true;
            case WORD -> !Dialect.wantsOperandAfter(before.text());
            case SYMBOL -> before.is(")") || before.is("]") || before.is("?");
            case COMMENT, UNFINISHED -> false;
        };
    }
}
