package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class BackupCommandsTest {
    private static final Path EXAMPLE = Path.of("").toAbsolutePath().resolveSibling("examples/backup.sh");
    private static final String ROW = "{\"name\": \"%s\", \"uri\": \"file:///%s\"}";

    @TempDir
    Path folder;

    private Path db = Path.of("");

    @BeforeEach
    void createDatabase() {
        db = folder.resolve("db");
        assertThat(rem("init").exitCode()).isZero();
        insert("first");
    }

    private RemRun rem(String... arguments) {
        return RemRun.with(
                Map.of(
                        "P8_HOME", folder.toString(),
                        "P8_DAEMON", "off",
                        "P8_WAL_ARCHIVE", folder.resolve("archive").toString()),
                "",
                arguments);
    }

    private void insert(String name) {
        RemRun run = rem("insert", "documents", ROW.formatted(name, name));
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static ObjectNode done(RemRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.json();
    }

    @Test
    void backupsAreMadeListedVerifiedRestoredAndPruned() {
        ObjectNode made = done(rem("backup", "create"));
        Path backups = folder.resolve("db.backups");
        assertThat(made.get("path").stringValue())
                .isEqualTo(backups.resolve("000001").toString());
        assertThat(made.propertyNames())
                .contains("sequence", "bytes", "own_bytes", "shared_bytes", "encrypted", "elapsed_ms");
        insert("second");
        long second = done(rem("backup", "create")).get("sequence").longValue();
        insert("third");

        ObjectNode list = done(rem("backup", "list"));
        assertThat(list.get("count").intValue()).isEqualTo(2);
        assertThat(list.get("results").get(1).get("sequence").longValue()).isEqualTo(second);
        assertThat(list.get("results").get(1).get("verified_at").isNull()).isTrue();
        assertThat(rem("--format", "table", "backup", "list", backups.toString())
                        .out())
                .contains("000001", "000002");

        ObjectNode verified = done(rem("backup", "verify"));
        assertThat(verified.get("opened").booleanValue()).isTrue();
        assertThat(verified.get("found").intValue()).isZero();
        assertThat(verified.has("search_rows")).isFalse();
        assertThat(verified.get("path").stringValue()).endsWith("000002");

        Path copy = folder.resolve("copy");
        ObjectNode restored = done(rem(
                "backup", "restore", "--source", backups + "/000001", "--target", copy.toString(), "--to", "latest"));
        assertThat(restored.get("replayed").intValue()).isEqualTo(2);
        assertThat(names(copy)).containsExactly("first", "second", "third");
        RemRun again = rem("backup", "restore", "--source", backups.toString(), "--target", copy.toString());
        assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(again.err()).contains("error[CONFLICT]", "--force");
        ObjectNode forced = done(rem(
                "backup",
                "restore",
                "--source",
                backups.toString(),
                "--target",
                copy.toString(),
                "--to",
                Long.toString(second),
                "--force"));
        assertThat(forced.get("former").stringValue()).endsWith("store.before-1");
        assertThat(names(copy)).containsExactly("first", "second");

        RemRun beyond = rem(
                "backup",
                "restore",
                "--source",
                backups.toString(),
                "--target",
                folder.resolve("beyond").toString(),
                "--to",
                "2999-01-01");
        assertThat(beyond.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(beyond.err()).contains("error[INVALID_ARGUMENT]", "in the future", "--to latest");

        // After the last write, and after the database was closed.
        String now = Instant.now().toString();
        RemRun quiet = rem(
                "backup",
                "restore",
                "--source",
                backups.toString(),
                "--target",
                folder.resolve("quiet").toString(),
                "--to",
                now);
        assertThat(done(quiet).get("replayed").intValue()).isEqualTo(1);
        assertThat(done(quiet).get("complete_until").stringValue()).isLessThan(now);
        assertThat(quiet.err())
                .contains("Restored up to entry " + (second + 1), "the last until " + now, "was closed at");
        assertThat(names(folder.resolve("quiet"))).containsExactly("first", "second", "third");

        ObjectNode pruned = done(rem("backup", "prune", "--keep", "1"));
        assertThat(pruned.get("removed").size()).isEqualTo(1);
        assertThat(pruned.get("kept").intValue()).isEqualTo(1);
    }

    private List<String> names(Path database) {
        RemRun query = rem("--db", database.toString(), "query", "SELECT name FROM documents ORDER BY name");
        return done(query)
                .get("results")
                .valueStream()
                .map(row -> row.get("name").stringValue())
                .toList();
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        assertThat(rem("backup", "restore", "--source", "x").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(rem("backup", "restore", "--source", "x", "--target", "y", "--to", "then")
                        .err())
                .contains("neither 'latest' nor");
        assertThat(rem("backup", "restore", "--source", "x", "--target", "rem://host")
                        .exitCode())
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(rem("backup", "prune").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        RemRun none = rem("backup", "verify", folder.resolve("none").toString());
        assertThat(none.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(done(rem("backup", "list")).get("count").intValue()).isZero();

        Path backup = Path.of(
                done(rem("backup", "create", "--output", folder.resolve("b").toString()))
                        .get("path")
                        .stringValue());
        Files.writeString(backup.resolve("manifest"), "{");
        RemRun damaged = rem("backup", "verify", backup.toString());
        assertThat(damaged.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(damaged.err()).contains("error[CORRUPTED]");
        assertThat(done(rem("backup", "list", folder.resolve("b").toString())).toString())
                .contains("CORRUPTED");
    }

    @Test
    void anArchiveThatCannotBeWrittenIsShown() throws Exception {
        long last =
                done(rem("replication", "wal-status")).at("/archive/sequence").longValue();
        assertThat(last).isPositive();
        assertThat(rem("replication", "wal-status", "--format", "table").out())
                .contains("Archive: up to entry " + last);
        assertThat(rem("stats", "--format", "table").out()).contains("archive: up to entry " + last);

        Files.move(folder.resolve("archive"), folder.resolve("elsewhere"));
        Files.writeString(folder.resolve("archive"), "in the way");
        insert("second");
        JsonNode archive = done(rem("replication", "wal-status")).path("archive");
        assertThat(archive.path("failing_since").stringValue()).startsWith("20");
        assertThat(archive.path("problem").stringValue()).contains("The archive of the log cannot be");
        assertThat(done(rem("stats")).at("/log/archiving/problem").stringValue())
                .isEqualTo(archive.path("problem").stringValue());
        for (RemRun run :
                List.of(rem("replication", "wal-status", "--format", "table"), rem("stats", "--format", "table"))) {
            assertThat(run.out()).containsPattern("(?i)archive: not written since 20.*cannot be");
        }
        assertThat(rem("stats", "--prometheus").out()).contains("rem_log_archiving_failing 1\n");
    }

    /** Through an owner in the background, which a restore in the place of its database ends. */
    @Test
    void theOwnerMakesThem() throws Exception {
        try {
            RemProcess made = RemProcess.run(db, "", "backup", "create");
            assertThat(made.exitCode()).as(made.err()).isZero();
            assertThat(RemProcess.run(db, "", "insert", "documents", ROW.formatted("later", "later"))
                            .exitCode())
                    .isZero();
            RemProcess restored = RemProcess.run(
                    db,
                    "",
                    "backup",
                    "restore",
                    "--source",
                    folder.resolve("db.backups").toString(),
                    "--target",
                    db.toString(),
                    "--force");
            assertThat(restored.exitCode()).as(restored.err()).isZero();
            assertThat(RemProcess.run(db, "", "count", "documents").out()).contains("\"count\":1");
        } finally {
            RemProcess.run(db, "", "daemon", "stop");
        }
    }

    @Test
    @Timeout(300)
    void theExampleRuns() throws Exception {
        Launched launched = Launched.in(folder.resolve("launched"));
        ProcessBuilder builder = new ProcessBuilder(EXAMPLE.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("P8_") || name.equals("COLUMNS"));
        builder.environment().put("REM", launched.folder().resolve("rem").toString());
        builder.environment().put("TMPDIR", folder.toString());

        Launched.Run run = Launched.run(builder, "");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("\"opened\":true")
                .contains("\"count\":2")
                .containsPattern("\"replayed\":[1-9]")
                .containsPattern(
                        "undone[^#]*\\{\"name\":\"Early\"},\\s*\\{\"name\":\"Kept\"},\\s*\\{\"name\":\"Late\"}");
    }
}
