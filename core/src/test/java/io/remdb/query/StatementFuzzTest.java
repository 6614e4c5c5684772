package io.remdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the text: a statement that prints to itself, or INVALID_QUERY or INVALID_ARGUMENT with a place inside the text and a hint.
 *
 * <p>Profile {@code fuzz} and {@code -Dtest=StatementFuzzTest} search for other texts, guided by the branches they reach;
 * without it the inputs found before are run again, and mutations of statements at random.
 */
class StatementFuzzTest {
    private static final int MUTATIONS = 30_000;
    private static final List<String> FRAGMENTS = List.of(
            "LOOKUP",
            "FUZZY",
            "SEARCH",
            "TRAVERSE",
            "EXPLAIN",
            "FROM",
            "IN",
            "WHERE",
            "ORDER BY",
            "LIMIT",
            "MODE",
            "DEPTH",
            "DIRECTION",
            "TYPE",
            "NULLS",
            "hybrid",
            "both",
            "'",
            "''",
            "\"",
            "`",
            "$$",
            "--",
            "/*",
            "*/",
            "//",
            "(",
            ")",
            ",",
            ";",
            "?",
            "?1",
            "U&'",
            "U&\"",
            "\0",
            "\uD800",
            "\uFFFF",
            "١٢",
            "9999999999",
            "-1",
            "1e9",
            "[",
            "{",
            "\\",
            "\r",
            " ");

    @FuzzTest(maxDuration = "10m")
    void anyTextIsAStatementOrAnError(FuzzedDataProvider data) {
        check(data.consumeRemainingAsString());
    }

    @Test
    void mutatedStatementsAreStatementsOrErrors() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RandomStatements statements = new RandomStatements(random);
        for (int i = 0; i < MUTATIONS; i++) {
            StringBuilder text = new StringBuilder(statements.next().toString());
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                mutate(text, random);
            }
            try {
                check(text.toString());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }

    private static void mutate(StringBuilder text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(8));
        switch (random.nextInt(4)) {
            case 0 -> text.delete(from, to);
            case 1 -> text.insert(from, text.substring(from, to));
            case 2 -> text.setLength(Math.max(1, from));
            default -> text.insert(from, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        }
    }

    private static void check(String text) {
        Statement statement;
        try {
            statement = StatementParser.parse(text);
        } catch (RemException error) {
            assertThat(error.code()).isIn(ErrorCode.INVALID_QUERY, ErrorCode.INVALID_ARGUMENT);
            Object position = error.details().get("position");
            assertThat(Integer.parseInt(String.valueOf(position))).isBetween(0, text.length());
            assertThat(error.hint()).isPresent();
            return;
        }
        assertThat(StatementParser.parse(statement.toString())).isEqualTo(statement);
    }

    @Test
    @Timeout(60)
    void aMillionCharactersTakeLinearTimeAndNoStack() {
        for (String piece : List.of("(", "a AND ", "'a', ", "/*", "? ", "\"", ")", "x")) {
            checkLong("SEARCH 'x' IN t WHERE a = ", piece, 1 << 20);
        }
    }

    /** A time that grows with the square of the length would be noticed here too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "'",
                "\"",
                "?",
                "? ",
                "/*",
                "/**/",
                "--",
                "-- \n",
                "a ",
                "a AND ",
                "'a', ",
                "?, ",
                "''",
                "$$",
                "9",
                "(a = ",
                "MODE ",
                "LIMIT 5 ",
                "U&'",
                ";",
                "x",
                "\n"
            })
    @Timeout(60)
    void longTextsAreStatementsOrErrors(String piece) {
        for (String start : List.of(
                "",
                "LOOKUP ",
                "SEARCH 'x' IN t WHERE ",
                "SEARCH 'x' IN t WHERE a = ",
                "SEARCH 'x' IN t ORDER BY ",
                "SEARCH 'x' IN t LIMIT ",
                "SEARCH 'x' IN t MODE ",
                "TRAVERSE FROM 'x' TYPE ",
                "EXPLAIN ",
                "FUZZY '")) {
            checkLong(start, piece, 1 << 16);
        }
    }

    private static void checkLong(String start, String piece, int length) {
        check(start + piece.repeat(length / piece.length()));
    }
}
