package io.remdb.telemetry;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus's text format, version 0.0.4, as strictly as it is written down; fails on everything else. */
public final class ExpositionFormat {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{([^}]*)})? ([-+0-9.eE]+|NaN|\\+Inf|-Inf)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");

    private final Map<String, String> types = new HashMap<>();
    private final Set<String> helped = new HashSet<>();
    private final Set<String> finished = new HashSet<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private String current = "";

    private ExpositionFormat() {}

    /** The samples by name and labels, as {@code name{label="value"}}. */
    public static Map<String, Double> parse(String text) {
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line has no end");
        }
        ExpositionFormat format = new ExpositionFormat();
        text.lines().forEach(format::line);
        format.checkHistograms();
        return format.samples;
    }

    private void line(String line) {
        Matcher comment = COMMENT.matcher(line);
        if (comment.matches()) {
            comment(comment.group(1), comment.group(2), comment.group(3));
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("no line of the format: " + line);
        }
        sample(sample.group(1), sample.group(2) == null ? "" : sample.group(2), value(sample.group(3)));
    }

    private void comment(String kind, String family, String rest) {
        if (!family.equals(current) && !finished.add(family)) {
            throw new AssertionError("a family in two places: " + family);
        }
        current = family;
        boolean first = kind.equals("HELP") ? helped.add(family) : types.put(family, rest) == null;
        if (!first) {
            throw new AssertionError("a second " + kind + " of " + family);
        }
        if (kind.equals("TYPE") && !TYPES.contains(rest)) {
            throw new AssertionError("no type: " + rest);
        }
    }

    private void sample(String name, String labels, double value) {
        String type = types.get(current);
        List<String> names = "histogram".equals(type)
                ? List.of(current + "_bucket", current + "_sum", current + "_count")
                : List.of(current);
        if (type == null || !helped.contains(current) || !names.contains(name)) {
            throw new AssertionError("a sample outside of its family: " + name);
        }
        if (type.equals("counter") && (!name.endsWith("_total") || value < 0)) {
            throw new AssertionError("no counter: " + name + " " + value);
        }
        Set<String> seen = new HashSet<>();
        Matcher label = LABEL.matcher(labels);
        int at = 0;
        while (at < labels.length() && label.find(at) && label.start() == at) {
            if (!seen.add(label.group(1))) {
                throw new AssertionError("a label twice: " + labels);
            }
            at = label.end();
        }
        if (at != labels.length()) {
            throw new AssertionError("no labels: " + labels);
        }
        if (samples.put(labels.isEmpty() ? name : name + "{" + labels + "}", value) != null) {
            throw new AssertionError("a sample twice: " + name + labels);
        }
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private void checkHistograms() {
        Map<String, Double> last = new HashMap<>();
        samples.forEach((sample, value) -> {
            int le = sample.indexOf(",le=\"");
            if (le < 0) {
                return;
            }
            String series = sample.substring(0, le);
            if (last.getOrDefault(series, 0.0) > value) {
                throw new AssertionError("buckets do not grow: " + sample);
            }
            last.put(series, value);
            if (sample.contains("le=\"+Inf\"")
                    && !value.equals(samples.get(series.replace("_bucket{", "_count{") + "}"))) {
                throw new AssertionError("the last bucket is not the count: " + sample);
            }
        });
    }
}
