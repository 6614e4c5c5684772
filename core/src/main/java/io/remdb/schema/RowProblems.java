package io.remdb.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import io.remdb.ValidationProblem;
import io.remdb.json.Json;
import io.remdb.text.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Puts what the JSON Schema validator found into sentences for the person who wrote the row. */
final class RowProblems {
    private static final Pattern FAR_YEAR =
            Pattern.compile("(?:[+-][0-9]{4,9}|[0-9]{5,9})-[0-9]{2}-[0-9]{2}[Tt ][0-9]");

    private static final int LONGEST_VALUE = 80;
    private static final int MOST_LISTED = 20;

    private final TableSchema table;

    RowProblems(TableSchema table) {
        this.table = table;
    }

    /** The problems, each once, in the order found. */
    List<ValidationProblem> of(List<Error> errors) {
        Set<ValidationProblem> problems = new LinkedHashSet<>();
        for (Found found : withoutOtherAlternatives(errors)) {
            problems.add(problem(found));
        }
        return List.copyOf(problems);
    }

    /** An error, with the types that would do where alternatives differ only in that. */
    private record Found(Error error, Set<String> types) {}

    /**
     * A value that fits none of several alternatives breaks each in some way. Where one alternative is of the value's type,
     * only what is wrong with that one is of interest; where none is, the types that would do are named together.
     */
    private static List<Found> withoutOtherAlternatives(List<Error> errors) {
        Map<String, List<Error>> groups = new LinkedHashMap<>();
        int alone = 0;
        for (Error error : errors) {
            String group = alternatives(error);
            groups.computeIfAbsent(group.isEmpty() ? "alone " + alone++ : group, key -> new ArrayList<>())
                    .add(error);
        }
        List<Found> kept = new ArrayList<>();
        for (List<Error> group : groups.values()) {
            int top = group.stream()
                    .mapToInt(error -> error.getInstanceLocation().getNameCount())
                    .min()
                    .orElse(0);
            Set<String> types = new TreeSet<>();
            List<Error> others = new ArrayList<>();
            @Nullable Error typeError = null;
            for (Error error : group) {
                if (error.getKeyword().equals("type")
                        && error.getInstanceLocation().getNameCount() == top) {
                    types.addAll(typesOf(error.getSchemaNode()));
                    typeError = error;
                } else if (!(error.getKeyword().equals("oneOf") && group.size() > 1)) {
                    others.add(error);
                }
            }
            if (others.isEmpty() && typeError != null) {
                kept.add(new Found(typeError, types));
            }
            others.forEach(error -> kept.add(new Found(error, Set.of())));
        }
        return kept;
    }

    /** The outermost {@code anyOf} or {@code oneOf} that the error comes from; empty when there is none. */
    private static String alternatives(Error error) {
        String path = error.getEvaluationPath() + "/";
        int any = path.indexOf("/anyOf/");
        int one = path.indexOf("/oneOf/");
        int at = any < 0 || (one >= 0 && one < any) ? one : any;
        if (at < 0) {
            return "";
        }
        // The elements of a list are judged one by one by the same alternatives.
        String elements = error.getInstanceLocation().toString().replaceAll("[^0-9/]", "");
        return path.substring(0, at) + " " + (path.substring(0, at).contains("/items") ? elements : "");
    }

    private ValidationProblem problem(Found found) {
        Error error = found.error();
        String path = path(error.getInstanceLocation());
        String member = error.getProperty();
        return switch (error.getKeyword()) {
            case "required" ->
                new ValidationProblem(join(path, member) + " is required", join(path, member), null, table.shortName());
            case "additionalProperties", "unevaluatedProperties" ->
                new ValidationProblem(unknownField(path, member), join(path, member), null, table.shortName());
            case "type" ->
                new ValidationProblem(
                        subject(path) + " "
                                + wrongType(
                                        found.types().isEmpty() ? typesOf(error.getSchemaNode()) : found.types(),
                                        error.getInstanceNode()),
                        path,
                        shown(error.getInstanceNode()),
                        table.shortName());
            default ->
                new ValidationProblem(
                        subject(path) + " " + sentence(error), path, shown(error.getInstanceNode()), table.shortName());
        };
    }

    private static String subject(String path) {
        return path.isEmpty() ? "the row" : path;
    }

