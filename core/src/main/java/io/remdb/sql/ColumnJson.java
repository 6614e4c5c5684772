package io.remdb.sql;

import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.h2.engine.CastDataProvider;
import org.h2.message.DbException;
import org.h2.value.Value;
import org.h2.value.ValueArray;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What an SQL value becomes in the JSON of a row. A value is converted to the type of its column where nothing is lost by it; one
 * that does not fit is left as it is, so that the schema says what is wrong, of this row and of all the others.
 */
final class ColumnJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private static final int MOST_DIGITS = 1_000;

    private ColumnJson() {}

    /** The JSON for a column; null for SQL's NULL. */
    static JsonNode of(ShapeColumn column, Value value, CastDataProvider provider) {
        if (column.field() == null) {
            return plain(value);
        }
        return switch (column.field().type()) {
            case FieldType.Scalar(ScalarType type) -> scalar(value, type, provider);
            case FieldType.ArrayOf(ScalarType element) ->
                value instanceof ValueArray array ? array(array, element, provider) : json(value, '[');
            case FieldType.Json() -> json(value, '{');
        };
    }

    private static JsonNode array(ValueArray array, ScalarType element, CastDataProvider provider) {
        ArrayNode nodes = NODES.arrayNode();
        for (Value value : array.getList()) {
            nodes.add(scalar(value, element, provider));
        }
        return nodes;
    }

    /** Text that is written as JSON is taken as JSON: that is how people write objects and arrays in SQL. */
    private static JsonNode json(Value value, char opening) {
        if (isText(value)) {
            String text = String.valueOf(value.getString()).strip();
            boolean looksLikeJson = !text.isEmpty() && (text.charAt(0) == opening || text.charAt(0) == '[');
            if (looksLikeJson) {
                try {
                    return Json.parse(text);
                } catch (RemException notJson) { // the schema says what it expects
                    return NODES.stringNode(value.getString());
                }
            }
        }
        return plain(value);
    }

    private static JsonNode scalar(Value value, ScalarType type, CastDataProvider provider) {
        return switch (type) {
            case TEXT -> isNumber(value) || value.getValueType() == Value.BOOLEAN ? text(value) : plain(value);
            case INTEGER -> whole(isText(value) ? converted(value, Value.BIGINT, provider) : value);
            case NUMBER -> plain(isText(value) ? converted(value, Value.DOUBLE, provider) : value);
            case BOOLEAN -> plain(isText(value) ? converted(value, Value.BOOLEAN, provider) : value);
            case TIMESTAMP -> plain(isMoment(value) ? converted(value, Value.TIMESTAMP_TZ, provider) : value);
            case DATE -> plain(isMoment(value) ? converted(value, Value.DATE, provider) : value);
            case UUID -> plain(value);
        };
    }

    private static Value converted(Value value, int type, CastDataProvider provider) {
        try {
            return value.convertTo(type, provider);
        } catch (DbException doesNotFit) { // the schema says what it expects
            return value;
        }
    }

    private static JsonNode text(Value value) {
        return NODES.stringNode(String.valueOf(value.getString()));
    }

    /** A number without a fraction is whole, however SQL computed it. */
    private static JsonNode whole(Value value) {
        if (!isNumber(value)) {
            return plain(value);
        }
        Object number = SqlValues.toJava(value);
        BigDecimal exact = exact(number);
        if (exact == null
                || exact.precision() - exact.scale() > MOST_DIGITS
                || exact.stripTrailingZeros().scale() > 0) {
            return plain(value);
        }
        BigInteger integer = exact.toBigInteger();
        boolean fits = integer.compareTo(LEAST) >= 0 && integer.compareTo(MOST) <= 0;
        return fits ? NODES.numberNode(integer.longValue()) : NODES.numberNode(integer);
    }

    private static @Nullable BigDecimal exact(@Nullable Object number) {
        return switch (number) {
            case Long whole -> BigDecimal.valueOf(whole);
            case BigDecimal decimal -> decimal;
            case Double real when Double.isFinite(real) -> new BigDecimal(real);
            case null, default -> null;
        };
    }

    /** JSON has no number that is none. */
    private static JsonNode plain(Value value) {
        Object java = SqlValues.toJava(value);
        return java instanceof Double number && !Double.isFinite(number) ? text(value) : SqlRow.node(java);
    }

    private static boolean isText(Value value) {
        int type = value.getValueType();
        return type == Value.VARCHAR || type == Value.CHAR || type == Value.CLOB || type == Value.VARCHAR_IGNORECASE;
    }

    private static boolean isMoment(Value value) {
        int type = value.getValueType();
        return type == Value.DATE || type == Value.TIMESTAMP || type == Value.TIMESTAMP_TZ;
    }

    private static boolean isNumber(Value value) {
        return switch (value.getValueType()) {
            case Value.TINYINT,
                    Value.SMALLINT,
                    Value.INTEGER,
                    Value.BIGINT,
                    Value.NUMERIC,
                    Value.DECFLOAT,
                    Value.REAL,
                    Value.DOUBLE -> true;
            default -> false;
        };
    }
}
