package io.remdb.server.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another JVM with the same class path. */
public final class Child implements AutoCloseable {
    private static final int MOST_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;

    private Child(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a main class. */
    public static Child start(Class<?> main, Object... arguments) {
        return start(Map.of(), System.getProperty("java.class.path"), main, arguments);
    }

    /** The same in another environment, with another class path. */
    public static Child start(Map<String, String> environment, String classPath, Class<?> main, Object... arguments) {
        return start(List.of(), environment, classPath, main, arguments);
    }

    /**
     * The same through another command.
     *
     * @param through what the command line of the JVM is given to, such as {@code ip netns exec NAME}
     */
    public static Child start(
            List<String> through,
            Map<String, String> environment,
            String classPath,
            Class<?> main,
            Object... arguments) {
        List<String> command = new ArrayList<>(through);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                main.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        try {
            return new Child(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers, before it asks, that there is no key: a new database is not encrypted. */
    public Child handNoKey() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that it says. */
    public String line() {
        try {
            String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException("the child has ended with " + process.waitFor());
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until it says this. */
    public Child await(String wanted) {
        String line = line();
        while (!line.equals(wanted)) {
            line = line();
        }
        return this;
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** As kill -9 does. */
    public void kill() {
        process.toHandle().destroyForcibly();
        awaitEnd();
    }

    /** Ends its input, and waits until it has ended. */
    public void endInput() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitEnd();
    }

    /** As kill -15 does. */
    public void terminate() {
        process.toHandle().destroy();
        awaitEnd();
    }

    /** Waits until it has ended; its exit code. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the child does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
