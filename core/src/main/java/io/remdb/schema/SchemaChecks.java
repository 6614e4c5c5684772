package io.remdb.schema;

import io.remdb.schema.Configuration.Setting;
import io.remdb.text.Suggestions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks what a document says about its table: names, version, category, tools. */
final class SchemaChecks {
    private static final String JSON_SCHEMA_2020_12 = "https://json-schema.org/draft/2020-12/schema";
    private static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})"
            + "(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?");
    private static final Pattern PROVIDER = Pattern.compile("default|[a-z][a-z0-9_-]*:\\S{1,200}");
    private static final Pattern QUALIFIED_NAME =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*(\\.[\\p{L}_][\\p{L}\\p{N}_-]*)*");
    private static final int LONGEST_NAME = 255;
    private static final List<String> FIELD_KEYS = List.of(
            "indexed", "embed", "embedded", "key_field", "embedding_provider", "expires_at", "json_schema_extra");
    /** Keys of JSON Schema that are near one of ours, or may stand where ours do. */
    private static final Set<String> JSON_SCHEMA_KEYS = Set.of(
            "type",
            "items",
            "$ref",
            "$id",
            "$schema",
            "$defs",
            "$comment",
            "definitions",
            "title",
            "description",
            "default",
            "examples",
            "example",
            "enum",
            "const",
            "format",
            "pattern",
            "properties",
            "required",
            "deprecated",
            "readOnly",
            "writeOnly",
            "minItems",
            "maxItems",
            "prefixItems",
            "not",
            "if",
            "then",
            "else",
            "anyOf",
            "allOf",
            "oneOf");

    private static final List<String> TABLE_KEYS = List.of(
            "title",
            "description",
            "version",
            "short_name",
            "name",
            "fully_qualified_name",
            "properties",
            "required",
            "json_schema_extra",
            "embedding_fields",
            "embedding_provider",
            "indexed_fields",
            "key_field",
            "ttl_seconds",
            "expires_at",
            "category",
            "tools",
            "resources",
            "encrypted_fields",
            "edge_storage_mode");

    private final ObjectNode document;
    private final Configuration configuration;
    private final Problems problems;

    SchemaChecks(ObjectNode document, Configuration configuration, Problems problems) {
        this.document = document;
        this.configuration = configuration;
        this.problems = problems;
    }

    void check() {
        checkShape();
        checkSpelling();
        checkRequired("title", text(document.get("title")), "the PascalCase name of a row, such as \"Article\"");
        checkRequired("description", text(document.get("description")), "a sentence that says what a row is");
        checkVersion();
        checkShortName();
        checkQualifiedName("fully_qualified_name");
        checkQualifiedName("name");
        checkCategory();
        checkProviders();
        checkObjects("tools", List.of("mcp_server", "tool_name"));
        checkObjects("resources", List.of("uri"));
        configuration.textOfSchema("edge_storage_mode");
    }

    private void checkShape() {
        JsonNode dialect = document.path("$schema");
        if (dialect.isString() && !dialect.stringValue().replaceAll("#$", "").equals(JSON_SCHEMA_2020_12)) {
            problems.add("/$schema", "must be " + JSON_SCHEMA_2020_12 + " or left out");
        }
        if (document.has("type") && !document.path("type").asString("").equals("object")) {
            problems.add("/type", "must be \"object\": a row is a JSON object");
        }
        if (!document.has("properties")) {
            missing("properties", "the fields of a row");
        }
        if (document.has(Configuration.EXTRA)
                && !document.path(Configuration.EXTRA).isObject()) {
            problems.add("/" + Configuration.EXTRA, "must be an object of settings");
        }
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        return value != null && value.isString() ? value.stringValue() : null;
    }

    private void checkRequired(String key, @Nullable String value, String what) {
        if (!document.has(key)) {
            missing(key, what);
        } else if (value != null && value.isBlank()) {
            problems.add("/" + key, "must not be empty: " + what);
        }
    }

    private void missing(String key, String what) {
        problems.add("/" + key, "is missing: " + what);
    }

    /** A key that nobody reads, but that is nearly one of ours, was meant to be it: without a word it would do nothing. */
    private void checkSpelling() {
        checkSpelling(document, "", TABLE_KEYS);
        checkSpelling(document.path(Configuration.EXTRA), "/" + Configuration.EXTRA, TABLE_KEYS);
        configuration.properties().forEach((name, property) -> {
            String pointer = Pointers.child("/properties", name);
            checkSpelling(property, pointer, FIELD_KEYS);
            checkSpelling(property.path(Configuration.EXTRA), Pointers.child(pointer, Configuration.EXTRA), FIELD_KEYS);
        });
    }

    private void checkSpelling(JsonNode object, String pointer, List<String> known) {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)
                    && !JSON_SCHEMA_KEYS.contains(key)
                    && Suggestions.misspelt(key, known).isPresent()) {
                problems.addUnknown(Pointers.child(pointer, key), "\"" + key + "\" means nothing here", key, known);
            }
        }
    }

    private void checkVersion() {
        Setting version = configuration.textOfSchema("version");
        if (version != null) {
            if (!VERSION.matcher(version.value().stringValue()).matches()) {
                problems.add(
                        version.pointer(),
                        "\"" + version.value().stringValue() + "\" is not a semantic version, such as 1.0.0");
            }
        } else if (configuration.ofSchema("version") == null) {
            missing("version", "a semantic version, such as 1.0.0");
        }
    }

    private void checkShortName() {
        Setting setting = configuration.textOfSchema("short_name");
        if (setting == null) {
            if (configuration.ofSchema("short_name") == null) {
                missing("short_name", "the name of the table, such as \"articles\"");
            }
            return;
        }
        String name = setting.value().stringValue();
        if (!Names.SHORT_NAME.matcher(name).matches()) {
            problems.add(
                    setting.pointer(),
                    "\"" + name
                            + "\" is not a table name: a small letter, then at most 62 small letters, digits and underscores");
        } else if (Names.isKeyword(name)) {
            problems.add(setting.pointer(), "\"" + name + "\" is a word of the query language and cannot name a table");
        } else if (BuiltInSchemas.names().contains(name)) {
            problems.add(setting.pointer(), "\"" + name + "\" is a built-in table and cannot be replaced");
        }
    }

    private void checkQualifiedName(String key) {
        Setting setting = configuration.textOfSchema(key);
        if (setting == null) {
            return;
        }
        String name = setting.value().stringValue();
        if (name.length() > LONGEST_NAME || !QUALIFIED_NAME.matcher(name).matches()) {
            problems.add(
                    setting.pointer(),
                    "\"" + shortened(name) + "\" is not a qualified name, such as myapp.resources.Article");
        }
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }

    private void checkCategory() {
        Setting setting = configuration.textOfSchema("category");
        if (setting == null) {
            return;
        }
        List<String> known = Stream.of(Category.values())
                .map(category -> category.name().toLowerCase(Locale.ROOT))
                .toList();
        String category = setting.value().stringValue();
        if (!known.contains(category)) {
            problems.addUnknown(
                    setting.pointer(),
                    "\"" + category + "\" is not one of " + String.join(", ", known),
                    category,
                    known);
        }
    }

    private void checkProviders() {
        Stream.concat(
                        Stream.ofNullable(configuration.textOfSchema("embedding_provider")),
                        configuration.textsOfProperties("embedding_provider").stream())
                .filter(setting ->
                        !PROVIDER.matcher(setting.value().stringValue()).matches())
                .forEach(setting -> problems.add(
                        setting.pointer(),
                        "\"" + setting.value().stringValue()
                                + "\" is not an embedding provider: default, local:<model> or openai:<model>"));
    }

    private void checkObjects(String key, List<String> textKeys) {
        Setting setting = configuration.ofSchema(key);
        if (setting == null) {
            return;
        }
        String expected = key + " must be a list of objects with " + String.join(" and ", textKeys);
        if (!setting.value().isArray()) {
            problems.add(setting.pointer(), expected);
            return;
        }
        int index = 0;
        for (JsonNode element : setting.value()) {
            String pointer = Pointers.child(setting.pointer(), index++);
            if (!textKeys.stream().allMatch(textKey -> element.path(textKey).isString())) {
                problems.add(pointer, expected);
            }
        }
    }
}
