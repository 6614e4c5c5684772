package io.remdb.server.owner;

import com.google.protobuf.InvalidProtocolBufferException;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import io.remdb.crypto.KeySource;
import io.remdb.server.command.CommandServer;
import io.remdb.server.proto.Error;
import io.remdb.server.wire.ErrorWire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What came of starting an owner in the background. */
sealed interface BackgroundStart {
    /** What the owner writes in front of what it has to say to its starter; everything else is the JVM's. */
    String MARK = "rem-owner ";

    /** It serves. */
    String READY = "ready";

    /** It can be reached by nobody. */
    String NO_SOCKET = "no-socket";

    /** Recovery of a large log may take some time. */
    long MOST_SECONDS = 120;

    /** The owner serves the database. */
    record Ready() implements BackgroundStart {}

    /** No place takes a socket, so nobody can share a database here. */
    record NoSocket() implements BackgroundStart {}

    /** The database cannot be opened. */
    record Refused(RemException why) implements BackgroundStart {}

    /** The process ended without a word. */
    record Died(int exitCode, String output) implements BackgroundStart {
        RemException error() {
            return new RemException(
                            ErrorCode.UNAVAILABLE, "The owner of the database cannot be started in the background")
                    .with("exit_code", exitCode)
                    .with("output", output)
                    .hint("Add --no-daemon, or set P8_DAEMON=off, to work without one");
        }
    }

    /** Properties of this process that the other needs too, where they are set. */
    List<String> HANDED_ON =
            List.of("java.library.path", "java.io.tmpdir", "onnxruntime.native.path", "user.home", CommandServer.BUILD);

    /** The cache from which an owner starts faster, where there is one. */
    String AOT_CACHE = "rem.owner.aot";

    /** Where an owner shall write such a cache at its end. */
    String AOT_CACHE_OUTPUT = "rem.owner.aot.output";

    int LONGEST_OUTPUT = 2000;

    /** Starts an owner, and waits until it serves or has said why not. */
    static BackgroundStart of(Path folder, Creation creation, KeySource keys) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command(folder, creation)).redirectErrorStream(true);
            // It asks for the key. What a process was started with can be read for as long as it runs.
            builder.environment().remove("P8_PASSWORD");
            Process process = builder.start();
            return outcome(process, keys);
        } catch (IOException e) {
            return new Died(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "Waiting for the database was interrupted", e);
        }
    }

    /** Read in another thread: a read of a pipe knows neither a deadline nor an interrupt. */
    private static BackgroundStart outcome(Process process, KeySource keys) throws IOException, InterruptedException {
        FutureTask<BackgroundStart> reading = new FutureTask<>(() -> read(process, keys));
        Thread.ofPlatform().name("rem-owner-output").daemon().start(reading);
        try {
            return reading.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new Refused(
                    new RemException(ErrorCode.TIMEOUT, "The owner of the database does not say that it serves", e)
                            .with("pid", process.pid())
                            .hint("It may have much to recover: try again in a while, or add --no-daemon"));
        } catch (ExecutionException e) {
            // Without its key the owner ends by itself: its input is closed.
            if (e.getCause() instanceof RemException why) {
                return new Refused(why);
            }
            throw new IOException(e.getCause());
        }
    }

    private static BackgroundStart read(Process process, KeySource keys) throws IOException, InterruptedException {
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                OutputStream answers = process.getOutputStream()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(MARK)) {
                    String word = line.substring(MARK.length());
                    if (!word.equals(HandedKeys.OPEN) && !word.equals(HandedKeys.CREATE)) {
                        return said(word);
                    }
                    HandedKeys.answer(word, keys, answers);
                    continue;
                }
                if (output.length() < LONGEST_OUTPUT) {
                    output.append(line).append(' ');
                }
            }
        }
        return new Died(process.waitFor(), output.toString().strip());
    }

    private static BackgroundStart said(String word) throws InvalidProtocolBufferException {
        return switch (word) {
            case READY -> new Ready();
            case NO_SOCKET -> new NoSocket();
            default -> new Refused(refusal(word));
        };
    }

    private static RemException refusal(String word) throws InvalidProtocolBufferException {
        return ErrorWire.exception(Error.parseFrom(Base64.getDecoder().decode(word)));
    }

    /** What an owner writes that cannot open the database. */
    static String refused(RemException why) {
        return MARK + Base64.getEncoder().encodeToString(ErrorWire.error(why).toByteArray());
    }

    /**
     * The shell makes the owner deaf to what a terminal sends to the command that starts it: Ctrl-C, Ctrl-Z, its end. A signal
     * that is ignored stays so for the program that takes the shell's place. Whatever the owner writes, its logs and those of a
     * crash too, is its user's alone.
     */
    private static List<String> command(Path folder, Creation creation) {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", "umask 077; trap '' HUP INT QUIT TSTP TTIN TTOU; exec \"$@\"", "rem-owner"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String output = System.getProperty(AOT_CACHE_OUTPUT);
        String cache = System.getProperty(AOT_CACHE);
        if (output != null) {
            command.add("-XX:AOTCacheOutput=" + output);
        } else if (cache != null && Files.isRegularFile(Path.of(cache))) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash", // memory has what is encrypted on disk
                "-XX:ErrorFile=" + folder.toAbsolutePath().resolve("owner-crash-%p.log"),
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector"));
        for (String property : HANDED_ON) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BackgroundOwner.class.getName()));
        command.addAll(List.of(folder.toAbsolutePath().toString(), creation.name()));
        return command;
    }
}
