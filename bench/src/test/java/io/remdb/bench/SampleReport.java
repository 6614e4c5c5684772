package io.remdb.bench;

import io.remdb.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports as the benchmark writes them, with figures that nobody has measured. */
final class SampleReport {
    static final Map<String, String> MACHINE = machine("AMD <EPYC> & co", "2");

    private SampleReport() {}

    static Map<String, String> machine(String cpu, String cores) {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("cpu", cpu);
        machine.put("cores", cores);
        machine.put("memory", "7.8 GB");
        return machine;
    }

    /** Writes a report of a plain database on {@link #MACHINE}. */
    static Path write(Path file, int rows, Result... results) {
        return write(file, rows, MACHINE, false, results);
    }

    static Path write(Path file, int rows, Map<String, String> machine, boolean encrypted, Result... results) {
        Settings settings = new Settings(rows, Settings.DEFAULT_SEED, null, null, List.of(), encrypted, Pace.TINY);
        Instant date = Instant.parse("2026-01-02T03:04:05Z").plusSeconds(rows);
        Report report = new Report(date, settings, "local:none", machine, Map.of(), List.of(results));
        try {
            return Files.writeString(file, Json.text(JsonReport.of(report)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
