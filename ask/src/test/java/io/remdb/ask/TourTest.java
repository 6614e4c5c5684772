package io.remdb.ask;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Questions to the articles of the tour: what the README and {@code rem ask --help} say. */
class TourTest {
    private static final Path EXAMPLES = Path.of("../examples");

    private static RemDatabase database;

    @BeforeAll
    static void fill() throws IOException {
        database = RemDatabase.inMemory();
        database.schemas().register(Schema.fromYaml(Files.readString(EXAMPLES.resolve("articles.schema.yaml"))));
        try (var rows = Files.lines(EXAMPLES.resolve("articles.jsonl"))) {
            database.insertAll("articles", rows.iterator(), BatchOptions.DEFAULTS);
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void recentRowsOfACategoryAreAStatement() {
        Plan plan = Ask.on(database).plan("show recent programming articles");

        assertThat(plan.query())
                .isEqualTo("SELECT * FROM articles WHERE category = 'programming' ORDER BY created_at DESC LIMIT 10");
        assertThat(plan.requiresSearch()).isFalse();
        assertThat(plan.queryType()).isEqualTo("sql");
        assertThat(plan.confidence()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void rowsAboutSomethingAreASearch() {
        Plan plan = Ask.on(database).plan("find articles about Rust performance optimization");

        assertThat(plan.query()).isEqualTo("SEARCH 'Rust performance optimization' IN articles LIMIT 10");
        assertThat(plan.requiresSearch()).isTrue();
        assertThat(plan.queryType()).isEqualTo("search");
        assertThat(plan.confidence()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void bothAreAnswered() {
        Answer recent = Ask.on(database).ask("show recent programming articles");
        Answer found = Ask.on(database).ask("find articles about Rust performance optimization");

        assertThat(recent.rows())
                .hasSize(10)
                .allSatisfy(row -> assertThat(row.string("category")).isEqualTo("programming"));
        assertThat(found.rows()).hasSize(10);
        assertThat(found.rows().stream().limit(3).map(row -> row.json().toString()))
                .anySatisfy(row -> assertThat(row).contains("Rust"));
    }

    @Test
    void groupsAreCounted() {
        Answer answer = Ask.on(database).ask("how many articles are there per category?");

        assertThat(answer.rows()).extracting(row -> row.string("category")).contains("programming");
        assertThat(answer.rows()).allSatisfy(row -> assertThat(row.number("n")).isPositive());
        assertThat(answer.stages()).hasSize(1);
        assertThat(answer.query()).contains("GROUP BY category");
    }
}
