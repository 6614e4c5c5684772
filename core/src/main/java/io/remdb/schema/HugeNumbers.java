package io.remdb.schema;

import io.remdb.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Floating-point numbers of 2<sup>63</sup> and more, which are whole, as the integers that they are: the JSON Schema validator
 * fails when it compares such a floating-point number with the bound of an integer field.
 */
final class HugeNumbers {
    private static final double FIRST = 0x1p63;
    /** Stands for a number that was too large even for floating point, so it is larger than all that are not. */
    private static final BigInteger BEYOND = BigInteger.ONE.shiftLeft(Double.MAX_EXPONENT + 1);

    private HugeNumbers() {}

    /** The same value with such numbers as integers; itself when it has none. */
    static JsonNode asIntegers(JsonNode value) {
        return isIn(value) ? copy(value) : value;
    }

    private static boolean isIn(JsonNode value) {
        if (value.isContainer()) {
            for (JsonNode member : value) {
                if (isIn(member)) {
                    return true;
                }
            }
            return false;
        }
        return (value.isDouble() || value.isFloat()) && Math.abs(value.doubleValue()) >= FIRST;
    }

    private static JsonNode copy(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode copy = Json.object();
                object.properties().forEach(member -> copy.set(member.getKey(), copy(member.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = array.arrayNode();
                array.forEach(element -> copy.add(copy(element)));
                yield copy;
            }
            default -> isIn(value) ? BigIntegerNode.valueOf(integer(value.doubleValue())) : value;
        };
    }

    private static BigInteger integer(double number) {
        if (Double.isInfinite(number)) {
            return number < 0 ? BEYOND.negate() : BEYOND;
        }
        return new BigDecimal(number).toBigIntegerExact();
    }
}