    private String unknownField(String path, @Nullable String member) {
        String name = join(path, member);
        List<String> known = table.fields().stream().map(Field::name).toList();
        String meant = Suggestions.misspelt(name, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        return name + " is not a field of " + table.shortName() + meant;
    }

    private static String join(String path, @Nullable String member) {
        return path.isEmpty() ? String.valueOf(member) : path + "." + member;
    }

    /** A path such as {@code tags[2]} or {@code address.city}. */
    static String path(NodePath location) {
        StringBuilder path = new StringBuilder();
        for (int index = 0; index < location.getNameCount(); index++) {
            Object element = location.getElement(index);
            if (element instanceof Integer position) {
                path.append('[').append(position).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(element);
            }
        }
        return path.toString();
    }

    /** What is wrong, without saying with what: {@code must be text, but is a number}. */
    static String sentence(Error error) {
        JsonNode expected = error.getSchemaNode();
        JsonNode value = error.getInstanceNode();
        return switch (error.getKeyword()) {
            case "type" -> wrongType(typesOf(expected), value);
            case "enum" -> "must be one of " + listed(expected) + ", but is " + shown(value);
            case "const" -> "must be " + plain(expected) + ", but is " + shown(value);
            case "format" -> "must be " + formatWords(expected.asString(""), value) + ", but is " + shown(value);
            case "minLength" -> "must have at least " + expected.asString() + " characters, but has " + length(value);
            case "maxLength" -> "must have at most " + expected.asString() + " characters, but has " + length(value);
            case "minimum" -> "must be at least " + expected.asString() + ", but is " + shown(value);
            case "maximum" -> "must be at most " + expected.asString() + ", but is " + shown(value);
            case "exclusiveMinimum" -> "must be more than " + expected.asString() + ", but is " + shown(value);
            case "exclusiveMaximum" -> "must be less than " + expected.asString() + ", but is " + shown(value);
            case "multipleOf" -> "must be a multiple of " + expected.asString() + ", but is " + shown(value);
            case "pattern" -> "must match " + expected.asString() + ", but is " + shown(value);
            case "minItems" -> "must have at least " + expected.asString() + " elements, but has " + value.size();
            case "maxItems" -> "must have at most " + expected.asString() + " elements, but has " + value.size();
            case "uniqueItems" -> "must not hold the same element twice";
            case "required" -> "must have \"" + error.getProperty() + "\"";
            default -> error.getMessage();
        };
    }

    private static int length(JsonNode value) {
        String text = value.asString("");
        return text.codePointCount(0, text.length());
    }

    private static Set<String> typesOf(JsonNode expected) {
        Set<String> types = new LinkedHashSet<>();
        if (expected.isArray()) {
            expected.forEach(type -> types.add(type.asString("")));
        } else {
            types.add(expected.asString(""));
        }
        return types;
    }

    private static String wrongType(Set<String> types, JsonNode value) {
        List<String> words = new ArrayList<>();
        for (String type : types) {
            if (!type.equals("null") || types.size() == 1) {
                words.add(typeWords(type));
            }
        }
        if (types.contains("null") && types.size() > 1) {
            words.add("null");
        }
        // "A whole number, but is a number" would not say what is wrong.
        String found = value.isNumber() && types.contains("integer") ? shown(value) : kind(value);
        return "must be " + String.join(" or ", words) + ", but is " + found;
    }

    private static String typeWords(String type) {
        return switch (type) {
            case "string" -> "text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "an object";
            default -> type;
        };
    }

    private static String kind(JsonNode value) {
        if (value.isString()) {
            return "text";
        }
        if (value.isNumber()) {
            return "a number";
        }
        if (value.isArray()) {
            return "a list";
        }
        return value.isObject() ? "an object" : value.asString("null");
    }

    /** Whether it is a moment that a row may not have; a year of more than four digits is written with a sign. */
    private static boolean isFarAway(String moment) {
        return Timestamps.epochMicros(moment).isPresent()
                || FAR_YEAR.matcher(moment).lookingAt();
    }

    private static String formatWords(String format, JsonNode value) {
        return switch (format) {
            case "date-time" ->
                isFarAway(value.asString(""))
                        ? "a date and time whose year in UTC is 0000 to 9999"
                        : "a date and time such as 2026-01-31T08:15:30Z";
            case "date" -> "a date such as 2026-01-31";
            case "uuid" -> "a UUID";
            case "uri" -> "a URI such as https://example.com/page";
            case "email" -> "an e-mail address";
            default -> "a " + format;
        };
    }

    private static String listed(JsonNode values) {
        List<String> words = new ArrayList<>();
        for (JsonNode value : values) {
            if (words.size() == MOST_LISTED) {
                words.add("...");
                break;
            }
            words.add(plain(value));
        }
        return String.join(", ", words);
    }

    private static String plain(JsonNode value) {
        return value.isString() ? value.stringValue() : shown(value);
    }

    /** The value as JSON, shortened. */
    static String shown(JsonNode value) {
        if (value.isString() && value.stringValue().length() > LONGEST_VALUE) {
            return '"' + cut(value.stringValue()) + "…\"";
        }
        if (value.isString() && !TextChecks.isWellFormed(value.stringValue())) {
            return '"' + value.stringValue().replaceAll("[\\ud800-\\udfff]", "?") + '"';
        }
        String json = value.isContainer() && holdsBrokenText(value) ? kind(value) : Json.text(value);
        return json.length() <= LONGEST_VALUE ? json : cut(json) + "…";
    }

    /** Cut short, but not between the halves of a character. */
    private static String cut(String text) {
        String start = text.substring(0, LONGEST_VALUE);
        return start.replaceAll("[\\ud800-\\udbff]$", "");
    }

    private static boolean holdsBrokenText(JsonNode value) {
        if (value.isString()) {
            return !TextChecks.isWellFormed(value.stringValue());
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (!TextChecks.isWellFormed(member.getKey())) {
                return true;
            }
        }
        for (JsonNode child : value) {
            if (holdsBrokenText(child)) {
                return true;
            }
        }
        return false;
    }
}
