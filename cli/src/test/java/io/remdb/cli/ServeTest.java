package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem serve} as a process of its own, and commands that use it. */
@Timeout(180)
class ServeTest {
    private static final String SCHEMA = """
            {"title": "Note", "short_name": "notes", "version": "1.0.0", "description": "A note",
             "type": "object", "properties": {"key": {"type": "string"}, "text": {"type": "string"}}}
            """;

    @TempDir
    Path folder;

    @Test
    void namesThePortThatIsTaken() throws IOException {
        assertThat(RemRun.in(database(), "init").exitCode()).isZero();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            RemRun run = RemRun.in(database(), "serve", "--port", "0", "--metrics-port", port);
            assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
            assertThat(run.err()).contains("Figures cannot be served").contains("--metrics-port=" + port);
        }
    }

    @Test
    void servesEveryCommandUntilItIsEnded() throws Exception {
        assertThat(RemRun.in(database(), "init").exitCode()).isZero();
        Path schema = Files.writeString(folder.resolve("notes.json"), SCHEMA);
        Process server = serve("--port", "0", "--metrics-port", "0");
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            ObjectNode ready = Json.parseObject(lines.readLine());
            URL metrics = URI.create(ready.get("metrics").asString()).toURL();
            try (InputStream figures = metrics.openStream()) {
                assertThat(new String(figures.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("\nrem_replication_role{role=\"primary\"} 1\n");
            }
            String address = ready.get("address").asString();
            assertThat(address).matches("rem://127\\.0\\.0\\.1:[1-9][0-9]*");
            assertThat(ready.get("token_required").asBoolean()).isFalse();
            assertThat(ready.get("token").asString())
                    .isEqualTo(folder.resolve("home/token").toString());
            assertThat(ready.get("pid").asLong()).isEqualTo(server.pid());

            RemRun added = on(address, "schema", "add", schema.toString());
            assertThat(added.exitCode()).as(added.err()).isZero();
            assertThat(on(address, "insert", "notes", "{\"key\": \"a\", \"text\": \"b\"}")
                            .exitCode())
                    .isZero();
            assertThat(on(address, "lookup", "a").json().get("count").asLong()).isEqualTo(1);
            assertThat(RemRun.rem("init", "--path", address).err()).contains("exists already");
            RemRun second = RemRun.in(database(), "serve", "--port", "0");
            assertThat(second.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(second.err()).contains("pid=" + server.pid());

            signal(server, "TERM");
            assertThat(lines.readLine()).isNull();
        }
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).as(messages()).isEqualTo(128 + 15);
        assertThat(messages().lines()).allMatch(line -> line.startsWith("{")); // stderr is no terminal
        assertThat(messages())
                .contains("Serving " + database())
                .contains("Stopping")
                .contains("The database is closed")
                .doesNotContain("Unsafe");
        assertThat(RemRun.in(database(), "count", "notes").json().get("count").asLong())
                .isEqualTo(1);
    }

    @Test
    void aRunningCallIsFinishedFirst() throws Exception {
        assertThat(RemRun.in(database(), "init").exitCode()).isZero();
        Path schema = Files.writeString(folder.resolve("notes.json"), SCHEMA);
        Process server = serve("--port", "0");
        Process batch = null;
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            String address = Json.parseObject(lines.readLine()).get("address").asString();
            assertThat(on(address, "schema", "add", schema.toString()).exitCode())
                    .isZero();
            batch = start("batch", "--db", address, "insert", "notes", "--batch");
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < 5000; i++) {
                rows.append("{\"key\": \"k").append(i).append("\"}\n");
            }
            batch.getOutputStream().write(rows.toString().getBytes(StandardCharsets.UTF_8));
            batch.getOutputStream().flush();
            while (on(address, "count", "notes").json().get("count").asLong() == 0) {
                Thread.onSpinWait(); // the batch is under way
            }
            Signal signal = Signal.heard();
            signal(server, signal.name());
            batch.getOutputStream().close();
            ObjectNode result =
                    Json.parseObject(new String(batch.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertThat(result.get("inserted").asLong()).isEqualTo(5000);
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).as(messages()).isEqualTo(signal.exitCode);
        } finally {
            server.destroyForcibly();
            if (batch != null) {
                batch.destroyForcibly();
            }
        }
        assertThat(RemRun.in(database(), "count", "notes").json().get("count").asLong())
                .isEqualTo(5000);
    }

    @Test
    void anEncryptedDatabaseIsServedWithAPasswordFromStdin() throws Exception {
        String password = "correct horse\n";
        assertThat(RemProcess.run(database(), password, "key-gen", "--password-stdin")
                        .exitCode())
                .isZero();
        assertThat(RemProcess.run(database(), password, "--no-daemon", "--password-stdin", "init")
                        .out())
                .contains("\"encrypted\":true");
        Process server = serve("--port", "0", "--password-stdin");
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            server.getOutputStream().write(password.getBytes(StandardCharsets.UTF_8));
            server.getOutputStream().close();
            String ready = lines.readLine();
            assertThat(ready).as(messages()).isNotNull();
            assertThat(on(Json.parseObject(ready).get("address").asString(), "count", "documents")
                            .json()
                            .get("count")
                            .asLong())
                    .isZero();
            assertThat(messages()).contains("Serving " + database()).doesNotContain("not encrypted");
        } finally {
            server.destroy();
            server.waitFor();
        }
        assertThat(RemRun.in(database(), "serve", "--port", "0").err()).contains("error[SEALED]");
    }

    @Test
    void saysWhatIsWrongWithItsOptions() {
        assertThat(RemRun.in(database(), "serve", "--port", "65536").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(RemRun.in(database(), "serve", "--tls-cert", "cert.pem").exitCode())
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(RemRun.in(database(), "serve", "--tls-client-ca", "ca.pem").err())
                .contains("--tls-cert and --tls-key");
        assertThat(RemRun.in(database(), "serve").err()).contains("NOT_A_DATABASE");
        assertThat(RemRun.rem("--db", "rem://127.0.0.1:1", "serve").err()).contains("UNSUPPORTED");
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        RemRun run = RemRun.rem("--db", "rem://127.0.0.1:1", "count", "notes");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("error[UNAVAILABLE]: Nothing listens at this address (address=rem://127.0.0.1:1)")
                .contains("rem serve");
        assertThat(RemRun.rem("--db", "rem://", "count", "notes").err()).contains("INVALID_ARGUMENT");
    }

    private Path database() {
        return folder.resolve("db");
    }

    private static RemRun on(String address, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--db", address));
        all.addAll(List.of(arguments));
        return RemRun.rem(all.toArray(String[]::new));
    }

    private Process serve(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--db", database().toString(), "serve"));
        arguments.addAll(List.of(options));
        return start("messages", arguments.toArray(String[]::new));
    }

    private Process start(String messages, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Rem.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve(messages).toFile());
        builder.environment().put("P8_HOME", folder.resolve("home").toString());
        return builder.start();
    }

    private String messages() throws IOException {
        return Files.readString(folder.resolve("messages"));
    }

    private static void signal(Process process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
