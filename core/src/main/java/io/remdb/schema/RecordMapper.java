package io.remdb.schema;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies.NamingBase;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes records of one type as rows and reads rows as records. Names are in snake case, moments ISO 8601, nulls and empty {@link java.util.Optional}s are left out; a missing list, set or map reads as an
 * empty one, and properties that the record does not have are passed over. Thread-safe.
 *
 * @param <T> a record annotated with {@link io.remdb.RemSchema}
 */
public final class RecordMapper<T extends Record> {
    private static final JsonMapper MAPPER = mapper();

    private final Class<T> recordType;
    private final String table;

    private RecordMapper(Class<T> recordType) {
        this.recordType = recordType;
        this.table = RecordSchemas.shortName(recordType);
    }

    /**
     * The mapper of a record type.
     *
     * @throws RemException {@link ErrorCode#INVALID_SCHEMA} when it is not annotated with {@link io.remdb.RemSchema}
     */
    public static <T extends Record> RecordMapper<T> of(Class<T> recordType) {
        return new RecordMapper<>(recordType);
    }

    /** The table of the record type. */
    public String table() {
        return table;
    }

    /** The record as a row. */
    public ObjectNode toRow(T value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * The row as a record.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when a value does not fit its component
     */
    public T toRecord(ObjectNode row) {
        try {
            return MAPPER.treeToValue(row, recordType);
        } catch (JacksonException e) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The row does not fit the record", e)
                    .with("record", recordType.getSimpleName())
                    .with("problem", e.getOriginalMessage());
        }
    }

    private static JsonMapper mapper() {
        JsonMapper.Builder builder = Json.mapper()
                .rebuild()
                .propertyNamingStrategy(new SnakeCase())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .changeDefaultPropertyInclusion(
                        inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                .addModule(moments());
        for (Class<?> type : List.of(List.class, Set.class, Collection.class, Map.class)) {
            builder.withConfigOverride(
                    type, override -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
        }
        return builder.build();
    }

    private static SimpleModule moments() {
        SimpleModule module = new SimpleModule("moments");
        module.addDeserializer(Instant.class, new MomentReader());
        module.addDeserializer(OffsetDateTime.class, new OffsetMomentReader());
        return module;
    }

    private static final class SnakeCase extends NamingBase {
        @Override
        public String translate(String name) {
            return Names.snakeCase(name);
        }
    }

    /** Reads every form of a moment that a row may hold. */
    private static final class MomentReader extends StdDeserializer<Instant> {
        MomentReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getString();
            OptionalLong micros = Timestamps.epochMicros(text);
            if (micros.isEmpty()) {
                return (Instant) context.handleWeirdStringValue(Instant.class, text, "not a moment");
            }
            return Instant.EPOCH.plus(micros.getAsLong(), ChronoUnit.MICROS);
        }
    }

    private static final class OffsetMomentReader extends StdDeserializer<OffsetDateTime> {
        private final MomentReader reader = new MomentReader();

        OffsetMomentReader() {
            super(OffsetDateTime.class);
        }

        @Override
        public OffsetDateTime deserialize(JsonParser parser, DeserializationContext context) {
            return reader.deserialize(parser, context).atOffset(ZoneOffset.UTC);
        }
    }
}
