package io.remdb.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings of a schema: given at the top level of the document, in its {@code json_schema_extra} (Pydantic merges that
 * into the top level), on a property, or in a property's {@code json_schema_extra}. Says where each was found.
 */
final class Configuration {
    static final String EXTRA = "json_schema_extra";

    private final ObjectNode document;
    private final Problems problems;

    Configuration(ObjectNode document, Problems problems) {
        this.document = document;
        this.problems = problems;
    }

    /** A setting and the place where it stands. */
    record Setting(JsonNode value, String pointer) {}

    /** A schema's setting, or null; given twice with different values is a problem that names both places. */
    @Nullable
    Setting ofSchema(String key) {
        return only(key, places(document, "", List.of(key)));
    }

    /** A text setting of the schema, or null. */
    @Nullable
    Setting textOfSchema(String key) {
        Setting setting = ofSchema(key);
        if (setting == null || setting.value().isString()) {
            return setting;
        }
        problems.add(setting.pointer(), key + " must be text");
        return null;
    }

    /** A list of names in the schema's settings, each with its place; empty when it is not given. */
    List<Setting> namesOfSchema(String key) {
        Setting setting = ofSchema(key);
        if (setting == null) {
            return List.of();
        }
        if (!setting.value().isArray()) {
            problems.add(setting.pointer(), key + " must be a list of field names");
            return List.of();
        }
        List<Setting> names = new ArrayList<>();
        int index = 0;
        for (JsonNode name : setting.value()) {
            String pointer = Pointers.child(setting.pointer(), index++);
            if (name.isString()) {
                names.add(new Setting(name, pointer));
            } else {
                problems.add(pointer, key + " must be a list of field names");
            }
        }
        return names;
    }

    /** The properties that say {@code true} to one of the keys, each with the place where it says so. */
    Map<String, String> flagged(List<String> keys) {
        Map<String, String> found = new LinkedHashMap<>();
        properties().forEach((name, property) -> {
            Setting setting = only(keys.getFirst(), places(property, Pointers.child("/properties", name), keys));
            if (setting == null) {
                return;
            }
            if (!setting.value().isBoolean()) {
                problems.add(setting.pointer(), keys.getFirst() + " must be true or false");
            } else if (setting.value().booleanValue()) {
                found.put(name, setting.pointer());
            }
        });
        return found;
    }

    /** The text that properties give for a key, with the places. */
    List<Setting> textsOfProperties(String key) {
        List<Setting> found = new ArrayList<>();
        properties().forEach((name, property) -> {
            Setting setting = only(key, places(property, Pointers.child("/properties", name), List.of(key)));
            if (setting != null && setting.value().isString()) {
                found.add(setting);
            } else if (setting != null) {
                problems.add(setting.pointer(), key + " must be text");
            }
        });
        return found;
    }

    /** The properties in the order of the document. */
    Map<String, JsonNode> properties() {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        document.path("properties").forEachEntry(properties::put);
        return properties;
    }

    private @Nullable Setting only(String key, List<Setting> found) {
        if (found.isEmpty()) {
            return null;
        }
        Setting first = found.getFirst();
        for (Setting other : found) {
            if (!other.value().equals(first.value())) {
                problems.add(other.pointer(), key + " contradicts what " + first.pointer() + " says");
            }
        }
        return first;
    }

    private static List<Setting> places(JsonNode node, String pointer, List<String> keys) {
        List<Setting> found = new ArrayList<>();
        for (String key : keys) {
            add(found, node, pointer, key);
            add(found, node.path(EXTRA), Pointers.child(pointer, EXTRA), key);
        }
        return found;
    }

    private static void add(List<Setting> found, JsonNode node, String pointer, String key) {
        JsonNode value = node.get(key);
        if (node.isObject() && value != null && !value.isNull()) {
            found.add(new Setting(value, Pointers.child(pointer, key)));
        }
    }
}
