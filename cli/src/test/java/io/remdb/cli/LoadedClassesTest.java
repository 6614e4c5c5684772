package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as processes: each loads what it needs. Without the launcher's cache, which loads everything that it holds. */
class LoadedClassesTest {
    private static final String[] MODELS_AND_INDEXES = {
        "org.apache.lucene.", "org.h2.", "ai.onnxruntime.", "ai.djl.", "io.remdb.embedding.onnx."
    };
    private static final String[] ENGINE = {"org.rocksdb.", "io.remdb.store.rocks.", "io.remdb.engine.LocalDatabase "};
    private static final String[] GRPC = {"io.grpc.", "okio.", "io.netty.", "com.google.protobuf."};

    @TempDir
    private Path folder;

    private String id = "";

    @BeforeEach
    void insertOneRow() {
        Path database = folder.resolve("db");
        RemRun.in(database, "init");
        id = RemRun.in(database, "insert", "sessions", "{\"name\": \"planning\"}")
                .json()
                .get("id")
                .asString();
    }

    @Test
    void getInItsOwnProcessLoadsNoModelNoIndexNoSqlAndNoTransport() throws Exception {
        Set<String> loaded = loadedBy("--no-daemon", "get", id);

        assertThat(startingWith(loaded, ENGINE)).isNotEmpty();
        assertThat(startingWith(loaded, MODELS_AND_INDEXES)).isEmpty();
        assertThat(startingWith(loaded, GRPC)).isEmpty();
    }

    @Test
    void getThroughAnOwnerLoadsNoEngineNoModelAndNoServer() throws Exception {
        loadedBy("count", "sessions");
        try {
            Set<String> loaded = loadedBy("get", id);

            assertThat(startingWith(loaded, "io.grpc.okhttp.OkHttpChannelBuilder "))
                    .isNotEmpty();
            assertThat(startingWith(loaded, ENGINE)).isEmpty();
            assertThat(startingWith(loaded, MODELS_AND_INDEXES)).isEmpty();
            assertThat(startingWith(loaded, "io.grpc.okhttp.OkHttpServer", "io.netty.", "io.remdb.server.service.Data"))
                    .isEmpty();
            assertThat(startingWith(loaded, "sun.security.x509.X509CertImpl "))
                    .as("certificates of authorities")
                    .isEmpty();
        } finally {
            loadedBy("daemon", "stop");
        }
    }

    @Test
    void theVersionLoadsNothingOfTheDatabase() throws Exception {
        Set<String> loaded = loadedBy("--version");

        assertThat(startingWith(loaded, ENGINE)).isEmpty();
        assertThat(startingWith(loaded, GRPC)).isEmpty();
        assertThat(startingWith(loaded, "tools.jackson.databind.ObjectMapper ", "tools.jackson.core.json."))
                .isEmpty();
    }

    private static List<String> startingWith(Set<String> classes, String... prefixes) {
        return classes.stream()
                .filter(name -> Arrays.stream(prefixes).anyMatch(name::startsWith))
                .toList();
    }

    /** Runs a command; the classes that it loads, each with a blank behind its name. */
    private Set<String> loadedBy(String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log + ":none",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.remdb.cli.Rem"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("P8_"));
        builder.environment().put("P8_HOME", folder.toString());
        int exitCode = builder.start().waitFor();
        assertThat(exitCode).as(Files.readString(folder.resolve("output"))).isEqualTo(ExitCode.DONE);
        Set<String> classes = new TreeSet<>();
        try (Stream<String> lines = Files.lines(log)) {
            lines.forEach(loaded -> classes.add(loaded.substring(0, loaded.indexOf(' ') + 1)));
        }
        return classes;
    }
}
