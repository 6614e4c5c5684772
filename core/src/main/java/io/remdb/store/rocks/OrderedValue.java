package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.value.FieldValue;
import java.time.LocalDate;

/**
 * Field values as bytes whose unsigned order is the order of the values: a tag for the type, then a payload that is fixed in
 * width or marks its own end, so that an id can follow. Null sorts before everything.
 */
final class OrderedValue {
    private static final int NULL = 0x05;
    private static final int BOOL = 0x10;
    private static final int WHOLE = 0x20;
    private static final int DECIMAL = 0x30;
    private static final int TIMESTAMP = 0x40;
    private static final int DAY = 0x50;
    private static final int ID = 0x60;
    private static final int TEXT = 0x70;

    private OrderedValue() {}

    static void write(ByteWriter out, FieldValue value) {
        switch (value) {
            case FieldValue.Null() -> out.writeByte(NULL);
            case FieldValue.Bool(boolean truth) -> out.writeByte(BOOL).writeByte(truth ? 1 : 0);
            case FieldValue.Whole(long number) -> out.writeByte(WHOLE).writeLong(number ^ Long.MIN_VALUE);
            case FieldValue.Decimal(double number) -> out.writeByte(DECIMAL).writeLong(ordered(number));
            case FieldValue.Timestamp(long micros) -> out.writeByte(TIMESTAMP).writeLong(micros ^ Long.MIN_VALUE);
            case FieldValue.Day(LocalDate day) -> out.writeByte(DAY).writeInt(epochDay(day) ^ Integer.MIN_VALUE);
            case FieldValue.Id(var id) -> out.writeByte(ID).writeUuid(id);
            case FieldValue.Text(String text) -> TextCodec.writeOrdered(out.writeByte(TEXT), text);
        }
    }

    static FieldValue read(ByteReader in) {
        return switch (in.readByte()) {
            case NULL -> FieldValue.Null.NULL;
            case BOOL -> new FieldValue.Bool(in.readByte() != 0);
            case WHOLE -> new FieldValue.Whole(in.readLong() ^ Long.MIN_VALUE);
            case DECIMAL -> new FieldValue.Decimal(number(in.readLong()));
            case TIMESTAMP -> new FieldValue.Timestamp(in.readLong() ^ Long.MIN_VALUE);
            case DAY -> new FieldValue.Day(LocalDate.ofEpochDay(in.readInt() ^ Integer.MIN_VALUE));
            case ID -> new FieldValue.Id(in.readUuid());
            case TEXT -> new FieldValue.Text(TextCodec.readOrdered(in));
            default -> throw in.corrupted();
        };
    }

    /** IEEE 754 orders positive numbers like their bits; negative ones the other way round. Adding 0.0 makes -0.0 to 0.0. */
    private static long ordered(double number) {
        long bits = Double.doubleToLongBits(number + 0.0);
        return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    }

    private static double number(long ordered) {
        return Double.longBitsToDouble(ordered < 0 ? ordered ^ Long.MIN_VALUE : ~ordered);
    }

    private static int epochDay(LocalDate day) {
        long epochDay = day.toEpochDay();
        if (epochDay != (int) epochDay) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A day is too far away to be indexed").with("day", day);
        }
        return (int) epochDay;
    }
}
