package io.remdb.dream;

import io.remdb.RemDatabase;
import io.remdb.embedding.EmbeddingModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that dreams, says what it finds, and may be killed. */
final class DreamProcess implements AutoCloseable {
    private static final String MOMENT = "moment ";
    private static final String DONE = "done ";
    private static final int MOST_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;

    private DreamProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static DreamProcess start(Path database, Instant from, Instant until, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DreamProcess.class.getName(),
                database.toString(),
                from.toString(),
                until.toString()));
        return new DreamProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** {@code FOLDER FROM UNTIL}. */
    public static void main(String[] arguments) {
        try (EmbeddingModel model = new Remembering(Weeks.model());
                RemDatabase database = RemDatabase.open(Path.of(arguments[0]))) {
            DreamReport report = dream(database, model, Instant.parse(arguments[1]), Instant.parse(arguments[2]))
                    .options(options -> options.withProgress((done, total) -> System.out.println(MOMENT + done)))
                    .run();
            System.out.println(DONE + report.moments().size() + " of " + report.items());
        }
    }

    /** The dream that the process has. */
    static Dream dream(RemDatabase database, EmbeddingModel model, Instant from, Instant until) {
        return Dream.on(database)
                .with(model)
                .between(from, until)
                .options(options -> options.withClock(Clock.fixed(until, ZoneOffset.UTC)));
    }

    /** Kills it, as {@code kill -9} does, when it has said of so many moments that they are done. */
    void killAfter(int moments) throws IOException {
        for (int seen = 0; seen < moments; seen++) {
            next(MOMENT);
        }
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** Waits for its end; what it says of the whole. */
    String finish() throws IOException {
        String report = next(DONE);
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The process does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return report;
    }

    private String next(String beginning) throws IOException {
        StringBuilder other = new StringBuilder();
        while (true) {
            String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException("The process has ended: " + other);
            }
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
            if (!line.startsWith(MOMENT)) {
                other.append(line).append('\n');
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Embeds no text twice: the weeks of a test repeat each other. */
    private static final class Remembering implements EmbeddingModel {
        private final EmbeddingModel model;
        private final Map<String, float[]> known = new HashMap<>();

        Remembering(EmbeddingModel model) {
            this.model = model;
        }

        @Override
        public String name() {
            return model.name();
        }

        @Override
        public int dimension() {
            return model.dimension();
        }

        @Override
        public List<float[]> embedDocuments(List<String> texts) {
            List<String> unknown = texts.stream()
                    .distinct()
                    .filter(text -> !known.containsKey(text))
                    .toList();
            List<float[]> vectors = model.embedDocuments(unknown);
            for (int i = 0; i < unknown.size(); i++) {
                known.put(unknown.get(i), vectors.get(i));
            }
            return texts.stream().map(known::get).toList();
        }

        @Override
        public float[] embedQuery(String text) {
            return model.embedQuery(text);
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
