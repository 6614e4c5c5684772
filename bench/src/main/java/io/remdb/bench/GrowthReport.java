package io.remdb.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run at one number of rows has left in a file.
 *
 * @param file where it was read from, which errors name
 * @param date when the run began, UTC
 * @param machine by name
 * @param rows of each table
 * @param encrypted whether the database was
 * @param results in the order of the measurements
 */
record GrowthReport(
        Path file, Instant date, Map<String, String> machine, int rows, boolean encrypted, List<Result> results) {
    static final String CPU = "cpu";
    static final String CORES = "cores";

    GrowthReport {
        results = List.copyOf(results);
    }

    /** What figures depend on most: those of two processors say nothing of growth. */
    String processor() {
        return machine.get(CPU) + ", cores " + machine.get(CORES);
    }
}
