package io.remdb.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.bench.ask.AskReport;
import io.remdb.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class BenchCommandLineTest {
    private static final int FEW_ROWS = 1_000;
    /** These load language models, which takes seconds; their own tests are elsewhere. */
    private static final Set<String> WITH_LANGUAGE_MODELS =
            Set.of("insert-embedded", "batch-embedded", "retrieval", "vectors");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void measuresEverything() {
        Set<String> names = new TreeSet<>(Measurements.names());
        names.removeAll(WITH_LANGUAGE_MODELS);

        int exit = run("--json", "-", "--only", String.join(",", names), "--db", folder.toString());

        ObjectNode report = Json.parseObject(out());
        assertThat(report.get("results"))
                .isNotEmpty()
                .allSatisfy(result -> assertThat(outcome(result)).isEqualTo("measured"));
        assertThat(report.get("results"))
                .filteredOn(result -> result.get("p50_ms").isNumber())
                .extracting(result -> result.get("operation").asString())
                .filteredOn(operation -> !operation.startsWith("raw: "))
                .as("each is in a plot of milliseconds")
                .allMatch(operation -> Stream.of(GrowthPlot.values())
                        .anyMatch(plot -> plot.quantity() == Quantity.MILLISECONDS && plot.shows(operation)));
        assertThat(GrowthPlot.values())
                .as("each shows something that is measured")
                .allMatch(plot -> report.get("results")
                        .valueStream()
                        .anyMatch(result -> plot.shows(result.get("operation").asString())));
        assertThat(exit).isZero();
        assertThat(report.at("/rows").asInt()).isEqualTo(FEW_ROWS);
        assertThat(report.at("/versions/RocksDB").asString()).matches("\\d+\\.\\d+.*");
        assertThat(figure(report, "vector search, 10 hits", Figure.RECALL)).isGreaterThan(0.9);
        assertThat(figure(report, "vector search, 10 hits, filter 1 %", Figure.RECALL))
                .isEqualTo(1);
        assertThat(figure(report, "vector search, 10 hits, filter 1 %", Figure.SHORT_ANSWERS))
                .isZero();
    }

    @Test
    void usesTheRowsThatAreThere() {
        assertThat(run("--only", "batch-insert", "--db", folder.toString())).isZero();
        out.reset();

        assertThat(run("--only", "batch-insert", "--db", folder.toString())).isZero();

        assertThat(out()).contains("skipped; the rows were there already");
    }

    @Test
    void printsATableAndWritesJson() throws IOException {
        Path json = folder.resolve("figures.json");

        assertThat(run("--only", "scan", "--json", json.toString())).isZero();

        assertThat(out())
                .contains("machine   cpu ", "Lucene ", "seed 20260101", "met?")
                .contains("raw: scan of 1,000 vectors in memory");
        assertThat(Json.parseObject(Files.readString(json)).get("results")).hasSize(1);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(run("--only", "speed")).isEqualTo(2);
        assertThat(err()).contains("There is no measurement named 'speed'", "vector-search");
        assertThat(run("--faster")).isEqualTo(2);
        assertThat(BenchCommandLine.run(List.of("--rows", "500"), stream(out), stream(err)))
                .isEqualTo(2);
        assertThat(err()).contains("--rows takes 10,000 to 1,000,000");
    }

    @Test
    void countsRightAnswersToQuestions() throws IOException {
        Path domain = Files.createDirectories(folder.resolve("ask/notes"));
        Files.writeString(domain.resolve("domain.json"), """
                {"now": "2026-01-15T10:00:00Z", "zone": "UTC",
                 "tables": [{"table": "notes", "schema": "notes.yaml", "data": "notes.jsonl", "key": "title"}]}""");
        Files.writeString(domain.resolve("notes.yaml"), """
                title: Note
                description: A note
                version: 1.0.0
                short_name: notes
                type: object
                properties: {title: {type: string}, year: {type: integer}}
                required: [title]
                json_schema_extra: {key_field: title}
                """);
        Files.writeString(domain.resolve("notes.jsonl"), """
                {"title": "Moon", "year": 1969}
                {"title": "Sea", "year": 1980}
                """);
        String right = """
                {"id": "n-1", "domain": "notes", "kind": "count", "question": "how many notes are there?",
                 "expected": {"match": "values", "rows": [[2]]}}""".replace("\n", "");
        String wrong = right.replace("n-1", "n-2").replace("[[2]]", "[[3]]");
        for (String file : AskReport.files().values()) {
            Files.writeString(folder.resolve(file), right + "\n" + wrong + "\n");
        }
        Path json = folder.resolve("ask.json");

        assertThat(run("--ask", "--questions", folder.toString(), "--json", json.toString()))
                .as(err())
                .isZero();

        assertThat(out())
                .contains("count                         2      1      50.0")
                .contains("planning, warm: p50");
        ObjectNode report = Json.parseObject(Files.readString(json));
        assertThat(report.propertyNames()).hasSize(AskReport.files().size());
        assertThat(report.at("/questions that it was made with/right").asInt()).isEqualTo(1);
        assertThat(run("--ask", "--cli")).isEqualTo(2);
        assertThat(run("--questions", folder.toString())).isEqualTo(2);
    }

    @Test
    void measuresBackups() throws IOException {
        Path json = folder.resolve("operations.json");

        assertThat(run("--operations", "--rows", "1000", "--json", json.toString()))
                .as(err())
                .isZero();

        assertThat(out()).contains("first backup", "verify", "restore", "open what was restored");
        JsonNode results = Json.parseObject(Files.readString(json)).get("results");
        assertThat(results.get(1).get("bytes").asLong())
                .isGreaterThan(results.get(3).get("bytes").asLong());
        assertThat(run("--operations", "--only", "get")).isEqualTo(2);
    }

    @Test
    void drawsReports() {
        Path few = SampleReport.write(
                folder.resolve("few.json"), 10_000, Result.of("get by id", 1).withP50(0.01));
        Path many = SampleReport.write(
                folder.resolve("many.json"), 100_000, Result.of("get by id", 1).withP50(0.02));
        Path plots = folder.resolve("new/plots");

        assertThat(run("--plot", plots.toString(), "--from", few + "," + many))
                .as(err())
                .isZero();

        Path plot = plots.resolve("reading-by-key.svg");
        assertThat(out()).isEqualTo(plot + System.lineSeparator());
        assertThat(plot).isNotEmptyFile();

        assertThat(run("--plot", plots.toString(), "--from", few + "," + few)).isEqualTo(1);
        assertThat(err()).contains("error[INVALID_ARGUMENT]: Two reports are of the same number of rows", "few.json");
    }

    @Test
    void drawingTakesReportsAndNothingElse() {
        String[] plot = {"--plot", folder.resolve("plots").toString(), "--from", "report.json"};
        List<List<String>> others = List.of(
                List.of("--rows", "2000"),
                List.of("--json", "-"),
                List.of("--db", "db"),
                List.of("--cisi", "cisi"),
                List.of("--only", "get"),
                List.of("--seed", Long.toString(Settings.DEFAULT_SEED)),
                List.of("--encrypted"),
                List.of("--cli"),
                List.of("--cli", "--runs", "3"),
                List.of("--ask"),
                List.of("--ask", "--questions", "ask"),
                List.of("--dream"),
                List.of("--dream", "--weeks", "weeks"),
                List.of("--replication"),
                List.of("--operations"));
        for (List<String> other : others) {
            err.reset();
            assertThat(run(Stream.concat(Stream.of(plot), other.stream()).toArray(String[]::new)))
                    .as(other.toString())
                    .isEqualTo(2);
            assertThat(err()).contains("--plot takes --from, and no other option");
        }

        assertThat(run("--plot", "plots")).isEqualTo(2);
        assertThat(err()).contains("--plot needs the reports that it draws: --from FILE[,FILE...]");
        assertThat(run("--from", "report.json", "--rows", "2000")).isEqualTo(2);
        assertThat(err()).contains("--from goes with --plot");
    }

    @Test
    void helpHasExamples() {
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("Examples:", "rem bench --rows 100000", "vector-search", "rem bench --plot");
    }

    private int run(String... arguments) {
        return BenchCommandLine.run(List.of(arguments), stream(out), stream(err), FEW_ROWS, Pace.TINY);
    }

    private static String outcome(JsonNode result) {
        return result.get("outcome").asString() + result.path("note").asString().replaceAll("^(?!error|java).*", "");
    }

    private static double figure(ObjectNode report, String operation, String name) {
        for (JsonNode result : report.get("results")) {
            if (result.get("operation").asString().equals(operation)) {
                for (JsonNode figure : result.get("figures")) {
                    if (figure.get("name").asString().equals(name)) {
                        return figure.get("value").asDouble();
                    }
                }
            }
        }
        return Double.NaN;
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }
}
