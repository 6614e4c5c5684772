package io.remdb.search;

import io.remdb.catalog.CatalogTable;
import io.remdb.schema.Field;
import io.remdb.schema.RowKeys;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import io.remdb.value.Predicate.Column;
import io.remdb.value.ScalarType;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.util.BytesRef;

/**
 * A column whose values an index keeps one after the other, so that all of them can be read without the rows: as Lucene's doc values, under
 * the name by which the column is filtered. Scalars are kept, but no UUIDs, and none by which rows are looked up ({@code uri}, {@code key}, {@code name}, the schema's key), most of which are different in each row; texts up to
 * {@value #LONGEST_TEXT} bytes, as far as UTF-8 can say them.
 *
 * @param name of Lucene's field
 * @param type of the values
 */
record ColumnValues(String name, ScalarType type) {
    /** Enough for names and categories; what is longer is hardly a group's. */
    static final int LONGEST_TEXT = 64;

    /** Instead of a text that is not kept. No text has this byte. */
    private static final byte UNKNOWN = (byte) 0xFF;

    /** The column of a table; empty when an index does not keep it. */
    static Optional<ColumnValues> of(CatalogTable table, Column column) {
        return switch (column) {
            case Column.Id _ -> Optional.empty();
            case Column.CreatedAt _ -> Optional.of(new ColumnValues(RowDocument.CREATED_AT, ScalarType.TIMESTAMP));
            case Column.ModifiedAt _ -> Optional.of(new ColumnValues(RowDocument.MODIFIED_AT, ScalarType.TIMESTAMP));
            case Column.OfSchema(String name) ->
                table.schema().fields().stream()
                        .filter(field -> field.name().equals(name))
                        .findFirst()
                        .flatMap(field -> of(field, RowKeys.keyFields(table.schema())));
        };
    }

    /** That of a field, beside those that are keys. */
    static Optional<ColumnValues> of(Field field, List<String> keyFields) {
        return field.type() instanceof FieldType.Scalar(ScalarType type)
                        && type != ScalarType.UUID
                        && !keyFields.contains(field.name())
                ? Optional.of(new ColumnValues(RowDocument.filterField(field.name()), type))
                : Optional.empty();
    }

    boolean isText() {
        return type == ScalarType.TEXT;
    }

    /** Adds the value of a row; null adds nothing. */
    void add(Document document, FieldValue value) {
        switch (value) {
            case FieldValue.Text(String text) -> document.add(new SortedDocValuesField(name, term(text)));
            case FieldValue.Whole(long whole) -> addNumber(document, whole);
            case FieldValue.Decimal(double decimal) -> addNumber(document, Double.doubleToRawLongBits(decimal + 0.0));
            case FieldValue.Bool(boolean bool) -> addNumber(document, bool ? 1 : 0);
            case FieldValue.Timestamp(long micros) -> addNumber(document, micros);
            case FieldValue.Day(LocalDate day) -> addNumber(document, day.toEpochDay());
            case FieldValue.Null _, FieldValue.Id _ -> {
                // Not kept.
            }
        }
    }

    private void addNumber(Document document, long number) {
        document.add(new NumericDocValuesField(name, number));
    }

    private static BytesRef term(String text) {
        BytesRef term = text.length() <= LONGEST_TEXT ? RowDocument.textTerm(text) : null;
        return term == null || term.length > LONGEST_TEXT || RowDocument.isCut(term)
                ? new BytesRef(new byte[] {UNKNOWN})
                : term;
    }

    /** Whether a term stands for a text that is not kept. */
    static boolean isUnknown(BytesRef term) {
        return term.length == 1 && term.bytes[term.offset] == UNKNOWN;
    }

    /** The value that is kept as a number. */
    FieldValue value(long number) {
        return switch (type) {
            case INTEGER -> new FieldValue.Whole(number);
            case NUMBER -> new FieldValue.Decimal(Double.longBitsToDouble(number));
            case BOOLEAN -> new FieldValue.Bool(number != 0);
            case TIMESTAMP -> new FieldValue.Timestamp(number);
            case DATE -> new FieldValue.Day(LocalDate.ofEpochDay(number));
            case TEXT, UUID -> throw new IllegalStateException("not kept as numbers: " + type);
        };
    }
}
