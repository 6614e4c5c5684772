package io.remdb.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.value.FieldValue;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Keys that are made read back and are in the order of their values; bytes that nobody has made into a key are CORRUPTED, or the key
 * that they would be. Profile {@code fuzz} searches for other values and bytes.
 */
class KeyCodecFuzzTest {
    private static final UUID LEAST = new UUID(0, 0);
    private static final int TABLE = 3;
    private static final int FIELD = 16;
    private static final int KINDS = 8;

    @FuzzTest(maxDuration = "10m")
    void keysReadBackAndAreInOrder(FuzzedDataProvider data) {
        if (data.consumeBoolean()) {
            readsAnyBytes(data.consumeRemainingAsBytes());
            return;
        }
        int kind = data.consumeInt(0, KINDS - 1);
        FieldValue a = value(kind, data);
        FieldValue b = value(kind, data);
        UUID id = new UUID(data.consumeLong(), data.consumeLong());
        if (kept(a) && kept(b)) {
            isInOrder(a, b, id);
        }
        String type = data.consumeRemainingAsString();
        if (TextCodec.fits(type)) {
            edgeReadsBack(id, type);
        } else {
            assertThatThrownBy(() -> KeyCodec.edge(id, type, id)).isInstanceOf(RemException.class);
        }
    }

    private static boolean kept(FieldValue value) {
        return !(value instanceof FieldValue.Text(String text)) || TextCodec.fits(text);
    }

    private static FieldValue value(int kind, FuzzedDataProvider data) {
        return switch (kind) {
            case 0 -> FieldValue.Null.NULL;
            case 1 -> new FieldValue.Bool(data.consumeBoolean());
            case 2 -> new FieldValue.Whole(data.consumeLong());
            case 3 -> {
                double number = data.consumeDouble();
                yield new FieldValue.Decimal(Double.isNaN(number) ? 0 : number + 0.0);
            }
            case 4 -> new FieldValue.Timestamp(data.consumeLong());
            case 5 -> new FieldValue.Day(LocalDate.ofEpochDay(data.consumeInt()));
            case 6 -> new FieldValue.Id(new UUID(data.consumeLong(), data.consumeLong()));
            default -> new FieldValue.Text(data.consumeString(data.consumeInt(0, 200)));
        };
    }

    private static void isInOrder(FieldValue a, FieldValue b, UUID id) {
        byte[] first = KeyCodec.index(TABLE, FIELD, a, id);
        byte[] second = KeyCodec.index(TABLE, FIELD, b, id);
        assertThat(KeyCodec.indexedValue(first)).isEqualTo(a);
        assertThat(KeyCodec.indexedId(first)).isEqualTo(id);
        int order = Integer.signum(compare(a, b));
        assertThat(Integer.signum(Arrays.compareUnsigned(first, second)))
                .as("%s and %s", a, b)
                .isEqualTo(order);
        // The id comes after the value: a lesser value with the greatest id is still before a greater one with the
        // least.
        if (order < 0) {
            assertThat(Arrays.compareUnsigned(
                            KeyCodec.index(TABLE, FIELD, a, new UUID(-1, -1)), KeyCodec.index(TABLE, FIELD, b, LEAST)))
                    .isNegative();
        }
    }

    private static int compare(FieldValue a, FieldValue b) {
        return switch (a) {
            case FieldValue.Null _ -> 0;
            case FieldValue.Bool(boolean value) -> Boolean.compare(value, ((FieldValue.Bool) b).value());
            case FieldValue.Whole(long value) -> Long.compare(value, ((FieldValue.Whole) b).value());
            case FieldValue.Decimal(double value) -> Double.compare(value, ((FieldValue.Decimal) b).value());
            case FieldValue.Timestamp(long micros) -> Long.compare(micros, ((FieldValue.Timestamp) b).epochMicros());
            case FieldValue.Day(LocalDate day) -> day.compareTo(((FieldValue.Day) b).value());
            case FieldValue.Id(UUID value) -> unsigned(value, ((FieldValue.Id) b).value());
            case FieldValue.Text(String text) -> text.compareTo(((FieldValue.Text) b).value());
        };
    }

    private static int unsigned(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    private static void edgeReadsBack(UUID id, String type) {
        byte[] edge = KeyCodec.edge(id, type, LEAST);
        assertThat(KeyCodec.edgeType(edge)).isEqualTo(type);
        assertThat(KeyCodec.edgeFar(edge)).isEqualTo(LEAST);
        assertThat(edge).startsWith(KeyCodec.edgePrefix(id, type));
        assertThat(TextCodec.fromPlain(TextCodec.plain(type))).isEqualTo(type);
    }

    private static void readsAnyBytes(byte[] bytes) {
        reads(() -> KeyCodec.indexedValue(bytes));
        reads(() -> KeyCodec.indexedId(bytes));
        reads(() -> KeyCodec.edgeType(bytes));
        reads(() -> KeyCodec.edgeFar(bytes));
        reads(() -> KeyCodec.entityId(bytes));
        reads(() -> KeyCodec.logSequence(bytes));
        reads(() -> TextCodec.fromPlain(bytes));
    }

    private static void reads(Supplier<Object> reading) {
        try {
            assertThat(reading.get()).isNotNull();
        } catch (RemException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED);
        }
    }
}
