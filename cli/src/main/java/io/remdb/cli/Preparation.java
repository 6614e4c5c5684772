package io.remdb.cli;

import io.remdb.cli.output.Terminal;
import io.remdb.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the launcher does once after a build so that every start is fast: unpacks the native libraries of this platform,
 * which would otherwise be unpacked at each start, renews jars that the JVM cannot keep in its cache, and runs the common
 * commands, from which the JVM records what to load.
 */
public final class Preparation {
    private static final String ROW =
            "{\"title\": \"Ownership in Rust\", \"content\": \"Every value has one owner.\", \"category\": \"programming\"}";

    private Preparation() {}

    /** {@code unpack FOLDER LIBRARIES}, {@code train FOLDER} or {@code alone FOLDER}. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        Files.createDirectories(folder);
        switch (arguments[0]) {
            case "unpack" -> {
                unpack(folder);
                renew(Path.of(arguments[2]), folder);
            }
            case "train" -> trainWithOwner(folder.resolve("shared"));
            case "alone" -> train(folder.resolve("alone"), "--no-daemon");
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** The names are those of RocksDB 11 and ONNX Runtime; a library that is not there is unpacked by its owner as before. */
    private static void unpack(Path folder) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        if (system.contains("linux")) {
            copy("/librocksdbjni-linux" + (arm ? "-aarch64" : "64") + ".so", folder);
            copy("/ai/onnxruntime/native/linux-" + (arm ? "aarch64" : "x64") + "/libonnxruntime.so", folder);
            copy("/ai/onnxruntime/native/linux-" + (arm ? "aarch64" : "x64") + "/libonnxruntime4j_jni.so", folder);
        } else if (system.contains("mac")) {
            copy("/librocksdbjni-osx-" + (arm ? "arm64" : "x86_64") + ".jnilib", folder);
            copy("/ai/onnxruntime/native/osx-" + (arm ? "aarch64" : "x64") + "/libonnxruntime.dylib", folder);
            copy("/ai/onnxruntime/native/osx-" + (arm ? "aarch64" : "x64") + "/libonnxruntime4j_jni.dylib", folder);
        }
    }

    private static void renew(Path libraries, Path folder) throws IOException {
        try (Stream<Path> jars = Files.list(libraries)) {
            for (Path jar :
                    jars.filter(path -> path.toString().endsWith(".jar")).toList()) {
                if (OldClasses.in(jar)) {
                    OldClasses.renew(jar, folder.resolve(jar.getFileName()));
                }
            }
        }
    }

    private static void copy(String resource, Path folder) throws IOException {
        try (InputStream library = Preparation.class.getResourceAsStream(resource)) {
            if (library != null) {
                Files.copy(library, folder.resolve(resource.substring(resource.lastIndexOf('/') + 1)));
            }
        }
    }

    /** The owner writes its own cache when it ends, for which its end is waited for. */
    private static void trainWithOwner(Path folder) throws IOException {
        Path database = train(folder, "--format=json");
        run(database, "", "daemon", "status");
        run(database, "", "daemon", "stop");
    }

    /** Runs the common commands on a new database, which it returns. */
    private static Path train(Path folder, String option) throws IOException {
        Files.createDirectories(folder);
        Path database = folder.resolve("db");
        Path schema = folder.resolve("articles.schema.yaml");
        try (InputStream example = Preparation.class.getResourceAsStream("/examples/articles.schema.yaml")) {
            Files.copy(Objects.requireNonNull(example), schema);
        }
        run(database, "", "--help");
        run(database, "", option, "init");
        run(database, "", option, "schema", "add", schema.toString());
        run(database, ROW, option, "insert", "articles", "--batch");
        String inserted = run(database, "", option, "insert", "articles", ROW);
        String id = Json.parseObject(inserted).path("id").asString();
        run(database, "", option, "lookup", "Ownership in Rust");
        run(database, "", option, "get", id);
        run(database, "", option, "update", id, "{\"category\": \"languages\"}");
        run(database, "", option, "get", "00000000-0000-8000-8000-000000000000");
        run(database, "", option, "count", "articles");
        run(database, "", option, "--format", "table", "list", "articles");
        run(database, "", option, "search", "memory safety", "--schema=articles");
        run(database, "", option, "query", "SELECT category, count(*) AS n FROM articles GROUP BY category");
        run(database, "", "config");
        return database;
    }

    /** Runs one command; what it prints. */
    private static String run(Path database, String input, String... arguments) {
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Streams streams = new Streams(in, out, System.err, Terminal.NONE);
        List<String> words = Arrays.asList(arguments);
        EarlyStart.of(CommandWords.of(words));
        Rem.run(words, streams, new Interruption(Thread.currentThread()), database);
        return out.toString(StandardCharsets.UTF_8);
    }
}
