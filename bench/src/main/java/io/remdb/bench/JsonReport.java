package io.remdb.bench;

import io.remdb.json.Json;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The report as programs read it: the same as {@link TextReport}, figures not rounded. */
final class JsonReport {
    private JsonReport() {}

    static ObjectNode of(Report report) {
        ObjectNode json = Json.object();
        json.put("date", report.date().toString());
        ObjectNode machine = json.putObject("machine");
        report.machine().forEach(machine::put);
        ObjectNode versions = json.putObject("versions");
        report.versions().forEach(versions::put);
        json.put("model", report.model());
        json.put("rows", report.settings().rows());
        json.put("seed", report.settings().seed());
        json.put("encrypted", report.settings().encrypted());
        json.put("rounds", report.settings().pace().rounds());
        ArrayNode results = json.putArray("results");
        report.results().forEach(result -> results.add(result(result)));
        return json;
    }

    private static ObjectNode result(Result result) {
        ObjectNode json = Json.object();
        json.put("operation", result.operation());
        json.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
        json.put("n", result.n());
        json.put("p50_ms", result.p50Ms());
        json.put("p99_ms", result.p99Ms());
        Result.Rate rate = result.rate();
        if (rate != null) {
            json.put("per_second", rate.perSecond());
            json.put("unit", rate.unit());
        }
        ArrayNode figures = json.putArray("figures");
        for (Figure figure : result.figures()) {
            figures.addObject()
                    .put("name", figure.name())
                    .put("value", figure.value())
                    .put("unit", figure.unit());
        }
        json.put("note", result.note());
        Budget budget = result.budget();
        if (budget != null) {
            json.putObject("budget").put("text", budget.text()).put("met", budget.metBy(result));
        }
        return json;
    }
}
