package io.remdb.schema;

import io.remdb.json.Json;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds what differs between two schemas of one table and says it in sentences. */
final class SchemaDifference {
    /** What says nothing about which values are valid. */
    private static final Set<String> REMARKS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "$comment",
            "indexed",
            "embed",
            "embedded",
            "key_field",
            "embedding_provider",
            "expires_at",
            Configuration.EXTRA);

    private final TableSchema before;
    private final TableSchema after;
    private final boolean modelChanged;
    private final List<String> changes = new ArrayList<>();
    private final List<String> breaking = new ArrayList<>();
    private boolean rulesChanged;

    SchemaDifference(TableSchema before, TableSchema after, boolean modelChanged) {
        this.before = before;
        this.after = after;
        this.modelChanged = modelChanged;
        compare();
    }

    List<String> changes() {
        return changes;
    }

    List<String> breaking() {
        return breaking;
    }

    boolean rulesChanged() {
        return rulesChanged;
    }

    private void compare() {
        if (before.document().equals(after.document())) {
            return;
        }
        text("version", before.version(), after.version());
        text("title", before.title(), after.title());
        text("name", before.name(), after.name());
        text("category", lower(before.category()), lower(after.category()));
        if (!before.description().equals(after.description())) {
            changes.add("the description is another");
        }
        for (Field old : before.fields()) {
            Optional<Field> now = after.field(old.name());
            if (now.isEmpty()) {
                broken("field " + old.name() + " is removed");
            } else {
                compare(old, now.get());
            }
        }
        after.fields().stream()
                .filter(field -> before.field(field.name()).isEmpty())
                .forEach(this::added);
        compareKey();
        compareProvider();
        compareLifetime();
        compareOtherRules();
        if (changes.isEmpty()) {
            changes.add("other parts of the document are changed");
        }
    }

    private static String lower(Category category) {
        return category.name().toLowerCase(Locale.ROOT);
    }

    private void text(String what, String old, String now) {
        if (!old.equals(now)) {
            changes.add("the " + what + " was " + old + " and is " + now);
        }
    }

    private void broken(String sentence) {
        changes.add(sentence);
        breaking.add(sentence);
        rulesChanged = true;
    }

    private void added(Field field) {
        String sentence = "field " + field.name() + " is new (" + words(field.type()) + ")";
        if (field.required()) {
            broken(sentence + " and required");
        } else {
            changes.add(sentence);
            // Rows may already hold a property of that name, of any type.
            rulesChanged = true;
        }
        settings(new Field(field.name(), field.type(), false, false, false, "", List.of()), field);
    }

    private void compare(Field old, Field now) {
        String name = "field " + now.name();
        if (!old.type().equals(now.type())) {
            broken(name + " was " + words(old.type()) + " and is " + words(now.type()));
        } else if (isNarrowed(old, now)) {
            broken(name + " allows fewer values: " + String.join(", ", now.enumValues()));
        } else if (!rules(before, now.name()).equals(rules(after, now.name()))) {
            rulesChanged = true;
            changes.add(name + " has other rules for its values");
        }
        if (now.required() && !old.required()) {
            broken(name + " is required now");
        } else if (old.required() && !now.required()) {
            changes.add(name + " is no longer required");
        }
        if (!old.description().equals(now.description())) {
            changes.add("the description of " + name + " is another");
        }
        settings(old, now);
    }

    private static boolean isNarrowed(Field old, Field now) {
        return !now.enumValues().isEmpty()
                && (old.enumValues().isEmpty() || !now.enumValues().containsAll(old.enumValues()));
    }

    private void settings(Field old, Field now) {
        if (old.indexed() != now.indexed()) {
            changes.add("field " + now.name() + (now.indexed() ? " is indexed now" : " is no longer indexed"));
        }
        if (old.embedded() != now.embedded()) {
            changes.add("field " + now.name() + (now.embedded() ? " is embedded now" : " is no longer embedded"));
        }
    }

    private void compareKey() {
        if (!Objects.equals(before.keyField(), after.keyField())) {
            broken("the key field was " + orNone(before.keyField()) + " and is " + orNone(after.keyField())
                    + ": rows would get other ids");
        }
    }

    private static String orNone(@Nullable String name) {
        return name == null ? "none" : name;
    }

    private void compareProvider() {
        if (before.embeddingProvider().equals(after.embeddingProvider())) {
            return;
        }
        String sentence =
                "the embedding provider was " + before.embeddingProvider() + " and is " + after.embeddingProvider();
        if (modelChanged) {
            String dear = sentence + ": the vectors of all rows must be rebuilt";
            changes.add(dear);
            breaking.add(dear);
        } else {
            changes.add(sentence + ", the same model");
        }
    }

    /** No row breaks by it, but some may go: so it is said in full. */
    private void compareLifetime() {
        if (!before.lifetime().equals(after.lifetime())) {
            changes.add("rows expired " + words(before.lifetime()) + " and expire " + words(after.lifetime())
                    + (after.lifetime().isLimited() ? ": those that have by now are removed at once" : ""));
        }
    }

    private static String words(Lifetime lifetime) {
        String age = lifetime.seconds() == null ? "" : lifetime.seconds() + " s after their last change";
        String field = lifetime.field() == null ? "" : "when their " + lifetime.field() + " says";
        return !lifetime.isLimited() ? "never" : age + (age.isEmpty() || field.isEmpty() ? "" : " or ") + field;
    }

    /** Definitions and rules of the row as a whole, such as {@code additionalProperties}. */
    private void compareOtherRules() {
        if (!rowRules(before).equals(rowRules(after))) {
            rulesChanged = true;
            changes.add("the rules for the row as a whole are changed");
        }
    }

    private static ObjectNode rowRules(TableSchema table) {
        ObjectNode rules = Json.object();
        for (String keyword : List.of(
                "$defs",
                "definitions",
                "additionalProperties",
                "patternProperties",
                "propertyNames",
                "minProperties",
                "maxProperties",
                "dependentRequired",
                "dependentSchemas",
                "not",
                "if",
                "then",
                "else",
                "allOf",
                "anyOf",
                "oneOf",
                "unevaluatedProperties")) {
            if (table.document().has(keyword)) {
                rules.set(keyword, table.document().get(keyword));
            }
        }
        return rules;
    }

    private static JsonNode rules(TableSchema table, String field) {
        JsonNode property = table.document().path("properties").path(field);
        if (!(property instanceof ObjectNode object)) {
            return property;
        }
        ObjectNode rules = Json.object();
        rules.setAll(object);
        rules.remove(REMARKS);
        return rules;
    }

    private static String words(FieldType type) {
        return switch (type) {
            case FieldType.Scalar(ScalarType scalar) -> words(scalar);
            case FieldType.ArrayOf(ScalarType element) -> "a list of " + words(element);
            case FieldType.Json() -> "JSON";
        };
    }

    private static String words(ScalarType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
