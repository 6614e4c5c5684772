package io.remdb.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command in a process of its own, with an owner in the background unless it is told otherwise.
 *
 * @param exitCode how it ended
 * @param out its standard output
 * @param err its standard error
 */
record RemProcess(int exitCode, String out, String err) {
    private static final int LONGEST_SECONDS = 120;

    static RemProcess run(Path database, String input, String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), database, input, arguments);
    }

    /** The same with more in its environment. */
    static RemProcess run(Map<String, String> environment, Path database, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Rem.class.getName(),
                "--db",
                database.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("rem-test-", ".out");
        Path err = Files.createTempFile("rem-test-", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("P8_DAEMON", "on");
            builder.environment().put("P8_HOME", database.resolveSibling("home").toString());
            builder.environment().putAll(environment);
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // it does not read its input
            }
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the command does not end: " + command);
            }
            return new RemProcess(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
