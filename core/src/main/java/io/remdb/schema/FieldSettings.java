package io.remdb.schema;

import io.remdb.schema.Configuration.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the settings say about fields, with the place of each: schema-level and field-level settings together.
 *
 * @param embedded places by field name
 * @param indexed places by field name
 * @param keyField the field of the deterministic id, or null
 * @param provider the embedding provider, or null for the default
 * @param expiry the field that says when a row expires, or null; it is indexed
 */
record FieldSettings(
        Map<String, String> embedded,
        Map<String, String> indexed,
        @Nullable Named keyField,
        @Nullable Named provider,
        @Nullable Named expiry) {
    static final String TTL_SECONDS = "ttl_seconds";
    static final String EXPIRES_AT = "expires_at";

    /** A name and the place where it stands. */
    record Named(String name, String pointer) {}

    static FieldSettings read(Configuration configuration, Problems problems) {
        Map<String, String> embedded = named(configuration, "embedding_fields");
        configuration.flagged(List.of("embed", "embedded")).forEach(embedded::putIfAbsent);
        Map<String, String> indexed = named(configuration, "indexed_fields");
        configuration.flagged(List.of("indexed")).forEach(indexed::putIfAbsent);

        List<Named> keys = new ArrayList<>(single(configuration.textOfSchema("key_field")));
        configuration.flagged(List.of("key_field")).forEach((name, pointer) -> keys.add(new Named(name, pointer)));
        List<Named> providers = new ArrayList<>(single(configuration.textOfSchema("embedding_provider")));
        configuration.textsOfProperties("embedding_provider").forEach(setting -> providers.addAll(single(setting)));
        List<Named> expiries = new ArrayList<>(single(configuration.textOfSchema(EXPIRES_AT)));
        configuration.flagged(List.of(EXPIRES_AT)).forEach((name, pointer) -> expiries.add(new Named(name, pointer)));
        Named expiry = agreed("field of expiry", expiries, problems);
        if (expiry != null) {
            // What has expired is found by it.
            indexed.putIfAbsent(expiry.name(), expiry.pointer());
        }
        return new FieldSettings(
                embedded,
                indexed,
                agreed("key field", keys, problems),
                agreed("embedding provider", providers, problems),
                expiry);
    }

    private static Map<String, String> named(Configuration configuration, String key) {
        Map<String, String> places = new LinkedHashMap<>();
        for (Setting setting : configuration.namesOfSchema(key)) {
            places.putIfAbsent(setting.value().stringValue(), setting.pointer());
        }
        return places;
    }

    private static List<Named> single(@Nullable Setting setting) {
        return setting == null ? List.of() : List.of(new Named(setting.value().stringValue(), setting.pointer()));
    }

    private static @Nullable Named agreed(String what, List<Named> found, Problems problems) {
        if (found.isEmpty()) {
            return null;
        }
        Named first = found.getFirst();
        for (Named other : found) {
            if (!other.name().equals(first.name())) {
                problems.add(
                        other.pointer(),
                        "a second " + what + ": \"" + other.name() + "\", but " + first.pointer() + " says \""
                                + first.name() + "\"");
            }
        }
        return first;
    }
}
