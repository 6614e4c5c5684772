package io.remdb.bench;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs the chosen measurements one after another on one database. */
final class Runner {
    private final Settings settings;
    private final List<Measurement> measurements;
    private final PrintStream progress;

    Runner(Settings settings, List<Measurement> measurements, PrintStream progress) {
        this.settings = settings;
        this.measurements = List.copyOf(measurements);
        this.progress = progress;
    }

    /** Runs all; one that fails is reported as failed and does not keep the others from running. */
    Report run() {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Path kept = settings.database();
        List<Result> results = kept == null ? inTemporaryFolder() : in(kept);
        return new Report(begin, settings, LocalModels.DEFAULT, Machine.description(), Machine.versions(), results);
    }

    private List<Result> inTemporaryFolder() {
        Path folder;
        try {
            folder = Files.createTempDirectory("rem-bench");
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "No temporary folder can be made", e)
                    .hint("Name a folder with --db");
        }
        try {
            return in(folder.resolve("db"));
        } finally {
            remove(folder);
        }
    }

    private List<Result> in(Path folder) {
        List<Result> results = new ArrayList<>();
        try (Context context = new Context(settings, folder, progress)) {
            for (Measurement measurement : measurements) {
                progress.printf(Locale.ROOT, "%s: %s%n", measurement.name(), measurement.what());
                progress.flush();
                results.addAll(run(measurement, context));
                Garbage.collect();
            }
        }
        return results;
    }

    private static List<Result> run(Measurement measurement, Context context) {
        try {
            return measurement.run(context);
        } catch (RemException e) {
            return List.of(Result.failed(measurement.name(), "error[" + e.code() + "]: " + e.getMessage()));
        } catch (RuntimeException e) {
            return List.of(Result.failed(measurement.name(), e.toString()));
        }
    }

    /** Removes a folder and what is in it. */
    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The temporary folder cannot be removed", e)
                    .with("folder", folder);
        }
    }
}
