package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.json.Json;
import io.remdb.server.owner.OwnerControl;
import io.remdb.server.owner.OwnerStatus;
import io.remdb.spi.WriteRequest;
import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that the launcher carries to the owner: the same to their user as in a process of their own. */
class CarriedCommandsTest {
    private static final String SCHEMA = """
            {"title": "Note", "description": "notes", "type": "object",
             "properties": {"name": {"type": "string"}, "n": {"type": "integer"}, "text": {"type": "string"}},
             "required": ["name"],
             "json_schema_extra": {"fully_qualified_name": "user.notes", "short_name": "notes", "version": "1.0.0",
               "category": "user", "key_field": "name"}}
            """;

    /** Over a hundred rows it counts until it is stopped. */
    private static final String ENDLESS =
            "SELECT count(*) FROM notes a, notes b, notes c, notes d, notes e, notes f WHERE a.n + b.n + c.n + d.n + e.n < f.n - 200";

    @TempDir
    static Path folder;

    private static Launched rem;

    /** One for all: each start of it takes longer than a test. */
    @BeforeAll
    static void startsAnOwner() throws Exception {
        assumeTrue(
                Launched.run(new ProcessBuilder("sh", "-c", "command -v perl"), "")
                                .exitCode()
                        == 0,
                "no perl");
        rem = Launched.in(folder);
        Path schema = Files.writeString(folder.resolve("notes.schema.json"), SCHEMA);
        assertThat(rem.run("", "init").err()).isEmpty();
        assertThat(rem.run("", "schema", "add", schema.toString()).exitCode()).isZero();
    }

    /** A test may have ended the owner, or taken its socket away. */
    @BeforeEach
    void emptiesTheTable() throws Exception {
        if (!Files.exists(rem.database().resolve("command"))) {
            rem.runInJvm("", "daemon", "stop");
        }
        Launched.Run emptied = rem.run("", "query", "DELETE FROM notes");
        assertThat(emptied.exitCode()).as(emptied.err()).isZero();
    }

    @AfterAll
    static void stopsIt() throws Exception {
        if (rem != null) {
            rem.run("", "daemon", "stop");
        }
    }

    private static OwnerStatus owner() {
        return OwnerControl.of(rem.database()).status().orElseThrow();
    }

    private String insert(String name, int n) throws Exception {
        Launched.Run inserted = rem.run("", "insert", "notes", "{\"name\": \"" + name + "\", \"n\": " + n + "}");
        assertThat(inserted.exitCode()).as(inserted.err()).isZero();
        return Json.parseObject(inserted.out()).get("id").stringValue();
    }

