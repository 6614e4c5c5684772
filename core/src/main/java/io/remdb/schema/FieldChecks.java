package io.remdb.schema;

import io.remdb.schema.Configuration.Setting;
import io.remdb.schema.FieldSettings.Named;
import io.remdb.store.SystemFields;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks the fields of a table, and that every setting names a field that can do what it asks. */
final class FieldChecks {
    /** The most fields of a table. */
    static final int MOST_FIELDS = 1000;
    /** The longest name of a field, in characters. */
    static final int LONGEST_NAME = 255;

    private final TableSchema table;
    private final Configuration configuration;
    private final FieldSettings settings;
    private final Problems problems;
    private final Set<String> names;

    FieldChecks(TableSchema table, Configuration configuration, FieldSettings settings, Problems problems) {
        this.table = table;
        this.configuration = configuration;
        this.settings = settings;
        this.problems = problems;
        this.names = configuration.properties().keySet();
    }

    void check() {
        if (names.size() > MOST_FIELDS) {
            problems.add("/properties", names.size() + " fields are too many; the most is " + MOST_FIELDS);
        }
        checkNames();
        checkRequired();
        settings.indexed().forEach(this::checkIndexed);
        settings.embedded().forEach(this::checkEmbedded);
        Named key = settings.keyField();
        if (key != null) {
            checkKey(key);
        }
        checkLifetime();
        for (Setting setting : configuration.namesOfSchema("encrypted_fields")) {
            checkExists(setting.value().stringValue(), setting.pointer());
        }
    }

    private void checkNames() {
        Map<String, String> byLowerCase = new HashMap<>();
        for (String name : names) {
            String shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
            String pointer = Pointers.child("/properties", shown);
            String lower = name.toLowerCase(Locale.ROOT);
            if (name.isBlank()) {
                problems.add(pointer, "a field must have a name");
            } else if (name.length() > LONGEST_NAME) {
                problems.add(pointer, "a field's name has at most " + LONGEST_NAME + " characters");
            } else if (!TextChecks.isWellFormed(name) || name.chars().anyMatch(Character::isISOControl)) {
                problems.add(pointer, "a field's name has no control characters and no broken Unicode");
            } else if (SystemFields.NAMES.contains(lower)) {
                problems.add(
                        pointer, "\"" + name + "\" is a system field: every row has it, and a schema cannot define it");
            }
            String other = byLowerCase.put(lower, name);
            if (other != null) {
                problems.add(pointer, "differs from \"" + other + "\" only in upper and lower case");
            }
        }
    }

    private void checkRequired() {
        int index = 0;
        for (JsonNode name : table.document().path("required")) {
            String pointer = Pointers.child("/required", index++);
            if (name.isString()) {
                checkExists(name.stringValue(), pointer);
            }
        }
    }

    private boolean checkExists(String name, String pointer) {
        if (names.contains(name)) {
            return true;
        }
        problems.addUnknown(pointer, "there is no field \"" + name + "\"", name, names);
        return false;
    }

    private void checkIndexed(String name, String pointer) {
        if (!checkExists(name, pointer)) {
            return;
        }
        if (typeOf(name) instanceof FieldType.Json) {
            problems.add(
                    pointer,
                    "\"" + name
                            + "\" cannot be indexed: only text, numbers, booleans, dates, UUIDs and lists of them can");
        }
    }

    private void checkEmbedded(String name, String pointer) {
        if (!checkExists(name, pointer)) {
            return;
        }
        FieldType type = typeOf(name);
        boolean text = type.equals(new FieldType.Scalar(ScalarType.TEXT))
                || type.equals(new FieldType.ArrayOf(ScalarType.TEXT));
        if (!text) {
            problems.add(pointer, "\"" + name + "\" cannot be embedded: only text and lists of text can");
        }
    }

    private void checkKey(Named key) {
        if (!checkExists(key.name(), key.pointer())) {
            return;
        }
        boolean fits = typeOf(key.name()) instanceof FieldType.Scalar(ScalarType type) && type != ScalarType.BOOLEAN;
        if (!fits) {
            problems.add(
                    key.pointer(),
                    "\"" + key.name() + "\" cannot be the key: only text, a number, a date or a UUID can");
        }
    }

    private void checkLifetime() {
        Setting ttl = configuration.ofSchema(FieldSettings.TTL_SECONDS);
        if (ttl != null
                && !(ttl.value().isIntegralNumber()
                        && ttl.value().canConvertToLong()
                        && ttl.value().longValue() >= 1
                        && ttl.value().longValue() <= Lifetime.MOST_SECONDS)) {
            problems.add(
                    ttl.pointer(),
                    "must be a whole number of seconds from 1 to " + Lifetime.MOST_SECONDS
                            + ": so long after its last change a row is removed");
        }
        Named expiry = settings.expiry();
        if (expiry != null
                && names.contains(expiry.name()) // else said of its index
                && !typeOf(expiry.name()).equals(new FieldType.Scalar(ScalarType.TIMESTAMP))) {
            problems.add(
                    expiry.pointer(), "\"" + expiry.name() + "\" cannot say when a row expires: only a date-time can");
        }
    }

    private FieldType typeOf(String name) {
        List<Field> found = table.fields().stream()
                .filter(field -> field.name().equals(name))
                .toList();
        return found.isEmpty()
                ? new FieldType.Scalar(ScalarType.TEXT)
                : found.getFirst().type();
    }
}
