package io.remdb.schema;

import io.remdb.schema.FieldSettings.Named;
import io.remdb.store.SystemFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a {@link TableSchema} from a document. Does not judge: what is missing or malformed reads as its default. */
final class SchemaReader {
    static final String DEFAULT_PROVIDER = "default";

    private final ObjectNode document;
    private final Configuration configuration;
    private final FieldSettings settings;

    SchemaReader(ObjectNode document, Configuration configuration, FieldSettings settings) {
        this.document = document;
        this.configuration = configuration;
        this.settings = settings;
    }

    TableSchema read() {
        String shortName = text("short_name", "");
        Named key = settings.keyField();
        Named provider = settings.provider();
        return new TableSchema(
                shortName,
                document.path("title").asString(""),
                text("fully_qualified_name", text("name", "user." + shortName)),
                text("version", ""),
                document.path("description").asString(""),
                categoryOf(text("category", "user")),
                fields(),
                key == null ? null : key.name(),
                provider == null ? DEFAULT_PROVIDER : provider.name(),
                lifetime(),
                document);
    }

    private Lifetime lifetime() {
        Configuration.@Nullable Setting ttl = configuration.ofSchema(FieldSettings.TTL_SECONDS);
        Named expiry = settings.expiry();
        return new Lifetime(
                ttl == null || !ttl.value().canConvertToLong()
                        ? null
                        : ttl.value().longValue(),
                expiry == null ? null : expiry.name());
    }

    /** The category of that name; {@link Category#USER} when there is none. */
    private static Category categoryOf(String name) {
        for (Category category : Category.values()) {
            if (category.name().toLowerCase(Locale.ROOT).equals(name)) {
                return category;
            }
        }
        return Category.USER;
    }

    private String text(String key, String otherwise) {
        Configuration.@Nullable Setting setting = configuration.ofSchema(key);
        return setting == null ? otherwise : setting.value().asString(otherwise);
    }

    private List<Field> fields() {
        Set<String> required = new HashSet<>();
        document.path("required").forEach(name -> required.add(name.asString("")));
        FieldTypes types = new FieldTypes(document);
        List<Field> fields = new ArrayList<>();
        configuration.properties().forEach((name, property) -> {
            // A system field stands in a document only where the writer may give it: sessions.id.
            if (!SystemFields.NAMES.contains(name)) {
                fields.add(field(name, property, types.of(property), required.contains(name)));
            }
        });
        return fields;
    }

    private Field field(String name, JsonNode property, FieldTypes.Shape shape, boolean required) {
        return new Field(
                name,
                shape.type(),
                required,
                settings.indexed().containsKey(name),
                settings.embedded().containsKey(name),
                property.path("description").asString(""),
                shape.enumValues());
    }
}