    /** Without what differs from one run to the next. */
    private static String steady(String printed) {
        return printed.replaceAll("\"execution_time_ms\":[0-9.]+", "\"execution_time_ms\":0")
                .replaceAll(", [0-9.]+ ms", ", 0 ms")
                .replaceAll("\"(modified_at|deleted_at|created_at)\":\"[^\"]*\"", "\"$1\":\"\"")
                .replaceAll("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replace(rem.folder().resolve("rem").toString(), "rem");
    }

    @Test
    void eachCommandDoesTheSameAsInAProcessOfItsOwn() throws Exception {
        String id = insert("first", 1);
        String other = insert("sécond ☃", 2);
        insert("line\\nbreak", 3);
        List<List<String>> lines = List.of(
                List.of("get", id),
                List.of("get", id, "--with-embeddings"),
                List.of("get", id, "--format", "table"),
                List.of("--format=jsonl", "get", id),
                List.of("get", "00000000-0000-8000-8000-000000000000"),
                List.of("get", "no-id"),
                List.of("get"),
                List.of("get", id, "--no-such-option"),
                List.of("get", id, "one", "too many"),
                List.of("list", "notes"),
                List.of("list", "notes", "--format", "csv"),
                List.of("list", "notes", "--format", "table"),
                List.of("list", "notes", "--limit", "1", "--format", "jsonl"),
                List.of("list", "notes", "--format", "yaml"),
                List.of("list", "notes", "--format", "none"),
                List.of("list", "nothing"),
                List.of("count", "notes"),
                List.of("count", "notse"),
                List.of("lookup", "first", "sécond ☃"),
                List.of("lookup", ""),
                List.of("lookup", "frist", "--fuzzy"),
                List.of("lookup", "line\nbreak", "--format", "table"),
                List.of("search", "anything"),
                List.of("search", "--help"),
                List.of("query", "SELECT name, n FROM notes ORDER BY n"),
                List.of("query", "SELECT name, n FROM notes ORDER BY n", "--format", "table"),
                List.of("query", "-- a comment\nSELECT n FROM notes WHERE name = 'first'"),
                List.of("query", "-"),
                List.of("query", "SELEC"),
                List.of("query", "SELECT x FROM notes"),
                List.of("query", "LOOKUP 'nobody'"),
                List.of("query", "UPDATE notes SET n = 1 WHERE name = 'first'", "--read-only"),
                List.of("query", "UPDATE notes SET n = 5 WHERE name = 'first'"),
                List.of("insert", "notes", "{\"name\": \"first\", \"n\": 7}"),
                List.of("insert", "notes", "{\"n\": 7}"),
                List.of("insert", "notes", "{"),
                List.of("insert", "notes", "-"),
                List.of("insert", "notes"),
                List.of("update", id, "{\"n\": 8}"),
                List.of("update", id, "{\"n\": \"x\"}"),
                List.of("edge", "add", id, other, "knows"),
                List.of("edge", "add", id, other, "knows", "--properties", "{\"since\": 2020}"),
                List.of("edge", "list", id),
                List.of("traverse", id, "--depth", "1"),
                List.of("traverse", id, "--format", "table"),
                List.of("edge", "delete", other, id, "knows"),
                List.of("edge"),
                List.of("schema", "list"),
                List.of("schema", "show", "notes"),
                List.of("schema", "show", "notes", "--format", "yaml"),
                List.of("schema", "templates", "--format", "csv"),
                List.of("--verbose", "count", "notes"));
        for (List<String> line : lines) {
            String[] words = line.toArray(String[]::new);
            Launched.Run carried = rem.run("SELECT 1 AS \"größe\"", words);
            RemRun own = RemRun.with(rem.environment(), "SELECT 1 AS \"größe\"", words);

            assertSame(line, carried, new Launched.Run(own.exitCode(), own.out(), own.err()));
        }
        // In this process is not quite as in a process of its own: some of both kinds.
        for (List<String> line :
                List.of(List.of("get", id), List.of("list", "nothing"), List.of("query", "-"), List.of("insert"))) {
            String[] words = line.toArray(String[]::new);
            String input = "SELECT 1 AS \"größe ☃\"";
            assertSame(line, rem.run(input, words), rem.runInJvm(input, words));
        }
        assertThat(rem.run("", "edge", "delete", id, other, "knows").out()).contains("\"action\":\"deleted\"");
        assertThat(rem.run("", "delete", id).exitCode()).isZero();
        assertThat(rem.run("", "get", id).out()).doesNotContain("\"deleted_at\":null");
    }

    private static void assertSame(List<String> line, Launched.Run carried, Launched.Run own) {
        assertThat(steady(carried.out())).as("stdout of %s", line).isEqualTo(steady(own.out()));
        assertThat(steady(carried.err())).as("stderr of %s", line).isEqualTo(steady(own.err()));
        assertThat(carried.exitCode()).as("exit code of %s", line).isEqualTo(own.exitCode());
    }

    @Test
    void noProcessIsAskedButTheOwner() throws Exception {
        String id = insert("first", 1);
        long calls = owner().calls();

        assertThat(rem.run("", "get", id).out()).contains("\"n\":1");
        assertThat(rem.run("", "--db=" + rem.database(), "count", "notes").out())
                .contains("1");
        ProcessBuilder relative = rem.process("--db", "db", "list", "notes");
        assertThat(Launched.run(relative.directory(folder.toFile()), "").exitCode())
                .isZero();

        assertThat(owner().calls()).isEqualTo(calls);
        assertThat(rem.runInJvm("", "get", id).out()).contains("\"n\":1");
        assertThat(owner().calls()).isGreaterThan(calls);
    }

    @Test
    void aCommandUnderOtherSettingsRunsInAProcessOfItsOwn() throws Exception {
        ProcessBuilder other = rem.process("count", "notes");
        other.environment().put("P8_SEARCH_TIMEOUT_MS", "1234");

        Launched.Run run = Launched.run(other, "");

        assertThat(run.out()).contains("0");
        assertThat(run.err()).contains("other settings");
    }

    @Test
    void anOwnerOfAnotherBuildIsReplaced() throws Exception {
        long before = owner().pid();
        rem.build("two");

        assertThat(rem.run("", "count", "notes").out()).contains("0");

        assertThat(owner().pid()).isNotEqualTo(before);
        long calls = owner().calls();
        assertThat(rem.run("", "count", "notes").out()).contains("0");
        assertThat(owner().calls()).isEqualTo(calls);
    }

    @Test
    void worksWithoutPerl() throws Exception {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool :
                List.of("sh", "dirname", "readlink", "cksum", "cat", "mkdir", "find", "head", "rm", "stty")) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path link = tools.resolve(tool);
                if (Files.exists(Path.of(place, tool)) && !Files.exists(link)) {
                    Files.createSymbolicLink(link, Path.of(place, tool));
                }
            }
        }
        ProcessBuilder builder = rem.process("count", "notes");
        builder.environment().put("PATH", tools.toString());

        assertThat(Launched.run(builder, "")).isEqualTo(new Launched.Run(0, "{\"count\":0}\n", ""));
    }

    @Test
    void aKilledOwnersSocketIsNoHindrance() throws Exception {
        insert("first", 1);
        ProcessHandle owner = ProcessHandle.of(owner().pid()).orElseThrow();
        owner.destroyForcibly();
        owner.onExit().get(30, TimeUnit.SECONDS);
        assertThat(rem.database().resolve("command")).exists();

        assertThat(rem.run("", "count", "notes")).isEqualTo(new Launched.Run(0, "{\"count\":1}\n", ""));
    }

    @Test
    void aSocketOfAnotherUserIsNotTrusted() throws Exception {
        Path socket = rem.database().resolve("command");
        assumeTrue(Files.getOwner(socket).getName().equals("root"), "only root can give a file away");
        long calls = owner().calls();
        Launched.run(new ProcessBuilder("chown", "4242", socket.toString()), "");

        assertThat(rem.run("", "count", "notes").out()).contains("0");

        assertThat(owner().calls()).isGreaterThan(calls);
        Files.delete(socket);
    }

    @Test
    void aWriteWhoseAnswerIsLostIsDoneOnce() throws Exception {
        insert("first", 1);
        Path socket = rem.database().resolve("command");
        AtomicBoolean lost = new AtomicBoolean();
        int n = 1;
        while (!lost.get()) {
            // The owner looks after its socket every second, and may put another in the place of this one.
            Files.deleteIfExists(socket);
            try (ServerSocketChannel dying = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                dying.bind(UnixDomainSocketAddress.of(socket));
                Thread owner = Thread.ofPlatform().start(() -> doAndDie(dying, lost));

                Launched.Run run = rem.run("", "query", "UPDATE notes SET n = n + 1 WHERE name = 'first'");

                dying.close(); // nobody has come
                owner.join();
                n++;
                assertThat(run.err()).isEmpty();
                assertThat(run.exitCode()).isZero();
            } catch (BindException _) {
                // the owner was faster
            }
        }
        assertThat(rem.runInJvm("", "lookup", "first").out()).contains("\"n\":" + n);
        Files.deleteIfExists(socket);
    }

    /** What an owner does that is killed between a write and its answer. */
    private void doAndDie(ServerSocketChannel listening, AtomicBoolean done) {
        try (SocketChannel carrier = listening.accept();
                RemDatabase database =
                        RemDatabase.open(rem.database(), defaults -> defaults.withSharing(Sharing.CLIENT))) {
            done.set(true);
            ByteBuffer request = ByteBuffer.allocate(1 << 16);
            while (!new String(request.array(), StandardCharsets.UTF_8).contains("'first'\0")) {
                carrier.read(request);
            }
            String id = new String(request.array(), StandardCharsets.UTF_8).split("\0")[2 + 3];
            new WriteRequest(UUID.fromString(id), false).during(() -> {
                database.query("UPDATE notes SET n = n + 1 WHERE name = 'first'")
                        .close();
                return true;
            });
        } catch (ClosedChannelException _) {
            // nobody has come
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anOwnerThatIsKilledInTheMiddleOfAQueryIsReplacedOrItsEndIsSaid() throws Exception {
        ProcessHandle owner = ProcessHandle.of(owner().pid()).orElseThrow();
        Process query = endlessQuery();
        awaitBusy(owner, query);
        ProcessBuilder slow = rem.process("insert", "notes", "-");
        Process reading = slow.redirectErrorStream(true).start();
        Thread.sleep(1000); // it has asked for its input
        owner.destroyForcibly();

        assertThat(reading.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(reading.exitValue()).isEqualTo(ExitCode.FAILED);
        assertThat(new String(reading.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith(
                        "error[UNAVAILABLE]: The owner of the database has gone in the middle of the command\nhint:");
        // The query had read and written nothing, and is on its way in a process of its own.
        assertThat(query.waitFor(3, TimeUnit.SECONDS)).isFalse();
        query.destroy();
        assertThat(query.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private Process endlessQuery() throws Exception {
        String rows = IntStream.range(0, 100)
                .mapToObj(row -> "{\"name\": \"row " + row + "\", \"n\": " + row + "}\n")
                .collect(Collectors.joining());
        assertThat(rem.run(rows, "insert", "notes", "--batch").exitCode()).isZero();
        return rem.process("query", ENDLESS).redirectErrorStream(true).start();
    }

    private static void awaitBusy(ProcessHandle owner, Process query) throws InterruptedException {
        Duration before = cpu(owner);
        while (query.isAlive() && cpu(owner).minus(before).compareTo(Duration.ofSeconds(1)) < 0) {
            Thread.sleep(50);
        }
        assertThat(query.isAlive()).isTrue();
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static void awaitIdle(ProcessHandle owner) throws InterruptedException {
        for (int attempt = 0; attempt < 60; attempt++) {
            Duration before = cpu(owner);
            Thread.sleep(500);
            if (cpu(owner).minus(before).toMillis() < 100) {
                return;
            }
        }
        throw new AssertionError("the owner goes on working");
    }

    @Test
    void ctrlCStopsACommandInTheOwner() throws Exception {
        ProcessHandle owner = ProcessHandle.of(owner().pid()).orElseThrow();
        Process query = endlessQuery();
        awaitBusy(owner, query);

        Signal signal = Signal.heard();
        Launched.run(new ProcessBuilder("kill", "-" + signal, Long.toString(query.pid())), "");

        assertThat(query.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(query.exitValue()).isEqualTo(signal.exitCode);
        assertThat(new String(query.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("error[CANCELLED]");
        awaitIdle(owner);
        assertThat(rem.run("", "count", "notes").out()).contains("100");
    }

    @Test
    void aCommandWhoseCallerVanishesStops() throws Exception {
        ProcessHandle owner = ProcessHandle.of(owner().pid()).orElseThrow();
        Process query = endlessQuery();
        awaitBusy(owner, query);

        query.destroyForcibly();

        awaitIdle(owner);
        assertThat(owner().pid()).isEqualTo(owner.pid());
    }

    @Test
    void moreThanIsReadIsNotAnError() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < 5000; row++) {
            rows.append("{\"name\": \"row ")
                    .append(row)
                    .append("\", \"text\": \"")
                    .append("x".repeat(200))
                    .append("\"}\n");
        }
        assertThat(rem.run(rows.toString(), "insert", "notes", "--batch").exitCode())
                .isZero();
        ProcessBuilder piped = rem.process();
        String line = "{ \"$0\" list notes --format jsonl; echo $? >code; } | head -n 1";
        piped.command(List.of("sh", "-c", line, rem.folder().resolve("rem").toString()))
                .directory(folder.toFile());

        Launched.Run first = Launched.run(piped, "");

        assertThat(first.out()).hasLineCount(1);
        assertThat(first.err()).isEmpty();
        assertThat(folder.resolve("code")).hasContent("0");
        assertThat(steady(rem.run("", "list", "notes", "--limit", "5000").out()))
                .isEqualTo(steady(
                        rem.runInJvm("", "list", "notes", "--limit", "5000").out()))
                .hasSizeGreaterThan(1_000_000);
        ProcessBuilder full = rem.process("list", "notes");
        full.command(List.of(
                "sh",
                "-c",
                "\"$0\" list notes >/dev/full",
                rem.folder().resolve("rem").toString()));
        assertThat(Launched.run(full, "").err()).contains("No space left on device");
    }

    @Test
    void aLargeInputGoesThrough() throws Exception {
        String text = "é".repeat(3_000_000);

        Launched.Run inserted = rem.run("{\"name\": \"large\", \"text\": \"" + text + "\"}", "insert", "notes", "-");

        assertThat(inserted.exitCode()).as(inserted.err()).isZero();
        assertThat(rem.run("", "lookup", "large").out()).contains(text);
    }

    @Test
    void manyAtOnce() throws Exception {
        long calls = owner().calls();
        try (ExecutorService callers = Executors.newFixedThreadPool(20)) {
            List<Future<Launched.Run>> runs = new ArrayList<>();
            for (int caller : IntStream.range(0, 60).toArray()) {
                String row = "{\"name\": \"row " + caller + "\", \"n\": " + caller + "}";
                runs.add(callers.submit(() -> rem.run(row, "insert", "notes", "-")));
            }
            for (Future<Launched.Run> run : runs) {
                assertThat(run.get().err()).isEmpty();
            }
        }
        assertThat(rem.run("", "count", "notes").out()).isEqualTo("{\"count\":60}\n");
        assertThat(owner().calls()).isEqualTo(calls);
    }

    /** Else the command would warn that the database is not encrypted. */
    @Test
    void thePasswordOfACallerStaysWithTheCaller() throws Exception {
        long calls = owner().calls();
        ProcessBuilder builder = rem.process("count", "notes");
        builder.environment().put("P8_PASSWORD", "ownsecret");

        Launched.Run run = Launched.run(builder, "");

        assertThat(run.out()).contains("0");
        assertThat(run.err()).isEmpty();
        assertThat(owner().calls()).isEqualTo(calls);
    }

    @Test
    void secretsOfACallerAreNotInTheLog() throws Exception {
        ProcessBuilder builder = rem.process("count", "notes");
        builder.environment().putAll(Map.of("P8_PASSWORD", "ownsecret", "P8_API_TOKEN", "tokensecret".repeat(4)));

        assertThat(Launched.run(builder, "").out()).contains("0");

        assertThat(rem.database().resolve("owner.0.log")).content().doesNotContain("secret");
    }
}
