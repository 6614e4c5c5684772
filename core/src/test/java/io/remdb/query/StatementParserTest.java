package io.remdb.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.EdgeDirection;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.SearchMode;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the statements of the dialect mean, and where a wrong one is said to be wrong. */
class StatementParserTest {
    private static Argument<String> text(String text) {
        return new Argument.Given<>(text);
    }

    private static Argument<Integer> number(int number) {
        return new Argument.Given<>(number);
    }

    private static <T> Argument<T> parameter(int number) {
        return new Argument.Parameter<>(number);
    }

    private static RemException failure(String statement) {
        RemException error = catchThrowableOfType(RemException.class, () -> StatementParser.parse(statement));
        assertThat(error).as(statement).isNotNull();
        assertThat(error.code()).as(statement).isIn(ErrorCode.INVALID_QUERY, ErrorCode.INVALID_ARGUMENT);
        assertThat(error.hint()).as(statement).isPresent();
        return error;
    }

    private static void assertFails(String statement, int position, String hint) {
        RemException error = failure(statement);
        assertThat(error.details()).as(error.getMessage()).containsEntry("position", String.valueOf(position));
        assertThat(error.hint().orElseThrow()).as(error.getMessage()).contains(hint);
    }

    @Test
    void looksUpKeysWithCommasColonsAndQuotes() {
        assertThat(StatementParser.parse("LOOKUP 'a@co.com', 'docs:1,2', 'it''s'"))
                .isEqualTo(new Statement.Lookup(List.of(text("a@co.com"), text("docs:1,2"), text("it's"))));
        assertThat(StatementParser.parse("lookup\n\t'a' -- the first\n , /* and */ ? ;"))
                .isEqualTo(new Statement.Lookup(List.of(text("a"), parameter(0))));
    }

    @Test
    void findsKeysThatAreLike() {
        assertThat(StatementParser.parse("FUZZY 'alise'"))
                .isEqualTo(new Statement.Fuzzy(text("alise"), null, number(10)));
        assertThat(StatementParser.parse("fuzzy 'alise' limit 5 in \"my table\""))
                .isEqualTo(new Statement.Fuzzy(text("alise"), "my table", number(5)));
    }

    @Test
    void searchesInBothWordOrdersWithClausesInAnyOrder() {
        Statement plain =
                new Statement.Search(text("fast"), "articles", null, List.of(), number(10), SearchMode.HYBRID);
        assertThat(StatementParser.parse("SEARCH 'fast' IN articles")).isEqualTo(plain);
        assertThat(StatementParser.parse("SEARCH articles 'fast'")).isEqualTo(plain);

        Statement full = new Statement.Search(
                text("fast"),
                "articles",
                new Condition("year > 2000 AND 'a' = ANY(tags)", 0, 0, 0),
                List.of(
                        new Order("year", Order.Direction.DESC, Order.Nulls.LAST),
                        new Order("score", Order.Direction.ASC, Order.Nulls.SMALLEST)),
                number(5),
                SearchMode.SEMANTIC);
        assertThat(StatementParser.parse("SEARCH 'fast' IN articles WHERE year > 2000 AND 'a' = ANY(tags)"
                        + " ORDER BY year DESC NULLS LAST, score LIMIT 5 MODE semantic"))
                .isEqualTo(full);
        assertThat(StatementParser.parse("search articles 'fast' mode SEMANTIC limit 5 order by year desc nulls last,"
                        + "score asc where year  >2000 and_ AND 'a' = ANY ( tags )".replace("and_ ", "")))
                .isEqualTo(full);
    }

    @Test
    void theConditionIsSqlAndEndsWhereAClauseBegins() {
        assertThat(condition("SEARCH 'x' IN t WHERE mode = 'fast' AND mode IN ('a') MODE keyword"))
                .isEqualTo("mode = 'fast' AND mode IN ('a')");
        assertThat(condition("SEARCH 'x' IN t WHERE a = mode MODE keyword")).isEqualTo("a = mode");
        assertThat(condition("SEARCH 'x' IN t WHERE id IN (SELECT id FROM u ORDER BY id LIMIT 3) LIMIT 5"))
                .isEqualTo("id IN (SELECT id FROM u ORDER BY id LIMIT 3)");
        assertThat(condition("SEARCH 'x' IN t WHERE created_at > now() - interval '24' hour LIMIT 5"))
                .isEqualTo("created_at > now() - interval '24' hour");
        assertThat(condition("SEARCH 'x' IN t WHERE a = 'LIMIT 5' -- LIMIT 9\n AND \"limit\" = 1 LIMIT 5;"))
                .isEqualTo("a = 'LIMIT 5'           \n AND \"limit\" = 1");
    }

