package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Commands through an owner in the background, as processes: the command, its owner, its end. */
class OwnerCommandsTest {
    private static final String SCHEMA = """
            {"title": "Note", "description": "notes", "type": "object",
             "properties": {"name": {"type": "string"}, "n": {"type": "integer"}}, "required": ["name"],
             "json_schema_extra": {"fully_qualified_name": "user.notes", "short_name": "notes", "version": "1.0.0",
               "category": "user", "key_field": "name"}}
            """;

    @TempDir
    Path folder;

    private String schema() throws IOException {
        return Files.writeString(folder.resolve("notes.schema.json"), SCHEMA).toString();
    }

    @Test
    void commandsShareOneOwnerUntilItIsStopped() throws Exception {
        Path db = folder.resolve("db");
        RemProcess first = RemProcess.run(db, "", "init");
        assertThat(first.exitCode()).as(first.err()).isZero();
        try {
            ObjectNode owner =
                    Json.parseObject(RemProcess.run(db, "", "daemon", "status").out());
            assertThat(owner.get("running").booleanValue()).isTrue();
            assertThat(owner.get("background").booleanValue()).isTrue();
            long pid = owner.get("pid").longValue();

            assertThat(RemProcess.run(db, "", "schema", "add", schema()).exitCode())
                    .isZero();
            RemProcess inserted =
                    RemProcess.run(db, "{\"name\": \"a\", \"n\": 1}\n{\"n\": 2}\n", "insert", "notes", "--batch");
            assertThat(inserted.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(inserted.out())
                    .contains("\"inserted\":1")
                    .contains("\"failed\":1")
                    .contains("\"line\":2");
            assertThat(RemProcess.run(db, "", "lookup", "a").out()).contains("\"n\":1");
            assertThat(RemProcess.run(db, "", "query", "SELECT x FROM notes").err())
                    .contains("error[UNKNOWN_FIELD]")
                    .contains("hint:");

            assertThat(Json.parseObject(
                                    RemProcess.run(db, "", "daemon", "status").out())
                            .get("pid")
                            .longValue())
                    .isEqualTo(pid);
            assertThat(Json.parseObject(RemProcess.run(db, "", "daemon", "stop").out())
                            .get("pid")
                            .longValue())
                    .isEqualTo(pid);
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(RemProcess.run(db, "", "daemon", "stop").out()).contains("\"stopped\":false");
            assertThat(RemProcess.run(db, "", "--no-daemon", "count", "notes").out())
                    .contains("1");
            assertThat(RemProcess.run(db, "", "daemon", "status").out()).contains("\"running\":false");
        } finally {
            RemProcess.run(db, "", "daemon", "stop");
        }
    }

    @Test
    void aWrongFolderIsSaidAtOnceAndStartsNobody() throws Exception {
        RemProcess run = RemProcess.run(folder.resolve("nothing"), "", "count", "notes");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("error[NOT_A_DATABASE]").contains("rem init");
    }

    @Test
    void askingForTheOwnerOfNoDatabaseIsAnError() throws Exception {
        Path nothing = folder.resolve("nothing");
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        for (String question : List.of("status", "stop")) {
            RemRun run = RemRun.in(nothing, "daemon", question);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err())
                    .contains("error[NOT_A_DATABASE]: There is no database")
                    .contains("rem init");
            assertThat(RemRun.in(file, "daemon", question).err())
                    .contains("error[NOT_A_DATABASE]: The path is a file")
                    .contains(file.toString());
        }
        assertThat(nothing).doesNotExist();
        // The same for those that would use or make it.
        for (List<String> command :
                List.of(List.of("count", "notes"), List.of("init"), List.of("--no-daemon", "count", "notes"))) {
            RemRun run = RemRun.in(file, command.toArray(String[]::new));
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err())
                    .contains("error[NOT_A_DATABASE]: The path is a file")
                    .contains("hint: ");
        }
    }

    @Test
    void anUpdateMayAskThatNobodyHasWrittenSince() throws Exception {
        Path db = folder.resolve("db");
        assertThat(RemRun.in(db, "init").exitCode()).isZero();
        assertThat(RemRun.in(db, "schema", "add", schema()).exitCode()).isZero();
        String id = Json.parseObject(RemRun.in(db, "insert", "notes", "{\"name\": \"a\", \"n\": 1}")
                        .out())
                .get("id")
                .stringValue();
        String seen = Json.parseObject(RemRun.in(db, "get", id).out())
                .get("modified_at")
                .stringValue();
        assertThat(RemRun.in(db, "update", id, "{\"n\": 2}", "--if-modified-since", seen)
                        .exitCode())
                .isZero();

        RemRun second = RemRun.in(db, "update", id, "{\"n\": 3}", "--if-modified-since", seen);

        assertThat(second.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(second.err()).contains("error[CONFLICT]").contains("since=" + Instant.parse(seen));
        assertThat(RemRun.in(db, "get", id).out()).contains("\"n\":2");
        assertThat(RemRun.in(db, "update", id, "{}", "--if-modified-since", "yesterday")
                        .exitCode())
                .isEqualTo(ExitCode.WRONG_USAGE);
    }
}
