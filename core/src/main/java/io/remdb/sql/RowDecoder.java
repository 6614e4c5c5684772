package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.schema.FieldValues;
import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.h2.engine.Constants;
import org.h2.value.Value;
import org.h2.value.ValueArray;
import org.h2.value.ValueBigint;
import org.h2.value.ValueBoolean;
import org.h2.value.ValueJson;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;
import tools.jackson.databind.node.StringNode;

/**
 * Reads some fields out of the JSON of a stored row: {@link #locate} finds them all in one pass that ends at the last of them,
 * {@link #read} makes a value when it is asked for. Simple values are read from the bytes, all others by Jackson. What does not fit the field's
 * type reads as NULL: a row may be older than its schema.
 *
 * <p>Immutable, thread-safe.
 */
final class RowDecoder {
    private final int[] columns;
    private final FieldType[] types;
    private final byte[][] utf8Names;
    private final PropertyNameMatcher matcher;

    /** Reads these columns (those of them that are fields). */
    RowDecoder(TableShape shape, int[] wanted) {
        List<Named> names = new ArrayList<>();
        List<FieldType> fieldTypes = new ArrayList<>();
        int[] fields = new int[wanted.length];
        for (int column : wanted) {
            ShapeColumn shapeColumn = shape.columns().get(column);
            if (shapeColumn.field() != null) {
                fields[names.size()] = column;
                names.add(Named.fromString(shapeColumn.field().name()));
                fieldTypes.add(shapeColumn.field().type());
            }
        }
        columns = Arrays.copyOf(fields, names.size());
        types = fieldTypes.toArray(FieldType[]::new);
        utf8Names = names.stream()
                .map(name -> name.getName().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        matcher = Json.mapper().tokenStreamFactory().constructNameMatcher(names, false);
    }

    /** Where the fields of a row are, for {@link #read}; null when only {@link #decode} can tell. */
    int @Nullable [] locate(byte[] json) {
        return CompactJson.locate(json, utf8Names);
    }

    /** The value of one of its columns in a row that {@link #locate} found the fields of. */
    Value read(byte[] json, int[] located, int column) {
        int field = Arrays.binarySearch(columns, column);
        int start = located[field];
        if (start == 0 || json[start] == 'n') {
            return ValueNull.INSTANCE;
        }
        Value simple = types[field] instanceof FieldType.Scalar(ScalarType type) ? readSimple(json, start, type) : null;
        return simple != null ? simple : readWithParser(json, start, types[field]);
    }

    private static @Nullable Value readSimple(byte[] json, int start, ScalarType type) {
        if (json[start] == '"') {
            int end = type == ScalarType.TEXT || type == ScalarType.TIMESTAMP
                    ? CompactJson.endOfPlainText(json, start)
                    : -1;
            return end < 0 ? null : ofText(new String(json, start + 1, end - start - 2, StandardCharsets.UTF_8), type);
        }
        int end = type == ScalarType.INTEGER || type == ScalarType.NUMBER ? CompactJson.end(json, start) : -1;
        if (end < 0) {
            return null;
        }
        if (type == ScalarType.INTEGER) {
            Long whole = CompactJson.whole(json, start, end);
            return whole == null ? null : ValueBigint.get(whole);
        }
        Double decimal = CompactJson.decimal(json, start, end);
        return decimal == null ? null : SqlValues.decimal(decimal);
    }

    private static Value readWithParser(byte[] json, int start, FieldType type) {
        int end = CompactJson.end(json, start);
        byte[] value = Arrays.copyOfRange(json, start, end < 0 ? json.length : end);
        try (JsonParser parser = Json.storedParser(value)) {
            parser.nextToken();
            return read(parser, type, value);
        } catch (JacksonException e) {
            throw corrupted(e);
        }
    }

    private static RemException corrupted(JacksonException cause) {
        return new RemException(ErrorCode.CORRUPTED, "A stored row is not a JSON object", cause);
    }

    /** Sets the values of its columns, NULL where the row has none. */
    void decode(byte[] json, @Nullable Value[] values) {
        for (int column : columns) {
            values[column] = ValueNull.INSTANCE;
        }
        int missing = columns.length;
        try (JsonParser parser = Json.storedParser(json)) {
            parser.nextToken();
            while (missing > 0) {
                int match = parser.nextNameMatch(matcher);
                if (match >= 0) {
                    parser.nextToken();
                    values[columns[match]] = read(parser, types[match], json);
                    missing--;
                } else if (match == PropertyNameMatcher.MATCH_UNKNOWN_NAME) {
                    parser.nextToken();
                    parser.skipChildren();
                } else {
                    return;
                }
            }
        } catch (JacksonException e) {
            throw corrupted(e);
        }
    }

    private static Value read(JsonParser parser, FieldType type, byte[] json) {
        return switch (type) {
            case FieldType.Scalar scalar -> readScalar(parser, scalar.type());
            case FieldType.ArrayOf array -> readArray(parser, array.element());
            case FieldType.Json any -> readJson(parser, json);
        };
    }

    private static Value readScalar(JsonParser parser, ScalarType type) {
        JsonToken token = parser.currentToken();
        Value value = switch (token) {
            case VALUE_STRING -> ofText(parser.getString(), type);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ofNumber(parser, type);
            case VALUE_TRUE, VALUE_FALSE ->
                type == ScalarType.BOOLEAN ? ValueBoolean.get(token == JsonToken.VALUE_TRUE) : ValueNull.INSTANCE;
            case START_OBJECT, START_ARRAY, VALUE_NULL -> ValueNull.INSTANCE;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new RemException(ErrorCode.CORRUPTED, "A stored row is not a JSON object");
        };
        parser.skipChildren();
        return value;
    }

    private static Value ofNumber(JsonParser parser, ScalarType type) {
        return switch (type) {
            case INTEGER -> {
                if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                    yield switch (parser.getNumberType()) {
                        case INT, LONG -> ValueBigint.get(parser.getLongValue());
                        case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> ValueNull.INSTANCE;
                    };
                }
                yield SqlValues.of(FieldValues.whole(parser.getDecimalValue()));
            }
            case NUMBER -> finiteOrNull(parser.getDoubleValue());
            case TEXT, BOOLEAN, TIMESTAMP, DATE, UUID -> ValueNull.INSTANCE;
        };
    }

