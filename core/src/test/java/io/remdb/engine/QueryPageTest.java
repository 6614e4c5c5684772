package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs each statement of docs/query.md, over the example articles: it gives as many rows as the comment under it says. */
class QueryPageTest {
    private static final Path ROOT = Path.of("..");

    private record Example(String statement, String rows) {}

    @Test
    void everyStatementOfThePageGivesTheRowsThatItSays() throws IOException {
        List<Example> examples = examples(Files.readString(ROOT.resolve("docs/query.md")));
        assertThat(examples)
                .hasSizeGreaterThan(25)
                .noneMatch(example -> example.rows().equals("0 rows"));
        List<Example> run = new ArrayList<>();
        try (RemDatabase db = Databases.inMemory()) {
            db.schemas().register(Schema.fromYaml(Files.readString(ROOT.resolve("examples/articles.schema.yaml"))));
            List<String> articles = Files.readAllLines(ROOT.resolve("examples/articles.jsonl"));
            db.insertAll("articles", articles.iterator(), BatchOptions.DEFAULTS);
            // As rem demo links them; a test of the command runs the page after it.
            db.link(
                    "Optimising the Performance of a Rust Program",
                    "Rust Ownership and Zero-Cost Memory Safety",
                    "builds_on",
                    "{}");
            db.link(
                    "Rust Ownership and Zero-Cost Memory Safety",
                    "Generational Garbage Collection on the Java Platform",
                    "contrasts_with",
                    "{}");
            for (Example example : examples) {
                try (QueryResult result = db.query(example.statement())) {
                    long count = result.stream().count();
                    run.add(new Example(example.statement(), count == 1 ? "1 row" : count + " rows"));
                }
            }
        }
        assertThat(run).isEqualTo(examples);
    }

    /** In each block of SQL: statements, each with the number of its rows in the comment under it. */
    private static List<Example> examples(String page) {
        List<Example> examples = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        boolean inside = false;
        for (String line : page.lines().toList()) {
            if (line.startsWith("```")) {
                inside = line.equals("```sql");
                assertThat(statement.toString()).as("without a number of rows").isBlank();
            } else if (inside && line.matches("-- \\d+ rows?")) {
                examples.add(new Example(statement.toString().strip(), line.substring(3)));
                statement.setLength(0);
            } else if (inside) {
                statement.append(line).append('\n');
            }
        }
        return examples;
    }
}
