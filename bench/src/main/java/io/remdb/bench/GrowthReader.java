package io.remdb.bench;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what {@link JsonReport} has written. Other files are refused, and so are other reports of this program. */
final class GrowthReader {
    private final Path file;

    private GrowthReader(Path file) {
        this.file = file;
    }

    /**
     * Reads a report.
     *
     * @throws RemException {@link ErrorCode#IO_ERROR}, {@link ErrorCode#INVALID_JSON}, or {@link ErrorCode#INVALID_ARGUMENT} where
     *     it is JSON of another kind
     */
    static GrowthReport read(Path file) {
        return new GrowthReader(file).report();
    }

    private GrowthReport report() {
        JsonNode json = parse();
        JsonNode rows = json.path("rows");
        require(rows.isInt() && rows.intValue() > 0, "rows");
        JsonNode encrypted = json.path("encrypted");
        require(encrypted.isBoolean(), "encrypted");
        JsonNode results = json.path("results");
        require(results.isArray(), "results");
        List<Result> read = new ArrayList<>();
        for (JsonNode result : results) {
            read.add(result(result));
        }
        return new GrowthReport(file, date(json), machine(json), rows.intValue(), encrypted.booleanValue(), read);
    }

    private JsonNode parse() {
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The report cannot be read", e)
                    .with("file", file)
                    .because(e);
        }
        try {
            return Json.parse(text);
        } catch (RemException e) {
            throw e.with("file", file);
        }
    }

    private Instant date(JsonNode json) {
        try {
            return Instant.parse(text(json, "date"));
        } catch (DateTimeParseException e) {
            throw foreign("date", e);
        }
    }

    private Map<String, String> machine(JsonNode json) {
        Map<String, String> machine = new LinkedHashMap<>();
        json.path("machine").properties().forEach(entry -> {
            require(entry.getValue().isString(), "machine");
            machine.put(entry.getKey(), entry.getValue().asString());
        });
        require(machine.containsKey(GrowthReport.CPU) && machine.containsKey(GrowthReport.CORES), "machine");
        return machine;
    }

    private Result result(JsonNode json) {
        Result result = outcome(json);
        JsonNode p50 = json.path("p50_ms");
        if (p50.isNumber()) {
            result = result.withP50(p50.doubleValue());
        }
        JsonNode rate = json.path("per_second");
        if (rate.isNumber()) {
            result = result.withRate(rate.doubleValue(), text(json, "unit"));
        }
        for (JsonNode figure : json.path("figures")) {
            if (figure.path("value").isNumber()) { // what is not finite is written as text
                result = result.withFigure(
                        text(figure, "name"), figure.path("value").doubleValue(), text(figure, "unit"));
            }
        }
        return json.has("budget")
                ? Budget.withText(text(json.path("budget"), "text"))
                        .map(result::withBudget)
                        .orElse(result)
                : result;
    }

    private Result outcome(JsonNode json) {
        String operation = text(json, "operation");
        JsonNode n = json.path("n");
        require(n.canConvertToLong(), "n");
        return switch (text(json, "outcome").toUpperCase(Locale.ROOT)) {
            case "MEASURED" -> Result.of(operation, n.longValue());
            case "SKIPPED" -> Result.skipped(operation, "");
            case "FAILED" -> Result.failed(operation, "");
            default -> throw foreign("outcome");
        };
    }

    private String text(JsonNode json, String name) {
        require(json.path(name).isString(), name);
        return json.path(name).asString();
    }

    private void require(boolean there, String name) {
        if (!there) {
            throw foreign(name);
        }
    }

    private RemException foreign(String missing) {
        return foreign(missing, null);
    }

    private RemException foreign(String missing, @Nullable Exception cause) {
        return new RemException(
                        ErrorCode.INVALID_ARGUMENT, "The file is no report of measurements at a number of rows", cause)
                .with("file", file)
                .with("missing or of another kind", missing)
                .hint("'rem bench --rows N --json FILE' writes one");
    }
}