    private static Value finiteOrNull(double number) {
        return Double.isFinite(number) ? SqlValues.decimal(number) : ValueNull.INSTANCE;
    }

    private static Value ofText(String text, ScalarType type) {
        return switch (type) {
            case TEXT -> SqlValues.text(text);
            // As the indexes read them: a row that an index finds must not be dropped when it is read.
            case TIMESTAMP, DATE, UUID, NUMBER -> SqlValues.of(FieldValues.of(type, StringNode.valueOf(text)));
            case INTEGER, BOOLEAN -> ValueNull.INSTANCE;
        };
    }

    private static Value readArray(JsonParser parser, ScalarType element) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return ValueNull.INSTANCE;
        }
        List<Value> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(readScalar(parser, element));
        }
        return elements.size() <= Constants.MAX_ARRAY_CARDINALITY
                ? ValueArray.get(TableShape.typeOf(element), elements.toArray(Value[]::new), null)
                : ValueNull.INSTANCE;
    }

    /** The JSON as it stands in the row, without parsing it into a tree. */
    private static Value readJson(JsonParser parser, byte[] json) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return ValueNull.INSTANCE;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        byte[] slice = new String(json, start, end - start, StandardCharsets.UTF_8)
                .strip()
                .getBytes(StandardCharsets.UTF_8);
        return slice.length <= Constants.MAX_STRING_LENGTH ? ValueJson.getInternal(slice) : ValueNull.INSTANCE;
    }
}