    private static String condition(String statement) {
        Condition condition = ((Statement.Search) StatementParser.parse(statement)).condition();
        assertThat(condition).isNotNull();
        assertThat(statement.substring(condition.position()))
                .startsWith(condition.text().substring(0, 1));
        return condition.text();
    }

    @Test
    void traverses() {
        assertThat(StatementParser.parse("TRAVERSE FROM 'alice@co.com'"))
                .isEqualTo(new Statement.Traverse(
                        text("alice@co.com"), number(2), EdgeDirection.OUT, List.of(), number(100)));
        assertThat(StatementParser.parse("traverse from 'a' type 'cites', 'by' direction BOTH limit 7 depth 3"))
                .isEqualTo(new Statement.Traverse(
                        text("a"), number(3), EdgeDirection.BOTH, List.of(text("cites"), text("by")), number(7)));
    }

    @Test
    void parametersAreNumberedAsTheyStandInTheText() {
        Statement.Search search = (Statement.Search)
                StatementParser.parse("SEARCH t ? LIMIT ? WHERE a = ? OR b IN (?, '?') MODE keyword");
        assertThat(search.text()).isEqualTo(parameter(0));
        assertThat(search.limit()).isEqualTo(parameter(1));
        assertThat(search.condition()).isEqualTo(new Condition("a = ? OR b IN (?, '?')", 2, 2, 0));
        assertThat(StatementParser.parse("TRAVERSE FROM ? TYPE 'a', ? DEPTH ?"))
                .isEqualTo(new Statement.Traverse(
                        parameter(0), parameter(2), EdgeDirection.OUT, List.of(text("a"), parameter(1)), number(100)));
    }

    @Test
    void explainsItsOwnStatementsAndLeavesSqlAlone() {
        assertThat(StatementParser.parse("EXPLAIN /* why */ LOOKUP 'a'"))
                .isEqualTo(new Statement.Explain(new Statement.Lookup(List.of(text("a")))));
        for (String sql : List.of(
                "EXPLAIN SELECT 1",
                "EXPLAIN ANALYZE SELECT 1",
                "  -- x\nSELECT * FROM lookup('a')",
                "WITH lookup AS (SELECT 1) SELECT * FROM lookup",
                "DROP TABLE articles",
                "'LOOKUP'",
                "\"LOOKUP\" 'a'",
                "SELECT 'open")) {
            assertThat(StatementParser.parse(sql)).as(sql).isEqualTo(new Statement.Sql(sql));
        }
    }

    @Test
    void misspeltWordsComeWithASuggestion() {
        assertFails("SERCH 'x' IN t", 0, "Did you mean SEARCH?");
        assertFails(" lokup 'x'", 1, "Did you mean LOOKUP?");
        assertFails("SELCT 1", 0, "Did you mean SELECT?");
        assertFails("EXPLAIN TRAVERS FROM 'a'", 8, "Did you mean TRAVERSE?");
        assertFails("EXPLAN SELECT 1", 0, "Did you mean EXPLAIN?");
        assertFails("SEARCH 'x' IN t WHER a = 1", 16, "Did you mean WHERE?");
        assertFails("SEARCH 'x' IN t WHERE a = 1 LIMT 5", 28, "Did you mean LIMIT?");
        assertFails("SEARCH 'x' IN t WHERE a = b ODER BY a", 28, "Did you mean ORDER BY?");
        assertFails("SEARCH 'x' IN t MODE semantik", 21, "Did you mean semantic?");
        assertFails("TRAVERSE FROM 'a' DIRECTION inn", 28, "Did you mean in?");
        assertFails("TRAVERSE FROM 'a' DEPHT 3", 18, "Did you mean DEPTH?");
        assertFails("FUZZY 'a' LIMI 3", 10, "Did you mean LIMIT?");
    }

