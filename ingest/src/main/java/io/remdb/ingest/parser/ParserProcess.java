package io.remdb.ingest.parser;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.ingest.document.Document;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The process that reads formats. It is started when the first file needs it, serves one file after the other, and is ended and started
 * anew when a file takes too long, exhausts its memory or makes it crash. One thread, but {@link #close}, which any may call.
 */
public final class ParserProcess implements AutoCloseable {
    private static final String MAIN_CLASS = "io.remdb.ingest.parser.child.ParserMain";
    /** What {@code -XX:+ExitOnOutOfMemoryError} ends a process with. */
    private static final int OUT_OF_MEMORY = 3;

    private static final int METASPACE_MEGABYTES = 192;

    private final ParserLimits limits;
    private final Path temporaryFolder;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("rem-parser-timer").unstarted(task));
    private volatile @Nullable Child child;
    private volatile boolean closed;

    /** @param temporaryFolder where parsers put aside what they must */
    public ParserProcess(ParserLimits limits, Path temporaryFolder) {
        this.limits = limits;
        this.temporaryFolder = temporaryFolder;
    }

    private record Child(Process process, DataOutputStream requests, DataInputStream answers) {
        void end() {
            process.destroyForcibly();
        }
    }

    /**
     * Reads a file.
     *
     * @throws RemException {@link ErrorCode#TIMEOUT}, {@link ErrorCode#TOO_LARGE}, {@link ErrorCode#UNSUPPORTED} and
     *     {@link ErrorCode#CORRUPTED} for files that are not read, {@link ErrorCode#CANCELLED} when this has been closed,
     *     {@link ErrorCode#IO_ERROR} when no process can be started
     */
    public Document parse(Path file, String name) {
        ParseRequest request = new ParseRequest(file.toString(), name, limits.characters(), limits.attachmentDepth());
        Child current = running();
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> deadline = timer.schedule(
                () -> {
                    late.set(true);
                    current.end();
                },
                limits.seconds(),
                TimeUnit.SECONDS);
        try {
            Frames.write(request, current.requests);
            return document(Frames.readAnswer(current.answers, limits.characters()));
        } catch (IOException e) {
            throw broken(current, late.get(), e);
        } finally {
            deadline.cancel(false);
        }
    }

    private static Document document(ParseAnswer answer) {
        return switch (answer) {
            case ParseAnswer.Read(Document document) -> document;
            case ParseAnswer.Refused(ErrorCode code, String message, String contentType, String reason) -> {
                RemException refusal = new RemException(code, message);
                if (!contentType.isEmpty()) {
                    refusal.with("content_type", contentType);
                }
                if (!reason.isEmpty()) {
                    refusal.with("reason", reason);
                }
                throw refusal;
            }
        };
    }

    /** The process has gone, or says what makes no sense: whatever it was, it is ended, and the next file gets a new one. */
    private RemException broken(Child current, boolean late, IOException cause) {
        current.end();
        child = null;
        if (closed) {
            return new RemException(ErrorCode.CANCELLED, "The reading of files was stopped", cause);
        }
        if (late) {
            return new RemException(ErrorCode.TIMEOUT, "The file took the parser longer than the limit", cause)
                    .with("limit_seconds", limits.seconds());
        }
        int exitCode;
        try {
            exitCode = current.process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RemException(ErrorCode.CANCELLED, "The reading of files was interrupted", e);
        }
        if (exitCode == OUT_OF_MEMORY) {
            return new RemException(ErrorCode.TOO_LARGE, "The file needs more memory than its parser may use", cause)
                    .with("limit_mb", limits.heapMegabytes());
        }
        return new RemException(ErrorCode.CORRUPTED, "The file made its parser crash", cause)
                .with("exit_code", exitCode)
                .with("reason", cause.getMessage());
    }

    private Child running() {
        Child current = child;
        if (current == null || !current.process.isAlive()) {
            current = start();
            child = current;
        }
        if (closed) {
            current.end();
            throw new RemException(ErrorCode.CANCELLED, "The reading of files was stopped");
        }
        return current;
    }

    private Child start() {
        ProcessBuilder builder = new ProcessBuilder(command());
        // What libraries log about files is of no use to anybody who has the answer.
        builder.redirectError(Redirect.DISCARD);
        // No settings, keys or passwords of the user's: a parser needs none.
        builder.environment().clear();
        // The names of files are UTF-8.
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.directory(temporaryFolder.toFile());
        try {
            Process process = builder.start();
            return new Child(
                    process,
                    new DataOutputStream(new BufferedOutputStream(process.getOutputStream())),
                    new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16)));
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The process that reads formats cannot be started", e)
                    .with("reason", e.getMessage());
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + limits.heapMegabytes() + "m");
        command.add("-XX:MaxMetaspaceSize=" + METASPACE_MEGABYTES + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        // What it says then is no answer, after which it would be ended before it has said by its exit code what it
        // was.
        command.add("-XX:+DisplayVMOutputToStderr");
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add("-XX:-UsePerfData");
        command.add("-Djava.awt.headless=true");
        command.add("-Dfile.encoding=UTF-8");
        command.add("-Djava.io.tmpdir=" + temporaryFolder);
        // No document brings in another, by whatever parser of XML it is read.
        command.add("-Djavax.xml.accessExternalDTD=");
        command.add("-Djavax.xml.accessExternalSchema=");
        command.add("-Djavax.xml.accessExternalStylesheet=");
        command.add("-cp");
        command.add(ParserClassPath.find());
        command.add(MAIN_CLASS);
        return command;
    }

    /** Ends the process, and whatever it is doing. */
    @Override
    public void close() {
        closed = true;
        Child current = child;
        if (current != null) {
            current.end();
        }
        timer.shutdownNow();
    }
}
