package io.remdb.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The launcher, in a folder as a build leaves it, over the classes that are tested: without sources and caches of a JVM. */
record Launched(Path folder) {
    private static final int LONGEST_SECONDS = 240;

    /** No statement ends by itself that a test is to stop. */
    private static final String TIMEOUT_MS = "600000";

    /** What a launched command did. */
    record Run(int exitCode, String out, String err) {}

    /** Makes the folder; the database is {@code db} beside it. */
    static Launched in(Path parent) throws IOException, InterruptedException {
        Launched launched = new Launched(parent.resolve("launched"));
        Path lib = Files.createDirectories(launched.target().resolve("lib"));
        Path module = Path.of("").toAbsolutePath();
        Files.copy(module.resolveSibling("rem"), launched.folder.resolve("rem"));
        Files.copy(
                module.resolve("src/main/launcher/carrier.pl"),
                launched.target().resolve("carrier.pl"));
        writeJar(lib.resolve("rem.jar"));
        Files.createFile(launched.target().resolve("built"));
        launched.build("one");
        for (Path jdk : jdks()) {
            Path cache =
                    Files.createDirectories(launched.target().resolve("start-" + checksum(jdk.resolve("release"))));
            Path ready = Files.createFile(cache.resolve("ready"));
            Files.setLastModifiedTime(ready, FileTime.from(Instant.now().plusSeconds(1)));
        }
        return launched;
    }

    private static List<Path> jdks() throws IOException {
        try (Stream<Path> installed = Files.list(Path.of("/usr/lib/jvm"))) {
            return Stream.concat(installed, Stream.of(Path.of(System.getProperty("java.home"))))
                    .filter(jdk -> Files.exists(jdk.resolve("release")))
                    .map(Path::toAbsolutePath)
                    .distinct()
                    .filter(jdk -> !Files.isSymbolicLink(jdk))
                    .toList();
        }
    }

    private static String checksum(Path file) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("cksum").redirectInput(file.toFile()).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.substring(0, printed.indexOf(' '));
    }

    /** A jar that stands for the class path of this test. */
    private static void writeJar(Path jar) throws IOException {
        List<String> places = Arrays.stream(
                        System.getProperty("java.class.path").split(":"))
                .map(place -> Path.of(place).toUri().toString())
                .toList();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", places));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.flush();
        }
    }

    private Path target() {
        return folder.resolve("cli/target/rem");
    }

    Path database() {
        return folder.resolveSibling("db");
    }

    /** Makes it the launcher of another build. */
    void build(String name) throws IOException {
        Files.writeString(target().resolve("build"), name + "\n");
    }

    /** The command line, for a process of the caller's own making. */
    ProcessBuilder process(String... arguments) {
        List<String> command = new ArrayList<>(List.of(folder.resolve("rem").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("P8_") || name.equals("COLUMNS"));
        environment.putAll(environment());
        return builder;
    }

    /** The variables of all commands. */
    Map<String, String> environment() {
        return Map.of(
                "P8_HOME", folder.resolveSibling("home").toString(),
                "P8_DB_PATH", database().toString(),
                "P8_SEARCH_TIMEOUT_MS", TIMEOUT_MS);
    }

    /** Runs a command, through an owner if there is one. */
    Run run(String input, String... arguments) throws IOException, InterruptedException {
        return run(process(arguments), input);
    }

    /** Runs a command in a JVM of its own, a client of the owner. */
    Run runInJvm(String input, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = process(arguments);
        builder.environment().put("REM_CARRIED", "no");
        return run(builder, input);
    }

    static Run run(ProcessBuilder builder, String input) throws IOException, InterruptedException {
        Path out = Files.createTempFile("rem-test-", ".out");
        Path err = Files.createTempFile("rem-test-", ".err");
        try {
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // it does not read its input
            }
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the command does not end: " + builder.command());
            }
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
