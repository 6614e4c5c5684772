package io.remdb.schema;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a Python script that answers with one JSON object on its last line. The script and its arguments are handed over as
 * they are, without a shell; time and output are bounded.
 */
final class PythonProcess {
    private static final int LARGEST_ANSWER_BYTES = 8 << 20;
    private static final int LARGEST_COMPLAINT_BYTES = 64 << 10;

    private final String python;
    private final Duration timeout;

    PythonProcess(String python, Duration timeout) {
        this.python = python;
        this.timeout = timeout;
    }

    ObjectNode run(String script, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(python, "-B", "-X", "utf8", "-c", script));
        command.addAll(arguments);
        Process process = start(command);
        try {
            Output answer = Output.of(process.getInputStream(), LARGEST_ANSWER_BYTES);
            Output complaint = Output.of(process.getErrorStream(), LARGEST_COMPLAINT_BYTES);
            process.getOutputStream().close();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RemException(ErrorCode.PYTHON_FAILED, "Python did not answer in time")
                        .with("python", python)
                        .with("timeout_ms", timeout.toMillis())
                        .hint("Importing the model's file must not wait or run for long");
            }
            return parse(answer, complaint, process.exitValue());
        } catch (IOException e) {
            throw new RemException(ErrorCode.PYTHON_FAILED, "Python cannot be talked to", e).with("python", python);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "Interrupted while Python read the model", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new RemException(ErrorCode.PYTHON_FAILED, "Python cannot be started", e)
                    .with("python", python)
                    .hint("Install Python 3 with Pydantic 2, or set P8_PYTHON to the Python that has it");
        }
    }

    private ObjectNode parse(Output answer, Output complaint, int exitCode) throws InterruptedException, IOException {
        String text = answer.text().strip();
        if (answer.tooLarge()) {
            throw new RemException(ErrorCode.PYTHON_FAILED, "The answer of Python is too large")
                    .with("limit_bytes", LARGEST_ANSWER_BYTES);
        }
        String line = text.substring(text.lastIndexOf('\n') + 1);
        if (exitCode != 0 || !line.startsWith("{")) {
            String errors = complaint.text().strip();
            throw new RemException(ErrorCode.PYTHON_FAILED, "Python failed")
                    .with("python", python)
                    .with("exit_code", exitCode)
                    .with("problem", errors.substring(errors.lastIndexOf('\n') + 1))
                    .hint("Check that P8_PYTHON names a Python 3");
        }
        return Json.parseObject(line);
    }

    /** Reads a stream on a thread of its own, so that the process never waits for a full pipe; keeps a bounded part. */
    private static final class Output {
        private final FutureTask<byte[]> reading;
        private final int limit;

        private Output(InputStream stream, int limit) {
            this.limit = limit;
            this.reading = new FutureTask<>(() -> {
                byte[] kept = stream.readNBytes(limit + 1);
                stream.transferTo(OutputStream.nullOutputStream());
                return kept;
            });
        }

        static Output of(InputStream stream, int limit) {
            Output output = new Output(stream, limit);
            Thread.startVirtualThread(output.reading);
            return output;
        }

        boolean tooLarge() throws InterruptedException, IOException {
            return bytes().length > limit;
        }

        String text() throws InterruptedException, IOException {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        private byte[] bytes() throws InterruptedException, IOException {
            try {
                return reading.get();
            } catch (ExecutionException e) {
                throw new IOException("the output cannot be read", e.getCause());
            }
        }
    }
}
