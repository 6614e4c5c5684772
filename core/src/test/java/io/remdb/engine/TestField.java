package io.remdb.engine;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A field of a random schema: its values, its literals, and how two of its values are compared. */
record TestField(String name, Kind kind) {
    /** What a field holds. */
    enum Kind {
        TEXT("{\"type\": [\"string\", \"null\"]}"),
        INTEGER("{\"type\": [\"integer\", \"null\"]}"),
        NUMBER("{\"type\": [\"number\", \"null\"]}"),
        BOOLEAN("{\"type\": [\"boolean\", \"null\"]}"),
        DATE("{\"type\": [\"string\", \"null\"], \"format\": \"date\"}"),
        MOMENT("{\"type\": [\"string\", \"null\"], \"format\": \"date-time\"}"),
        ID("{\"type\": [\"string\", \"null\"], \"format\": \"uuid\"}"),
        TEXTS("{\"type\": [\"array\", \"null\"], \"items\": {\"type\": [\"string\", \"null\"]}}"),
        INTEGERS("{\"type\": [\"array\", \"null\"], \"items\": {\"type\": [\"integer\", \"null\"]}}"),
        OBJECT("{\"type\": [\"object\", \"null\"]}");

        final String schema;

        Kind(String schema) {
            this.schema = schema;
        }

        Kind element() {
            return this == TEXTS ? TEXT : this == INTEGERS ? INTEGER : this;
        }

        boolean isArray() {
            return this == TEXTS || this == INTEGERS;
        }

        boolean isOrdered() {
            return this == TEXT || this == INTEGER || this == NUMBER || this == DATE || this == MOMENT;
        }
    }

    private static final String LONG = "long".repeat(62); // 248 bytes
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "ab",
            "ab c",
            "b",
            "é",
            "zz",
            "o'hara",
            "100%",
            "a_b",
            "\\",
            "\uE000",
            "😀x",
            LONG,
            LONG + "abcd",
            LONG + "abcd😀 and more",
            LONG + "abcde",
            LONG + "abcdefg",
            LONG + "abcdefgh",
            LONG + "abé" + "z".repeat(40),
            LONG + "abc" + "z".repeat(400));
    private static final List<Long> WHOLES = List.of(
            -3L, -1L, 0L, 1L, 2L, 3L, 7L, (1L << 53), (1L << 53) + 1, (1L << 53) + 2, Long.MAX_VALUE, Long.MIN_VALUE);
    private static final List<Double> NUMBERS =
            List.of(-2.5, -0.0, 0.0, 1.0, 1.1, 0.1 + 0.2, 0.3, 2.0, 1e-300, 1e15, 123456789.125);
    private static final Instant EPOCH = Instant.parse("2024-01-01T00:00:00Z");

    /** A value of the element's type; never null. */
    Object element(Random random) {
        return switch (kind.element()) {
            case TEXT -> TEXTS.get(random.nextInt(TEXTS.size()));
            case INTEGER -> WHOLES.get(random.nextInt(WHOLES.size()));
            case NUMBER -> NUMBERS.get(random.nextInt(NUMBERS.size()));
            case BOOLEAN -> random.nextBoolean();
            case DATE -> LocalDate.of(2024, 1, 1).plusDays(random.nextInt(6));
            case MOMENT -> EPOCH.plusSeconds(random.nextInt(4) * 3600L).plusNanos(random.nextInt(3) * 1000L);
            case ID -> new UUID(random.nextInt(3) * 0x1111111111111111L, random.nextInt(2) * -1L);
            case OBJECT -> "{\"a\": " + random.nextInt(3) + "}";
            case TEXTS, INTEGERS -> throw new AssertionError(kind);
        };
    }

    /** A value of a row; null for none. */
    @Nullable
    Object value(Random random) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        if (!kind.isArray()) {
            return element(random);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(random.nextInt(6) == 0 ? null : element(random));
        }
        return elements;
    }

    /** The value as JSON. */
    String json(@Nullable Object value, Random random) {
        return switch (value) {
            case null -> "null";
            case List<?> list ->
                list.stream().map(element -> json(element, random)).collect(Collectors.joining(",", "[", "]"));
            case Instant instant -> quoted(written(instant, random));
            case String text -> kind == Kind.OBJECT ? text : quoted(text);
            case LocalDate day -> quoted(day.toString());
            case UUID id -> quoted(id.toString());
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String written(Instant instant, Random random) {
        ZoneOffset zone = random.nextBoolean() ? ZoneOffset.UTC : ZoneOffset.ofHours(random.nextInt(5) - 2);
        OffsetDateTime time = instant.atOffset(zone);
        String seconds = String.format("%1$tY-%1$tm-%1$tdT%1$tH:%1$tM:%1$tS", time);
        return seconds + String.format(".%06d", time.getNano() / 1000) + (zone.equals(ZoneOffset.UTC) ? "Z" : zone);
    }

    /** A constant in SQL, as a literal or as a parameter. */
    String literal(Object value, List<@Nullable Object> parameters, Random random) {
        if (random.nextInt(3) == 0) {
            parameters.add(value instanceof Long number && random.nextBoolean() ? new BigDecimal(number) : value);
            return "?";
        }
        return switch (value) {
            case String text -> "'" + text.replace("'", "''") + "'";
            case Instant instant -> "'" + written(instant, random).replace('T', random.nextBoolean() ? 'T' : ' ') + "'";
            case LocalDate day -> (random.nextBoolean() ? "DATE '" : "'") + day + "'";
            case UUID id -> "'" + id + "'";
            case Double number -> new BigDecimal(number.toString()).toPlainString();
            default -> value.toString();
        };
    }

    /** As SQL compares two values of the type. */
    static int compare(Object left, Object right) {
        return switch (left) {
            case String text -> text.compareTo((String) right);
            case Long number -> number.compareTo((Long) right);
            case Double number -> Double.compare(number + 0.0, (Double) right + 0.0);
            case Boolean bool -> bool.compareTo((Boolean) right);
            case LocalDate day -> day.compareTo((LocalDate) right);
            case Instant instant -> instant.compareTo((Instant) right);
            case UUID id -> id.equals(right) ? 0 : 1;
            default -> throw new AssertionError(left);
        };
    }
}
