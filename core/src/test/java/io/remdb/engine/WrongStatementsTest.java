package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A list of wrong statements, one a line: the statement (a line break written as a backslash and n), the code, the position, a piece of
 * the hint; with tabs between. Each is an error that says where, and what to do.
 */
class WrongStatementsTest {
    private static final int FEWEST = 200;

    /** A column of each type. */
    private static final String THINGS = """
            {"title": "Thing", "description": "A thing", "version": "1.0.0", "short_name": "things",
             "properties": {
               "name": {"type": "string"},
               "ok": {"type": "boolean"},
               "day": {"type": "string", "format": "date"},
               "at": {"type": "string", "format": "date-time"},
               "price": {"type": "number"},
               "owner": {"type": "string", "format": "uuid"},
               "extra": {"type": "object"}},
             "required": ["name"],
             "json_schema_extra": {"indexed_fields": ["ok", "day"], "key_field": "name"}}""";

    private record Wrong(String statement, String code, String position, String hint) {
        static Wrong of(String line) {
            String[] parts = line.split("\t", -1);
            return new Wrong(parts[0].replace("\\n", "\n"), parts[1], parts[2], parts[3]);
        }

        boolean isSaidBy(Wrong said) {
            return said.code.equals(code)
                    && said.position.equals(position)
                    && !hint.isEmpty()
                    && said.hint.contains(hint);
        }

        String line() {
            return String.join("\t", statement.replace("\n", "\\n"), code, position, hint);
        }
    }

    /** It comes before the one of the edges. */
    @Test
    void aTableOfTheUserThatIsCalledEdgesIsKnown() {
        try (RemDatabase db = Databases.withArticles()) {
            db.schemas().register(Schema.parse("""
                    {"title": "Edge", "description": "Of a polygon", "version": "1.0.0", "short_name": "edges",
                     "properties": {"name": {"type": "string"}, "src": {"type": "string"}, "weight": {"type": "integer"}},
                     "json_schema_extra": {"key_field": "name"}}"""));
            db.insert("edges", "{\"name\": \"a\", \"src\": \"b\", \"weight\": 1}");
            assertThat(said(db, "SELECT * FROM edges WHERE weight = 'never'").hint())
                    .contains("Compare weight with a number");
            try (QueryResult rows = db.query("SELECT * FROM edges WHERE src = 'b'")) {
                assertThat(rows.stream()).hasSize(1);
            }
        }
    }

    @Test
    void everyOneIsAnErrorWithAPlaceAndAHint() throws IOException {
        List<Wrong> statements = statements();
        assertThat(statements).hasSizeGreaterThanOrEqualTo(FEWEST).doesNotHaveDuplicates();
        List<String> others = new ArrayList<>();
        try (RemDatabase db = Databases.withArticles()) {
            db.schemas().register(Schema.parse(THINGS));
            db.insert(
                    "things", "{\"name\": \"Lamp\", \"ok\": true, \"day\": \"2024-02-03\", \"extra\": {\"size\": 1}}");
            db.insert("articles", article("Rust", "ownership of values", "programming", 2015));
            db.insert("articles", article("Moon", "tides and craters", "space", 1969));
            for (Wrong wrong : statements) {
                Wrong said = said(db, wrong.statement());
                if (!wrong.isSaidBy(said)) {
                    others.add(said.line());
                }
            }
            assertThat(db.count("articles")).isEqualTo(2);
        }
        assertThat(others).as("said otherwise:%n%s", String.join("\n", others)).isEmpty();
    }

    /** What the hints say. */
    @Test
    void whatTheHintsSayWorks() {
        try (RemDatabase db = Databases.withArticles()) {
            db.schemas().register(Schema.parse(THINGS));
            db.insert("things", """
                    {"name": "Lamp", "ok": true, "day": "2026-12-31", "at": "2026-12-31T23:59:59Z", "price": 2,
                     "owner": "01234567-89ab-8def-8123-456789abcdef", "extra": {"member": 1}}""");
            db.insert("articles", article("Rust", "ownership of values", "1", 2015));
            for (String condition : List.of(
                    "ok = TRUE",
                    "NOT ok = FALSE",
                    "day = '2026-12-31'",
                    "at = '2026-12-31 23:59:59Z'",
                    "at >= '2026-12-31'",
                    "price = 2",
                    "owner = '01234567-89ab-8def-8123-456789abcdef'",
                    "CAST(extra ->> 'member' AS INTEGER) = 1")) {
                assertThat(count(db, "SELECT name FROM things WHERE " + condition))
                        .as(condition)
                        .isEqualTo(1);
            }
            assertThat(count(db, "SELECT title FROM articles WHERE '1' = ANY(tags)"))
                    .isEqualTo(1);
            assertThat(count(db, "SELECT title FROM articles WHERE category = '1'"))
                    .isEqualTo(1);
            assertThat(count(db, "SELECT CAST(category AS INTEGER) + 1 FROM articles"))
                    .isEqualTo(1);
            assertThat(count(db, "SELECT sum(CAST(category AS DOUBLE PRECISION)) FROM articles"))
                    .isEqualTo(1);
            assertThat(
                            count(
                                    db,
                                    "SELECT CASE WHEN regexp_like(title, '^[0-9]+$') THEN CAST(title AS INTEGER) END FROM articles"))
                    .isEqualTo(1);
            assertThat(count(db, "SELECT * FROM articles LIMIT 1")).isEqualTo(1);
            try (QueryResult result = db.query("SELECT short_name FROM schemas")) {
                assertThat(result.stream().map(row -> row.string("short_name")))
                        .contains("articles", "things", "schemas");
            }
        }
    }

    private static long count(RemDatabase db, String statement) {
        try (QueryResult result = db.query(statement)) {
            return result.stream().count();
        }
    }

    private static Wrong said(RemDatabase db, String statement) {
        try (QueryResult result = db.query(statement)) {
            return new Wrong(statement, "rows: " + result.stream().count(), "", "");
        } catch (RemException e) {
            return new Wrong(
                    statement,
                    e.code().name(),
                    String.valueOf(e.details().get("position")),
                    e.hint().orElse("no hint: " + e.getMessage()));
        }
    }

    private static List<Wrong> statements() throws IOException {
        try (InputStream in = WrongStatementsTest.class.getResourceAsStream("wrong-statements.tsv")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank()).map(Wrong::of).toList();
        }
    }
}
