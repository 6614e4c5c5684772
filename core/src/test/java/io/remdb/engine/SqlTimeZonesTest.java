package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code AT TIME ZONE}: the same moment, and what a clock and a calendar there show. */
class SqlTimeZonesTest {
    private static final String LOANS = """
            {"title": "Loan", "short_name": "loans", "version": "1.0.0", "description": "A loan",
             "properties": {"code": {"type": "string"}, "at": {"type": "string", "format": "date-time"}},
             "json_schema_extra": {"key_field": "code", "indexed_fields": ["at"]}}""";

    @SuppressWarnings("NullAway.Init")
    private RemDatabase db;

    @BeforeEach
    void open() {
        db = Databases.withArticles();
        db.schemas().register(Schema.parse(LOANS));
        db.insert("loans", "{\"code\": \"night\", \"at\": \"2026-01-02T03:30:00Z\"}");
        db.insert("loans", "{\"code\": \"noon\", \"at\": \"2026-01-01T17:00:00.25Z\"}");
        db.insert("loans", "{\"code\": \"summer\", \"at\": \"2026-07-01T03:59:59Z\"}");
        db.insert("loans", "{\"code\": \"never\"}");
    }

    @AfterEach
    void close() {
        db.close();
    }

    private String one(String expression) {
        try (QueryResult result =
                db.query("SELECT CAST(" + expression + " AS VARCHAR) AS x FROM loans WHERE code = 'night'")) {
            return result.stream().toList().getFirst().json().get("x").asString();
        }
    }

    private List<String> codes(String condition, Object... parameters) {
        try (QueryResult result =
                db.query("SELECT code FROM loans WHERE " + condition + " ORDER BY code", parameters)) {
            return result.stream().map(row -> row.json().get("code").asString()).toList();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            CAST(at AT TIME ZONE 'America/New_York' AS DATE)                        | 2026-01-01
            CAST((at AT TIME ZONE 'America/New_York') AS DATE)                      | 2026-01-01
            (at AT TIME ZONE 'America/New_York')::date                              | 2026-01-01
            CAST(loans.at AT TIME ZONE 'America/New_York' AS TIME)                  | 22:30:00
            CAST(at AT TIME ZONE 'America/New_York' AS TIMESTAMP)                   | 2026-01-01 22:30:00
            CAST(at AT TIME ZONE 'America/New_York' AS TIMESTAMP(0) WITH TIME ZONE) | 2026-01-01 22:30:00-05
            CAST(at AT TIME ZONE 'Asia/Kolkata' AS TIME)                            | 09:00:00
            CAST(at AT TIME ZONE 'UTC' AS DATE)                                     | 2026-01-02
            CAST(at AS DATE)                                                        | 2026-01-02
            EXTRACT(DAY FROM at AT TIME ZONE 'America/New_York')                    | 1
            at AT TIME ZONE '-05:00'                                                | 2026-01-01 22:30:00-05
            CAST(at AT TIME ZONE ('America/New_York') AS DATE)                | 2026-01-01
            CAST(TIMESTAMP WITH TIME ZONE '2026-01-02 03:30:00Z' AT TIME ZONE '-05:00' AS DATE) | 2026-01-01
            """)
    void showsWhatACalendarThereShows(String expression, String expected) {
        assertThat(one(expression)).isEqualTo(expected);
    }

    @Test
    void findsTheRowsOfADayThere() {
        assertThat(codes("CAST(at AT TIME ZONE 'America/New_York' AS DATE) = DATE '2026-01-01'"))
                .containsExactly("night", "noon");
        assertThat(codes("CAST(at AT TIME ZONE ? AS DATE) = ?", "America/New_York", "2026-06-30"))
                .containsExactly("summer");
        try (QueryResult days = db.query(
                "SELECT CAST(at AT TIME ZONE 'America/New_York' AS DATE) AS day, count(*) AS n"
                        + " FROM loans WHERE at IS NOT NULL GROUP BY CAST(at AT TIME ZONE 'America/New_York' AS DATE) ORDER BY 1")) {
            assertThat(days.stream().map(row -> row.json().toString()))
                    .containsExactly("{\"day\":\"2026-01-01\",\"n\":2}", "{\"day\":\"2026-06-30\",\"n\":1}");
        }
    }

    /** H2 took the comparison for a part of the zone. */
    @Test
    void aComparisonFollowsWithoutParentheses() {
        assertThat(codes("at AT TIME ZONE 'America/New_York' < TIMESTAMP WITH TIME ZONE '2026-01-02 00:00:00Z'"))
                .containsExactly("noon");
        assertThat(codes("at AT TIME ZONE 'UTC' IS NULL AND code = 'never'")).containsExactly("never");
        assertThat(codes("CAST(at AT TIME ZONE 'UTC' AS DATE) IS NULL")).containsExactly("never");
    }
}
