package io.remdb.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan may be, as far as the database itself does not say it. */
class PlanCheckTest {
    private static RemDatabase database;

    @BeforeAll
    static void open() {
        database = RemDatabase.inMemory();
        for (String table : new String[] {"notes", "people"}) {
            database.schemas().register(Schema.parse("""
                    {"title": "%s", "description": "Rows", "version": "1.0.0", "short_name": "%s", "type": "object",
                     "properties": {"title": {"type": "string"}, "n": {"type": "integer"}},
                     "json_schema_extra": {"key_field": "title", "embedding_fields": ["title"]}}
                    """.formatted(table.equals("notes") ? "Note" : "Person", table)));
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEARCH 'x' IN notes ORDER BY colour",
                "SEARCH 'x' IN notes ORDER BY score DESC, colour",
                "SEARCH 'x' IN nothing",
                "FUZZY 'x' IN nothing",
                "SELECT colour FROM notes"
            })
    void namesThatThereAreNotAreRefused(String statement) {
        assertThat(catchThrowableOfType(RemException.class, () -> new PlanCheck(database).check(statement, null)))
                .as(statement)
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEARCH 'x' IN notes WHERE n > 1 ORDER BY n, created_at DESC, keyword_score LIMIT 3",
                "FUZZY 'x' IN notes",
                "SELECT n FROM notes WHERE id IN (SELECT id FROM traverse('x'))"
            })
    void readsOneTable(String statement) {
        assertThat(new PlanCheck(database).check(statement, "notes")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEARCH 'x' IN people",
                "FUZZY 'x'",
                "FUZZY 'x' IN people",
                "LOOKUP 'x'",
                "TRAVERSE FROM 'x'",
                "SELECT * FROM people",
                "SELECT * FROM notes WHERE title IN (SELECT title FROM people)"
            })
    void otherTablesAreRefusedWhereOneIsAsked(String statement) {
        assertThat(catchThrowableOfType(RemException.class, () -> new PlanCheck(database).check(statement, "notes")))
                .as(statement)
                .hasMessageContaining("Only rows of one table");
    }
}
