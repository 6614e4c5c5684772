package io.remdb.schema;

import io.remdb.Describe;
import io.remdb.Embedded;
import io.remdb.ErrorCode;
import io.remdb.Indexed;
import io.remdb.Key;
import io.remdb.RemException;
import io.remdb.RemSchema;
import io.remdb.json.Json;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the schema document of a Java record. Components become fields in snake case; a component is required unless it is
 * an {@link Optional}, a collection or a map, or carries an annotation named {@code Nullable}.
 */
final class RecordSchemas {
    private static final Map<Class<?>, String> TYPES = Map.ofEntries(
            Map.entry(String.class, "string"),
            Map.entry(int.class, "integer"),
            Map.entry(Integer.class, "integer"),
            Map.entry(long.class, "integer"),
            Map.entry(Long.class, "integer"),
            Map.entry(short.class, "integer"),
            Map.entry(Short.class, "integer"),
            Map.entry(BigInteger.class, "integer"),
            Map.entry(double.class, "number"),
            Map.entry(Double.class, "number"),
            Map.entry(float.class, "number"),
            Map.entry(Float.class, "number"),
            Map.entry(BigDecimal.class, "number"),
            Map.entry(boolean.class, "boolean"),
            Map.entry(Boolean.class, "boolean"));
    private static final Map<Class<?>, String> FORMATS = Map.of(
            Instant.class, "date-time",
            OffsetDateTime.class, "date-time",
            LocalDate.class, "date",
            UUID.class, "uuid",
            URI.class, "uri");

    private final Set<Class<?>> open = new HashSet<>();

    private RecordSchemas() {}

    /** The document. */
    static ObjectNode document(Class<? extends Record> recordType) {
        RemSchema annotation = annotation(recordType);
        ObjectNode document = Json.object();
        document.put("title", recordType.getSimpleName());
        document.put("description", annotation.description());
        document.put("version", annotation.version());
        document.put("short_name", shortName(recordType));
        document.put("type", "object");
        new RecordSchemas().addComponents(document, recordType);
        ObjectNode extra =
                document.putObject(Configuration.EXTRA).put("embedding_provider", annotation.embeddingProvider());
        if (annotation.ttlSeconds() != 0) {
            extra.put(FieldSettings.TTL_SECONDS, annotation.ttlSeconds());
        }
        if (!annotation.expiresAt().isEmpty()) {
            extra.put(FieldSettings.EXPIRES_AT, annotation.expiresAt());
        }
        return document;
    }

    /** The table of a record. */
    static String shortName(Class<? extends Record> recordType) {
        String shortName = annotation(recordType).shortName();
        return shortName.isEmpty() ? Names.tableOf(recordType.getSimpleName()) : shortName;
    }

    private static RemSchema annotation(Class<?> recordType) {
        RemSchema annotation = recordType.getAnnotation(RemSchema.class);
        if (annotation == null) {
            throw new RemException(ErrorCode.INVALID_SCHEMA, "The record is not annotated with @RemSchema")
                    .with("record", recordType.getName())
                    .hint("Write @RemSchema(description = \"what a row is\") above the record");
        }
        return annotation;
    }

    private void addComponents(ObjectNode target, Class<?> recordType) {
        if (!open.add(recordType)) {
            throw unsupported(recordType, "a record that contains itself");
        }
        ObjectNode properties = target.putObject("properties");
        ArrayNode required = Json.mapper().createArrayNode();
        for (RecordComponent component : recordType.getRecordComponents()) {
            String name = Names.snakeCase(component.getName());
            boolean optional = isOptional(component);
            properties.set(name, property(component, optional));
            if (!optional) {
                required.add(name);
            }
        }
        target.set("required", required);
        open.remove(recordType);
    }

    private ObjectNode property(RecordComponent component, boolean optional) {
        ObjectNode property = schema(component.getGenericType(), component);
        if (optional && property.path("type").isString()) {
            String type = property.get("type").stringValue();
            property.putArray("type").add(type).add("null");
        }
        if (optional && property.path("enum").isArray()) {
            property.withArray("enum").addNull();
        }
        Describe description = component.getAnnotation(Describe.class);
        if (description != null) {
            property.put("description", description.value());
        }
        flag(property, "key_field", component.isAnnotationPresent(Key.class));
        flag(property, "embed", component.isAnnotationPresent(Embedded.class));
        flag(property, "indexed", component.isAnnotationPresent(Indexed.class));
        return property;
    }

    private static void flag(ObjectNode property, String key, boolean set) {
        if (set) {
            property.put(key, true);
        }
    }

    private static boolean isOptional(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isPrimitive() || component.isAnnotationPresent(Key.class)) {
            return false;
        }
        return Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || type == Optional.class
                || isNullable(component)
                || isNullable(component.getAnnotatedType())
                || isNullable(component.getAccessor());
    }

    private static boolean isNullable(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("Nullable")) {
                return true;
            }
        }
        return false;
    }

    private ObjectNode schema(Type type, RecordComponent component) {
        ObjectNode schema = Json.object();
        Class<?> raw = raw(type, component);
        @Nullable String plain = TYPES.get(raw);
        @Nullable String format = FORMATS.get(raw);
        if (plain != null) {
            return schema.put("type", plain);
        }
        if (format != null) {
            return schema.put("type", "string").put("format", format);
        }
        if (raw.isEnum()) {
            ArrayNode values = schema.put("type", "string").putArray("enum");
            for (Object constant : raw.getEnumConstants()) {
                values.add(((Enum<?>) constant).name());
            }
            return schema;
        }
        if (raw == Optional.class) {
            return schema(argument(type, 0, component), component);
        }
        if (raw == List.class || raw == Set.class || raw == Collection.class) {
            schema.put("type", "array").set("items", schema(argument(type, 0, component), component));
            return schema;
        }
        if (raw == Map.class && argument(type, 0, component) == String.class) {
            Type value = argument(type, 1, component);
            schema.put("type", "object");
            if (value != Object.class) {
                schema.set("additionalProperties", schema(value, component));
            }
            return schema;
        }
        if (raw.isRecord()) {
            schema.put("type", "object");
            addComponents(schema, raw);
            return schema;
        }
        throw unsupported(raw, component.getDeclaringRecord().getSimpleName() + "." + component.getName());
    }

    private static Type argument(Type type, int index, RecordComponent component) {
        if (type instanceof ParameterizedType parameterized) {
            return parameterized.getActualTypeArguments()[index];
        }
        throw unsupported(component.getType(), component.getName());
    }

    private static Class<?> raw(Type type, RecordComponent component) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> plain) {
            return plain;
        }
        throw unsupported(component.getType(), component.getName());
    }

    private static RemException unsupported(Class<?> type, String where) {
        return new RemException(ErrorCode.INVALID_SCHEMA, "A record component's type has no JSON form")
                .with("type", type.getTypeName())
                .with("component", where)
                .hint("Use String, numbers, boolean, Instant, OffsetDateTime, LocalDate, UUID, URI, enums, records,"
                        + " and List, Set, Optional or Map<String, ...> of them");
    }
}