    @Test
    void limitsAreHeld() {
        assertFails("SEARCH 'x' IN t LIMIT 0", 22, "1 to 1000");
        assertFails("SEARCH 'x' IN t LIMIT 1001", 22, "1 to 1000");
        assertFails("SEARCH 'x' IN t LIMIT 99999999999999999999", 22, "1 to 1000");
        assertFails("SEARCH 'x' IN t LIMIT -1", 22, "1 to 1000");
        assertFails("SEARCH 'x' IN t LIMIT 1.5", 22, "1 to 1000");
        assertFails("SEARCH 'x' IN t LIMIT '5'", 22, "1 to 1000");
        assertFails("FUZZY 'x' LIMIT 101", 16, "1 to 100");
        assertFails("TRAVERSE FROM 'x' DEPTH 11", 24, "1 to 10");
        assertFails("TRAVERSE FROM 'x' LIMIT 10001", 24, "1 to 10000");
        String keys = String.join(", ", Collections.nCopies(100, "'k'"));
        assertThat(StatementParser.parse("LOOKUP " + keys)).isInstanceOf(Statement.Lookup.class);
        assertFails("LOOKUP " + keys + ", 'k'", 7 + keys.length() + 2, "1 to 100");
    }

    @Test
    void errorsHaveLinesAndColumns() {
        RemException error = failure("SEARCH 'x'\nIN t\n  LIMIT many");
        assertThat(error.details())
                .containsEntry("line", "3")
                .containsEntry("column", "9")
                .containsEntry("at", "many");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "-- nothing",
                "LOOKUP",
                "LOOKUP ;",
                "LOOKUP a",
                "LOOKUP 'a' 'b'",
                "LOOKUP 'a',",
                "LOOKUP ''",
                "LOOKUP 'a'; LOOKUP 'b'",
                "LOOKUP 'a",
                "LOOKUP /* 'a'",
                "LOOKUP U&'a'",
                "LOOKUP ?1",
                "LOOKUP 1",
                "FUZZY",
                "FUZZY 'a' IN",
                "FUZZY 'a' IN 'articles'",
                "FUZZY 'a' IN LIMIT 3",
                "FUZZY 'a' LIMIT",
                "FUZZY 'a' LIMIT 1 LIMIT 2",
                "FUZZY 'a' 'b'",
                "SEARCH",
                "SEARCH 'a'",
                "SEARCH t",
                "SEARCH 'a' t",
                "SEARCH 'a' IN",
                "SEARCH 'a' IN where",
                "SEARCH 'a' IN \"\"",
                "SEARCH 'a' IN t WHERE",
                "SEARCH 'a' IN t WHERE LIMIT 5",
                "SEARCH 'a' IN t WHERE MODE keyword",
                "SEARCH 'a' IN t WHERE (a = 1",
                "SEARCH 'a' IN t WHERE a = 1)",
                "SEARCH 'a' IN t WHERE a = 1; DROP TABLE t",
                "SEARCH 'a' IN t ORDER",
                "SEARCH 'a' IN t ORDER year",
                "SEARCH 'a' IN t ORDER BY",
                "SEARCH 'a' IN t ORDER BY 1",
                "SEARCH 'a' IN t ORDER BY lower(a)",
                "SEARCH 'a' IN t ORDER BY a.b",
                "SEARCH 'a' IN t ORDER BY a NULLS",
                "SEARCH 'a' IN t ORDER BY a NULLS MIDDLE",
                "SEARCH 'a' IN t MODE",
                "SEARCH 'a' IN t MODE 'keyword'",
                "SEARCH 'a' IN t LIMIT",
                "SEARCH 'a' IN t OFFSET 5",
                "SEARCH 'a' IN t WHERE a = 1 GROUP BY a",
                "TRAVERSE",
                "TRAVERSE 'a'",
                "TRAVERSE FROM",
                "TRAVERSE FROM a",
                "TRAVERSE FROM 'a' TYPE",
                "TRAVERSE FROM 'a' TYPE cites",
                "TRAVERSE FROM 'a' TYPE 'b' 'c'",
                "TRAVERSE FROM 'a' DIRECTION",
                "EXPLAIN",
                "EXPLAIN EXPLAIN LOOKUP 'a'",
                "EXPLAIN ANALYZE LOOKUP 'a'",
                "EXPLAIN PLAN FOR SEARCH 'a' IN t"
            })
    void whatIsWrongIsAnErrorInsideTheText(String statement) {
        RemException error = failure(statement);
        int position = Integer.parseInt((String) error.details().get("position"));
        assertThat(position).isBetween(0, statement.length());
    }
}
