package io.remdb.bench;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run found.
 *
 * @param date when it began, UTC
 * @param settings what was asked for
 * @param model the local model that embeds
 * @param machine by name
 * @param versions by component
 * @param results in the order of the measurements
 */
record Report(
        Instant date,
        Settings settings,
        String model,
        Map<String, String> machine,
        Map<String, String> versions,
        List<Result> results) {
    Report {
        results = List.copyOf(results);
    }

    /** Whether anything failed. */
    boolean failed() {
        return results.stream().anyMatch(result -> result.outcome() == Result.Outcome.FAILED);
    }
}
