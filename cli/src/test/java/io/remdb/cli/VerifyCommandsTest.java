package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code rem verify} and {@code rem index rebuild}. */
class VerifyCommandsTest {
    private static final String SCHEMA = """
        {"title": "Note", "short_name": "notes", "version": "1.0.0", "description": "A note", "type": "object",
         "properties": {"name": {"type": "string"}, "text": {"type": "string"}},
         "json_schema_extra": {"key_field": "name", "indexed_fields": ["name"]}}""";

    @TempDir
    Path folder;

    private Path db = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        db = folder.resolve("db");
        done("init");
        Path schema = folder.resolve("notes.json");
        Files.writeString(schema, SCHEMA);
        done("schema", "add", schema.toString());
        done("insert", "notes", "{\"name\": \"one\", \"text\": \"a word of many\"}");
        done("insert", "notes", "{\"name\": \"two\", \"text\": \"another word\"}");
        done("search", "word", "--schema", "notes", "--mode", "keyword");
    }

    private RemRun done(String... arguments) {
        RemRun run = RemRun.in(db, arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    @Test
    void aWholeDatabaseIsFoundWhole() {
        for (String[] words : new String[][] {{"verify"}, {"verify", "--deep"}, {"verify", "--repair"}}) {
            JsonNode result = done(words).json();
            assertThat(result.get("found").intValue()).as(result.toString()).isZero();
            assertThat(result.get("findings")).isEmpty();
            assertThat(result.get("rows").intValue()).isGreaterThan(2);
            assertThat(result.get("search_rows").intValue()).isGreaterThanOrEqualTo(2);
        }
        assertThat(done("verify", "--repair").json().get("mended")).isEmpty();
    }

    @Test
    void aDamagedFileOfTheSearchIndexIsNamedAndBuiltAnew() throws IOException {
        flipInSearchIndex();

        RemRun found = RemRun.in(db, "verify");
        assertThat(found.exitCode()).isEqualTo(ExitCode.FAILED);
        JsonNode finding = found.json().get("findings").get(0);
        assertThat(finding.get("part").stringValue()).isEqualTo("search");
        assertThat(finding.get("place").stringValue()).contains("table notes").contains("file _");
        // It was only looked at.
        assertThat(RemRun.in(db, "verify", "--deep").exitCode()).isEqualTo(ExitCode.FAILED);

        JsonNode repaired = done("verify", "--repair").json();
        assertThat(repaired.get("mended").get(0).get("part").stringValue()).isEqualTo("search");
        assertThat(repaired.get("found").intValue()).isZero();
        assertThat(done("search", "word", "--schema", "notes", "--mode", "keyword")
                        .json()
                        .get("count")
                        .intValue())
                .isEqualTo(2);
    }

    private void flipInSearchIndex() throws IOException {
        try (Stream<Path> files = Files.walk(db.resolve("search"))) {
            Path file = files.filter(each -> each.toString().endsWith(".cfs"))
                    .filter(each -> holds(each, "another"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
    }

    private static boolean holds(Path file, String word) {
        try {
            return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1).contains(word);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void indexesAreBuiltAnew() {
        JsonNode one = done("index", "rebuild", "--schema", "notes").json().get("tables");
        assertThat(one).hasSize(1);
        assertThat(one.get(0).get("table").stringValue()).isEqualTo("notes");
        assertThat(one.get(0).get("rows").intValue()).isEqualTo(2);
        assertThat(one.get(0).get("mended").intValue()).isZero();
        assertThat(done("index", "rebuild").json().get("tables").size()).isGreaterThan(1);
        assertThat(done("search", "another", "--schema", "notes", "--mode", "keyword")
                        .json()
                        .get("count")
                        .intValue())
                .isEqualTo(1);
        assertThat(RemRun.in(db, "index", "rebuild", "--schema", "nots").err()).contains("UNKNOWN_TABLE");
        assertThat(RemRun.in(db, "index").exitCode()).isNotZero();
    }

    @Test
    void theHashStandsAlone() {
        assertThat(done("verify", "--hash").json().get("hash").stringValue()).hasSize(64);
        assertThat(RemRun.in(db, "verify", "--hash", "--deep").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    }
}
