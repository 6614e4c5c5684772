package io.remdb.engine;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process of a test that says in lines what it does. One thread. */
final class TestProcess implements AutoCloseable {
    private static final int MOST_MINUTES = 60;

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private TestProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /**
     * Starts one; what it complains of is shown.
     *
     * @param main whose method is run
     * @param options of the JVM
     */
    static TestProcess start(Class<?> main, List<String> options, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.config.file=/dev/null"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new TestProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Everything that it has said so far. */
    List<String> lines() {
        return lines;
    }

    /** Reads on until it has said so many lines of a kind; whether it has, and not ended before. */
    boolean await(int count, Predicate<String> kind) throws IOException {
        int left = count;
        while (left > 0) {
            String line = output.readLine();
            if (line == null) {
                return false;
            }
            lines.add(line);
            left -= kind.test(line) ? 1 : 0;
        }
        return true;
    }

    /** Asks it to end, reads the rest, and waits for it. */
    int end() throws IOException, InterruptedException {
        try (BufferedWriter input = process.outputWriter()) {
            input.flush();
        } catch (IOException _) {
            // It has ended by itself.
        }
        output.lines().forEach(lines::add);
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            throw new IOException("It does not end");
        }
        return process.exitValue();
    }

    /** How many descriptors it has open; negative where that cannot be seen. */
    int descriptors() {
        String[] open = new File("/proc/" + process.pid() + "/fd").list();
        return open == null ? -1 : open.length;
    }

    /** Sets one of its limits, such as {@code fsize=1000:}; whether that can be done here. */
    boolean limit(String limit) {
        return run("prlimit", "--pid", Long.toString(process.pid()), "--" + limit) == 0;
    }

    /** The exit code of a command of the system; negative where there is no such command. */
    static int run(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
