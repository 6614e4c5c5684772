package io.remdb.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lines for a shell, run by one, in which {@code rem} runs in this process: a JVM for each would take a second. The shell's {@code rem} is
 * a script that hands the command line, the variables and the input over through two pipes with names, one command at a time.
 */
final class RemInShell implements AutoCloseable {
    private static final long LONGEST_SECONDS = 120;
    /** The first lines of a request; what follows are arguments. */
    private static final List<String> VARIABLES = List.of("P8_HOME", "P8_PASSWORD", "P8_DAEMON");

    private static final String SCRIPT = """
            #!/bin/sh
            if [ -p /dev/stdin ]; then cat; fi > "$REM_SHELL/in"
            printf '%s\\n' "${P8_HOME-}" "${P8_PASSWORD-}" "${P8_DAEMON-}" "$@" > "$REM_SHELL/request"
            read -r code < "$REM_SHELL/answer"
            cat "$REM_SHELL/out"
            cat "$REM_SHELL/err" >&2
            exit "$code"
            """;

    /** What a line did: the commands that it ran, each with what came of it, and all that the shell said. */
    record Line(List<RemRun> runs, int exitCode, String output) {}

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<RemRun> runs = new ArrayList<>();
    private final Thread answering;
    private volatile @Nullable Throwable failure;

    RemInShell(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.writeString(bin.resolve("rem"), SCRIPT);
        Files.setPosixFilePermissions(bin.resolve("rem"), PosixFilePermissions.fromString("rwx------"));
        Process pipes = new ProcessBuilder(
                        "mkfifo",
                        folder.resolve("request").toString(),
                        folder.resolve("answer").toString())
                .inheritIO()
                .start();
        if (pipes.waitFor() != 0) {
            throw new IOException("no pipes in " + folder);
        }
        environment.put("REM_SHELL", folder.toString());
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
        environment.put("TMPDIR", folder.toString());
        answering = Thread.ofPlatform().name("rem-in-shell").daemon().start(this::answer);
    }

    private void answer() {
        try {
            while (true) {
                List<String> request = Files.readAllLines(folder.resolve("request")); // waits for a writer
                if (request.isEmpty()) {
                    return;
                }
                Map<String, String> variables = new HashMap<>();
                for (int i = 0; i < VARIABLES.size(); i++) {
                    if (!request.get(i).isEmpty()) {
                        variables.put(VARIABLES.get(i), request.get(i));
                    }
                }
                RemRun run = RemRun.with(
                        variables,
                        Files.readString(folder.resolve("in")),
                        request.subList(VARIABLES.size(), request.size()).toArray(String[]::new));
                runs.add(run);
                Files.writeString(folder.resolve("out"), run.out());
                Files.writeString(folder.resolve("err"), run.err());
                Files.writeString(folder.resolve("answer"), run.exitCode() + "\n");
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Runs a line. */
    Line type(String line) throws IOException, InterruptedException {
        runs.clear();
        Path output = folder.resolve("shell");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-e", "-c", line)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeAll(VARIABLES);
        builder.environment().putAll(environment);
        Process shell = builder.start();
        if (!shell.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
            throw new IllegalStateException("the line does not end: " + line, failure);
        }
        return new Line(List.copyOf(runs), shell.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Files.write(folder.resolve("request"), new byte[0]);
        answering.join(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS));
        Throwable unexpected = failure;
        if (unexpected != null) {
            throw new IllegalStateException(Arrays.toString(unexpected.getStackTrace()), unexpected);
        }
    }
}
