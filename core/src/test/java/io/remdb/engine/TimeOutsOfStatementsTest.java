package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time-out of one statement holds for those of the dialect too. Each of these works much longer than a millisecond. */
class TimeOutsOfStatementsTest {
    private static final int ROWS = 2_000;
    private static final QueryOptions SHORT = QueryOptions.DEFAULTS.withTimeoutMs(1);
    private static final QueryOptions LONG = QueryOptions.DEFAULTS.withTimeoutMs(60_000);

    @Test
    void aModelHasNoMoreTimeThanItsSearch() {
        try (RemDatabase db = Databases.withArticles("P8_SEARCH_TIMEOUT_MS", "1234")) {
            db.insert("articles", Databases.article("a", "words", "x", 1));
            assertThat(db.search("words").in("articles").run()).hasSize(1);
            assertThat(WordsEmbeddingProvider.QUESTION_LIMIT.get()).isEqualTo(Duration.ofMillis(1234));
            try (QueryResult result = db.query("SEARCH 'words' IN articles", LONG)) {
                assertThat(result.stream()).hasSize(1);
            }
            assertThat(WordsEmbeddingProvider.QUESTION_LIMIT.get())
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(60));
        }
    }

    private static final RemDatabase DATABASE = Databases.withArticles();
    private static final String KEYS = IntStream.range(1, 101)
            .mapToObj(i -> "'Tides of the sea number " + i + "'")
            .collect(Collectors.joining(", "));
    private static final String LONG_TEXT =
            IntStream.range(0, 20_000).mapToObj(i -> "tides " + i).collect(Collectors.joining(" "));

    @BeforeAll
    static void fill() {
        List<String> rows = IntStream.range(0, ROWS)
                .mapToObj(
                        i -> article("Tides of the sea number " + i, "tides and craters " + i, "space", 1900 + i % 100))
                .toList();
        DATABASE.insertAll("articles", rows.iterator(), BatchOptions.DEFAULTS);
        String edges = IntStream.range(0, ROWS)
                .mapToObj(i -> "\"Tides of the sea number " + i + "\"")
                .collect(Collectors.joining(", "));
        for (int hub = 0; hub <= 100; hub++) {
            String title = "Tides of the sea number " + hub;
            DATABASE.insert(
                    "articles",
                    "{\"title\": \"" + title + "\", \"content\": \"many links\", \"edges\": [" + edges + "]}");
        }
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static ErrorCode failure(String statement, Object... parameters) {
        RemException error = catchThrowableOfType(
                RemException.class,
                () -> DATABASE.query(statement, SHORT, parameters).close());
        assertThat(error).as(statement).isNotNull();
        assertThat(error.hint()).isPresent();
        return error.code();
    }

    @Test
    void aLookupOfManyRowsStops() {
        assertThat(failure("LOOKUP " + KEYS)).isEqualTo(ErrorCode.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEARCH ? IN articles MODE keyword",
                "SEARCH ? IN articles MODE semantic",
                "SEARCH ? IN articles WHERE upper(title) LIKE '%TIDES%'",
                "EXPLAIN SEARCH ? IN articles"
            })
    void aSearchForALongTextStops(String statement) {
        assertThat(failure(statement, LONG_TEXT)).isEqualTo(ErrorCode.TIMEOUT);
    }

    @Test
    void aComparisonOfManyKeysStops() {
        assertThat(failure("FUZZY 'tdies of the see numbr 10 sea 20 tides 30 sae 40' LIMIT 100"))
                .isEqualTo(ErrorCode.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRAVERSE FROM 'Tides of the sea number 0' DEPTH 3 LIMIT 10000",
                "SELECT count(*) FROM traverse('Tides of the sea number 0', 3)",
            })
    void aTraversalOfManyEdgesStops(String statement) {
        assertThat(failure(statement)).isEqualTo(ErrorCode.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOOKUP 'Tides of the sea number 7'",
                "FUZZY 'tides of the see number 7' LIMIT 1",
                "SEARCH 'tides' IN articles WHERE year = 1999 LIMIT 1",
                "TRAVERSE FROM 'Tides of the sea number 0' DEPTH 1 LIMIT 1"
            })
    void whatIsDoneInTimeIsGiven(String statement) {
        try (QueryResult result = DATABASE.query(statement, LONG)) {
            assertThat(result.stream()).hasSize(1);
        }
    }
}
