package io.remdb.ask.evaluation;

import io.remdb.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The rows that answer a question, and whether a result has them. What is compared is said in {@code examples/ask/README.md}. */
record Expectation(String match, List<String> keys, Set<String> within, List<JsonNode> rows, boolean ordered) {
    private static final int FIRST_ROWS = 10;
    private static final double TOLERANCE = 1e-3;

    static Expectation of(JsonNode json) {
        List<String> keys = new ArrayList<>();
        json.path("keys").forEach(key -> keys.add(key.asString()));
        Set<String> within = new LinkedHashSet<>();
        json.path("within").forEach(key -> within.add(key.asString()));
        List<JsonNode> rows = new ArrayList<>();
        json.path("rows").forEach(rows::add);
        return new Expectation(
                json.path("match").asString(),
                keys,
                within,
                rows,
                json.path("ordered").asBoolean(false));
    }

    boolean isMetBy(List<Row> result, QuestionDomain domain) {
        if (match.equals("values")) {
            return hasValues(result);
        }
        List<Set<String>> found = result.stream().map(row -> keys(row, domain)).toList();
        return switch (match) {
            case "set" -> isSet(found);
            case "ordered" -> isOrdered(found);
            case "first" -> !found.isEmpty() && keys.stream().anyMatch(found.getFirst()::contains);
            case "includes" -> includes(found);
            default -> throw new IllegalArgumentException("no way to match: " + match);
        };
    }

    private boolean isSet(List<Set<String>> found) {
        Set<String> missing = new LinkedHashSet<>(keys);
        for (Set<String> row : found) {
            if (row.stream().noneMatch(keys::contains)) {
                return false;
            }
            missing.removeAll(row);
        }
        return missing.isEmpty();
    }

    private boolean isOrdered(List<Set<String>> found) {
        if (found.size() != keys.size()) {
            return false;
        }
        for (int at = 0; at < keys.size(); at++) {
            if (!found.get(at).contains(keys.get(at))) {
                return false;
            }
        }
        return true;
    }

    private boolean includes(List<Set<String>> found) {
        Set<String> first = new LinkedHashSet<>();
        found.stream().limit(FIRST_ROWS).forEach(first::addAll);
        boolean allowed =
                within.isEmpty() || found.stream().allMatch(row -> row.stream().anyMatch(within::contains));
        return allowed && first.containsAll(keys);
    }

    private boolean hasValues(List<Row> result) {
        if (result.size() != rows.size()) {
            return false;
        }
        List<Row> left = new ArrayList<>(result);
        for (JsonNode expected : rows) {
            if (ordered) {
                if (!has(left.removeFirst(), expected)) {
                    return false;
                }
            } else if (!removeFirst(left, expected)) {
                return false;
            }
        }
        return true;
    }

    private static boolean removeFirst(List<Row> left, JsonNode expected) {
        for (int at = 0; at < left.size(); at++) {
            if (has(left.get(at), expected)) {
                left.remove(at);
                return true;
            }
        }
        return false;
    }

    private static boolean has(Row row, JsonNode expected) {
        List<JsonNode> shown = new ArrayList<>(shown(row));
        for (JsonNode value : expected) {
            boolean found = false;
            for (int at = 0; at < shown.size() && !found; at++) {
                if (same(shown.get(at), value)) {
                    shown.remove(at);
                    found = true;
                }
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(JsonNode shown, JsonNode expected) {
        if (expected.isNumber()) {
            double wanted = expected.doubleValue();
            return shown.isNumber()
                    && Math.abs(shown.doubleValue() - wanted) <= TOLERANCE * Math.max(Math.abs(wanted), TOLERANCE);
        }
        return shown.asString("")
                .toLowerCase(Locale.ROOT)
                .equals(expected.asString("").toLowerCase(Locale.ROOT));
    }

    private static List<JsonNode> shown(Row row) {
        List<JsonNode> values = new ArrayList<>();
        row.json().forEachEntry((name, value) -> {
            if (name.equals("properties")) {
                value.forEach(values::add);
            } else {
                values.add(value);
            }
        });
        return values;
    }

    private static Set<String> keys(Row row, QuestionDomain domain) {
        boolean hasId = row.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase("id"));
        if (hasId && row.value("id") instanceof UUID id && !domain.keysOf(id).isEmpty()) {
            return domain.keysOf(id);
        }
        Set<String> keys = new LinkedHashSet<>();
        shown(row).forEach(value -> keys.addAll(domain.keysOf(value.asString(""))));
        return keys;
    }
}
