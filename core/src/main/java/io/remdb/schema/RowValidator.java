package io.remdb.schema;

import io.remdb.ValidationProblem;
import io.remdb.json.Json;
import io.remdb.store.SystemFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Judges the rows of one table. Thread-safe; meant to be built once and kept. A valid row of a plain schema costs a
 * microsecond or so; the JSON Schema validator is loaded when the first row needs it.
 */
public final class RowValidator {
    /** The most properties of a row, nested ones not counted. */
    public static final int MOST_PROPERTIES = 4096;

    private static final int MOST_PROBLEMS = 1000;

    private final TableSchema table;
    private final PlainCheck plainCheck;
    private final RowLimits limits;
    private final Set<String> allowedSystemFields;
    private volatile com.networknt.schema.@Nullable Schema validator;

    private RowValidator(TableSchema table) {
        this.table = table;
        this.plainCheck = PlainCheck.of(table.document());
        this.limits = new RowLimits(table);
        this.allowedSystemFields = table.takesIds() ? Set.of("edges", "id") : Set.of("edges");
    }

    /** The validator of a table's rows. */
    public static RowValidator of(TableSchema table) {
        return new RowValidator(table);
    }

    /**
     * Everything that is wrong with a row; empty when it may be written. {@code edges} is not looked at.
     *
     * @param row the properties as the writer gave them; not changed
     */
    public List<ValidationProblem> validate(ObjectNode row) {
        List<ValidationProblem> problems = new ArrayList<>();
        ObjectNode judged = withoutSystemFields(row, problems);
        if (row.size() > MOST_PROPERTIES) {
            problems.add(new ValidationProblem(
                    "the row has " + row.size() + " properties; the most is " + MOST_PROPERTIES,
                    "",
                    null,
                    table.shortName()));
            return problems;
        }
        if (!plainCheck.accepts(judged)) {
            problems.addAll(new RowProblems(table).of(validator().validate(HugeNumbers.asIntegers(judged))));
        }
        limits.check(judged, problems);
        return capped(problems);
    }

    /** What no schema allows; empty when the row may be written back as one that is older than its schema. */
    public List<ValidationProblem> validateWithoutSchema(ObjectNode row) {
        List<ValidationProblem> problems = new ArrayList<>();
        ObjectNode judged = withoutSystemFields(row, problems);
        limits.checkTexts(judged, problems);
        return capped(problems);
    }

    private List<ValidationProblem> capped(List<ValidationProblem> problems) {
        if (problems.size() <= MOST_PROBLEMS) {
            return problems;
        }
        List<ValidationProblem> shown = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
        shown.add(new ValidationProblem(
                "and " + (problems.size() - MOST_PROBLEMS) + " more problems", "", null, table.shortName()));
        return shown;
    }

    private ObjectNode withoutSystemFields(ObjectNode row, List<ValidationProblem> problems) {
        List<String> found = new ArrayList<>(0);
        for (String name : row.propertyNames()) {
            if (SystemFields.NAMES.contains(name)) {
                found.add(name);
            }
        }
        if (found.isEmpty()) {
            return row;
        }
        ObjectNode judged = Json.object();
        judged.setAll(row);
        for (String name : found) {
            if (!allowedSystemFields.contains(name)) {
                problems.add(new ValidationProblem(
                        name + " is set by the database", name, RowProblems.shown(row.path(name)), table.shortName()));
                judged.remove(name);
            } else if (!name.equals("id")) {
                judged.remove(name);
            }
        }
        return judged;
    }

    private com.networknt.schema.Schema validator() {
        com.networknt.schema.Schema known = validator;
        if (known == null) {
            // Two threads may both build it the first time; either is as good.
            known = JsonSchemas.compile(table.document());
            validator = known;
        }
        return known;
    }

    /** The value of a field as it is judged; here so that the test of both judges uses the same rows. */
    boolean acceptedPlainly(JsonNode row) {
        return plainCheck.accepts(row);
    }

    /** What the JSON Schema validator alone says. */
    boolean acceptedByValidator(JsonNode row) {
        return validator().validate(HugeNumbers.asIntegers(row)).isEmpty();
    }
}
