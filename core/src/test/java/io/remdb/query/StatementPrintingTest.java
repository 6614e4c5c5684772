package io.remdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.sql.SqlToken;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Printing a statement and parsing it gives it back, whatever white space, comments and case come between. */
class StatementPrintingTest {
    private static final int CASES = 5_000;
    private static final List<String> GAPS =
            List.of(" ", "\n", "\t ", " -- LIMIT 3 'x\n", "/* WHERE ( */", " /* /* nested */ ; */ ", "\u00a0");

    @Test
    void whatIsPrintedParsesToTheSameStatement() {
        long seed = System.nanoTime();
        RandomStatements statements = new RandomStatements(new Random(seed));
        for (int i = 0; i < CASES; i++) {
            Statement statement = statements.next();
            String printed = statement.toString();
            assertThat(StatementParser.parse(printed))
                    .as("seed %d: %s", seed, printed)
                    .isEqualTo(statement);
        }
    }

    @Test
    void neitherWhiteSpaceNorCommentsNorCaseChangeWhatAStatementMeans() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RandomStatements statements = new RandomStatements(random);
        for (int i = 0; i < CASES; i++) {
            Statement statement = statements.next();
            if (!(statement instanceof Statement.Sql)) {
                String disguised = disguise(statement.toString(), random);
                assertThat(StatementParser.parse(disguised))
                        .as("seed %d: %s", seed, disguised)
                        .isEqualTo(statement);
            }
        }
    }

    /** Other white space between the tokens, other case outside of names and conditions. */
    private static String disguise(String statement, Random random) {
        List<SqlToken> tokens = SqlToken.tokenize(statement);
        StringBuilder text = new StringBuilder(gap(random));
        boolean keywords = true;
        for (int i = 0; i < tokens.size(); i++) {
            int start = tokens.get(i).start();
            int end = i + 1 < tokens.size() ? tokens.get(i + 1).start() : statement.length();
            String written = statement.substring(start, end).strip();
            boolean name = i > 0
                    && (tokens.get(i - 1).is("IN")
                            || tokens.get(i - 1).is("BY")
                            || tokens.get(i - 1).is(","));
            keywords &= !tokens.get(i).is("WHERE");
            boolean keyword = keywords && !name && tokens.get(i).kind() == SqlToken.Kind.WORD;
            text.append(keyword && random.nextBoolean() ? written.toLowerCase(Locale.ROOT) : written);
            text.append(gap(random));
        }
        return text.append(random.nextInt(3) == 0 ? ";" : "").toString();
    }

    private static String gap(Random random) {
        StringBuilder gap = new StringBuilder(" ");
        for (int i = random.nextInt(3); i > 0; i--) {
            gap.append(GAPS.get(random.nextInt(GAPS.size())));
        }
        return gap.toString();
    }

    @Test
    void printsEveryDefault() {
        assertThat(StatementParser.parse("search articles 'it''s' where a > 1"))
                .hasToString("SEARCH 'it''s' IN articles WHERE a > 1 LIMIT 10 MODE hybrid");
        assertThat(StatementParser.parse("fuzzy 'a' in \"limit\"")).hasToString("FUZZY 'a' IN \"limit\" LIMIT 10");
        assertThat(StatementParser.parse("explain traverse from 'a'"))
                .hasToString("EXPLAIN TRAVERSE FROM 'a' DEPTH 2 DIRECTION out LIMIT 100");
        // A parameter is known by its place, so the clauses keep theirs.
        assertThat(StatementParser.parse("search ? in t limit ? where a = ?"))
                .hasToString("SEARCH ? IN t LIMIT ? WHERE a = ? MODE hybrid");
    }
}
