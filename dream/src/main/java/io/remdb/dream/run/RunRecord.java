package io.remdb.dream.run;

import io.remdb.Entity;
import io.remdb.RemDatabase;
import io.remdb.dream.DreamOptions;
import io.remdb.dream.DreamReport;
import io.remdb.json.Json;
import io.remdb.llm.Usage;
import io.remdb.text.Timestamps;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The row of {@code dream_runs} that says how far a run has got. A run that is run again, or completed, is the same row: what it has cost before is
 * added up, and a schedule that wanted it is not forgotten. One thread.
 */
final class RunRecord {
    private static final String SCHEDULE = "schedule";
    private static final String CALLS = "llm_calls";
    private static final String INPUT = "input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final String COST = "cost_usd";

    private final RemDatabase database;
    private final ObjectNode before;
    private final ObjectNode row = Json.object();
    private int written;

    /** Begins a record, and says that the run works. */
    RunRecord(RemDatabase database, String runId, DreamOptions options, DreamOptions.Window window, Names names) {
        this.database = database;
        UUID id = DreamTables.id(DreamTables.RUNS, runId);
        this.before = database.get(id)
                .filter(there -> !there.deleted())
                .map(Entity::properties)
                .orElseGet(Json::object);
        row.put("run_id", runId);
        row.put("state", "running");
        row.put("start_time", Timestamps.text(window.start()));
        row.put("end_time", Timestamps.text(window.end()));
        row.put("model", names.describer());
        row.put("embedding_model", names.embedding());
        row.put("started_at", Timestamps.text(Instant.now().truncatedTo(ChronoUnit.MICROS)));
        row.put("messages_stored", database.count("messages"));
        if (options.schedule() != null) {
            row.put(SCHEDULE, options.schedule().toString());
        } else if (before.path(SCHEDULE).isString()) {
            row.set(SCHEDULE, before.path(SCHEDULE));
        }
        add(null);
        write();
    }

    /** Who describes, and whose vectors are compared. */
    record Names(String describer, String embedding) {}

    /** Notes on the way what has been used of a language model, so that a run that is killed has not cost nothing. */
    void used(@Nullable Usage usage) {
        if (usage != null && usage.calls() > written) {
            add(usage);
            write();
            written = usage.calls();
        }
    }

    /** The run is at its end, or was stopped. */
    void ended(DreamReport report) {
        row.put("state", report.stopped() ? "stopped" : "done");
        row.put("duration_ms", report.durationMs());
        row.put("messages", report.items());
        row.put("moments", report.moments().size());
        row.put("links", report.edgeCount());
        row.put("summaries", report.summaries().size());
        row.put("themes", report.themes().size());
        report.problems().forEach(row.withArray("problems")::add);
        add(report.usage());
        write();
    }

    /** The run could not go on. */
    void failed(Throwable reason, @Nullable Usage usage) {
        row.put("state", "failed");
        row.withArray("problems").add(String.valueOf(reason.getMessage() == null ? reason : reason.getMessage()));
        add(usage);
        write();
    }

    private void add(@Nullable Usage usage) {
        if (usage == null && !before.path(CALLS).isNumber()) {
            return;
        }
        row.put(CALLS, before.path(CALLS).asLong(0) + (usage == null ? 0 : usage.calls()));
        row.put(
                INPUT,
                before.path(INPUT).asLong(0)
                        + (usage == null ? 0 : usage.tokens().input()));
        row.put(
                OUTPUT,
                before.path(OUTPUT).asLong(0)
                        + (usage == null ? 0 : usage.tokens().output()));
        row.put(COST, cost(before.path(COST), usage));
    }

    /** Unknown as soon as one part of it is. */
    private @Nullable BigDecimal cost(JsonNode known, @Nullable Usage usage) {
        if (!known.isNumber() && before.path(CALLS).asLong(0) > 0) {
            return null;
        }
        BigDecimal so = known.isNumber() ? known.decimalValue() : BigDecimal.ZERO;
        return usage == null ? so : usage.costUsd() == null ? null : so.add(usage.costUsd());
    }

    private void write() {
        database.insert(DreamTables.RUNS, Json.text(row));
    }
}
