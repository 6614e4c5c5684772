package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem export} and {@code rem import}. */
class ExportCommandsTest {
    private static final String SCHEMA = """
        {"title": "Note", "short_name": "notes", "version": "1.0.0", "description": "A note", "type": "object",
         "properties": {"key": {"type": "string"}, "n": {"type": "integer"}, "text": {"type": "string"}}}\
        """;

    @TempDir
    static Path folder;

    private static Path db = Path.of("");

    @BeforeAll
    static void fill() throws IOException {
        db = folder.resolve("db");
        done("init");
        Path schema = folder.resolve("notes.json");
        Files.writeString(schema, SCHEMA);
        done("schema", "add", schema.toString());
        String rows = String.join(
                "\n",
                IntStream.range(0, 20)
                        .mapToObj(n -> "{\"key\": \"k" + n + "\", \"n\": " + n + ", \"text\": \"a, \\\"b\\\"\"}")
                        .toList());
        assertThat(RemRun.reading(rows, db, "insert", "notes", "--batch").exitCode())
                .isZero();
        done("edge", "add", "k1", "k2", "cites");
        done(
                "delete",
                done("lookup", "k3").json().get("results").get(0).get("id").asString());
    }

    private static RemRun done(String... arguments) {
        RemRun run = RemRun.in(db, arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static Path fresh() throws IOException {
        return Files.createTempDirectory(folder, "out");
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theFormatIsThatOfTheNameOrTheOption() throws IOException {
        Path out = fresh();
        for (String name : List.of("a.parquet", "b.csv", "c.jsonl")) {
            ObjectNode result = done(
                            "export", "notes", "--output", out.resolve(name).toString())
                    .json();
            assertThat(result.propertyNames()).containsExactly("files", "elapsed_ms");
            JsonNode file = result.get("files").get(0);
            assertThat(file.propertyNames()).containsExactly("table", "path", "rows", "bytes");
            assertThat(file.get("rows").asLong()).isEqualTo(19);
            assertThat(file.get("path").asString()).isEqualTo(out.resolve(name).toString());
            assertThat(file.get("bytes").asLong()).isEqualTo(Files.size(out.resolve(name)));
        }
        assertThat(Files.readString(out.resolve("b.csv")))
                .startsWith("key,n,text,id,")
                .contains("\"a, \"\"b\"\"\"");
        done("export", "notes", "--output", out.toString());
        done("export", "notes", "--output", out.toString(), "--export-format", "CSV");
        done("export", "notes", "--output", out.resolve("d.txt").toString(), "--export-format", "csv");
        assertThat(names(out))
                .containsExactly(
                        "a.parquet", "b.csv", "c.jsonl", "c.schema.json", "d.txt", "notes.csv", "notes.parquet");
        assertThat(out.resolve("d.txt")).hasSameBinaryContentAs(out.resolve("b.csv"));
    }

    @Test
    void chosenRowsAreExported() throws IOException {
        String out = fresh().resolve("x.jsonl").toString();
        assertThat(rows("export", "notes", "--output", out, "--where", "n < 5")).isEqualTo(4);
        assertThat(rows("export", "notes", "--output", out, "--where", "n < 5", "--include-deleted"))
                .isEqualTo(5);
        assertThat(rows("export", "notes", "--output", out, "--include-deleted"))
                .isEqualTo(20);
    }

    private static long rows(String... arguments) {
        return done(arguments).json().get("files").get(0).get("rows").asLong();
    }

    @Test
    void allTablesGoIntoAFolderAndIntoAnEmptyDatabase() throws IOException {
        Path out = fresh().resolve("new/backup");
        ObjectNode result = done(
                        "export",
                        "--all",
                        "--output",
                        out.toString(),
                        "--export-format",
                        "jsonl",
                        "--include-deleted",
                        "--with-embeddings")
                .json();
        List<String> tables = new ArrayList<>();
        result.get("files").forEach(file -> tables.add(file.get("table").asString()));
        assertThat(tables).contains("notes", "resources", "moments").doesNotContain("schemas");
        assertThat(names(out))
                .contains("notes.jsonl", "notes.schema.json", "moments.jsonl")
                .doesNotContain("moments.schema.json");

        Path other = fresh().resolve("db");
        assertThat(RemRun.in(other, "init").exitCode()).isZero();
        List<String> arguments = new ArrayList<>(List.of("import"));
        names(out).forEach(name -> arguments.add(out.resolve(name).toString()));
        RemRun imported = RemRun.in(other, arguments.toArray(String[]::new));
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        ObjectNode counts = imported.json();
        assertThat(counts.propertyNames())
                .containsExactly("files", "inserted", "updated", "failed", "schemas", "errors", "elapsed_ms");
        assertThat(counts.get("inserted").asLong()).isEqualTo(20);
        assertThat(counts.get("schemas")).hasToString("[\"notes\"]");

        Path again = fresh();
        RemRun second = RemRun.in(
                other,
                "export",
                "--all",
                "--output",
                again.toString(),
                "--export-format",
                "jsonl",
                "--include-deleted",
                "--with-embeddings");
        assertThat(second.exitCode()).isZero();
        for (String name : names(out)) {
            assertThat(again.resolve(name)).hasSameBinaryContentAs(out.resolve(name));
        }
    }

    @Test
    void linesThatAreNoneFailByNumber() throws IOException {
        Path file = fresh().resolve("notes.jsonl");
        done("export", "notes", "--output", file.toString());
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(2, lines.get(2).replaceFirst("\"created_at\":\"", "\"created_at\":\"x"));
        Files.write(file, lines);
        RemRun run = RemRun.in(db, "import", file.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("error[VALIDATION_FAILED]: Some lines were not written (failed=1, written=18)");
        JsonNode error = run.json().get("errors").get(0);
        assertThat(error.get("line").asLong()).isEqualTo(3);
        assertThat(error.get("field").asString()).isEqualTo("created_at");
        assertThat(error.get("path").asString()).isEqualTo(file.toString());
        RemRun table = RemRun.run(db, new byte[0], Terminal.NONE, "import", file.toString(), "--format", "table");
        assertThat(table.err()).contains("notes.jsonl, line 3, created_at: ");
        assertThat(table.out()).contains("inserted", "updated", "18");
    }

    @Test
    void wrongUsageIsToldApartFromFailure() throws IOException {
        Path out = fresh();
        String csv = out.resolve("x.csv").toString();
        assertFails(2, "Name a table, or --all", "export");
        assertFails(2, "not both", "export", "notes", "--all");
        assertFails(2, "--output is a folder", "export", "--all", "--output", csv);
        assertFails(2, "it is empty", "export", "notes", "--output", "");
        assertFails(2, "--where is about one table", "export", "--all", "--where", "n = 1");
        assertFails(2, "does not end with .parquet, .csv or .jsonl", "export", "notes", "--output", "x.txt");
        assertFails(
                2, "--export-format says parquet", "export", "notes", "--output", csv, "--export-format", "parquet");
        assertFails(2, "'orc' is no format", "export", "notes", "--export-format", "orc");
        String nowhere = out.resolve("nowhere").resolve("x.csv").toString();
        assertFails(
                1,
                "error[IO_ERROR]: The file cannot be written (path=" + nowhere + ", reason=there is no folder "
                        + out.resolve("nowhere") + ")\nhint: Make the folder first",
                "export",
                "notes",
                "--output",
                nowhere);
        assertFails(1, "UNKNOWN_TABLE", "export", "nots", "--output", csv);
        assertFails(1, "UNKNOWN_FIELD", "export", "notes", "--output", csv, "--where", "m = 1");
        assertFails(1, "INVALID_QUERY", "export", "notes", "--output", csv, "--where", "n =");
        assertFails(
                1,
                "IO_ERROR",
                "export",
                "notes",
                "--output",
                out.resolve("none/x.csv").toString());
        assertFails(
                2, "something else than a file", "export", "notes", "--output", "/dev/null", "--export-format", "csv");
        assertFails(2, "Missing required parameter", "import");
        assertFails(3, "There is no file of this name", "import", csv);
        assertFails(2, "rem import " + out + "/*", "import", out.toString());
        done("export", "notes", "--output", csv);
        assertFails(2, "Only JSON Lines are imported", "import", csv);
        Path broken = out.resolve("broken.jsonl");
        Files.writeString(broken, "\n{\"key\": \"no row of an export\"}\n");
        assertFails(1, "line=2", "import", broken.toString());
        assertThat(names(out)).containsExactly("broken.jsonl", "x.csv");
    }

    private static void assertFails(int exitCode, String message, String... arguments) {
        RemRun run = RemRun.in(db, arguments);
        assertThat(run.err()).contains(message);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    }

    /** The rows are large, so that the signal comes while they are being written. */
    @Test
    void ctrlCLeavesTheOldFileAndNoPart() throws Exception {
        Path own = fresh();
        Path large = own.resolve("db");
        assertThat(RemRun.in(large, "init").exitCode()).isZero();
        assertThat(RemRun.in(
                                large,
                                "schema",
                                "add",
                                folder.resolve("notes.json").toString())
                        .exitCode())
                .isZero();
        String rows = ("{\"text\": \"" + "x".repeat(1 << 20) + "\"}\n").repeat(60);
        assertThat(RemRun.reading(rows, large, "insert", "notes", "--batch").exitCode())
                .isZero();
        Path out = Files.createDirectory(own.resolve("out"));
        Files.writeString(out.resolve("notes.csv"), "old");

        Path messages = own.resolve("stderr");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Rem.class.getName(),
                        "--db",
                        large.toString(),
                        "export",
                        "notes",
                        "--output",
                        out.resolve("notes.csv").toString())
                .redirectError(messages.toFile())
                .start();
        while (names(out).size() < 2 && process.isAlive()) {
            Thread.onSpinWait();
        }
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(messages)).isEqualTo(143);
        assertThat(names(out)).containsExactly("notes.csv");
        assertThat(out.resolve("notes.csv")).hasContent("old");
    }
}
