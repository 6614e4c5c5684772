package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.schema.Field;
import io.remdb.schema.FieldValues;
import io.remdb.store.Cursor;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexHit;
import io.remdb.store.Store;
import io.remdb.store.StoreCapabilities.Capability;
import io.remdb.store.StoredEntity;
import io.remdb.text.Suggestions;
import io.remdb.value.FieldValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The different values of a field. An ordered index is not read from end to end: from each value the reader jumps to the next one, so a
 * million rows of ten categories cost ten jumps (the loose index scan of MySQL).
 */
final class DistinctValues {
    private final Store store;

    DistinctValues(Store store) {
        this.store = store;
    }

    List<Object> of(CatalogTable table, String fieldName, int limit) {
        if (limit < 1) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A limit is at least 1").with("limit", limit);
        }
        Field field = table.schema().field(fieldName).orElseThrow(() -> unknown(table, fieldName));
        boolean ordered = store.capabilities().has(Capability.ORDERED_INDEX_SCAN);
        List<FieldValue> values = ordered && table.readableIndexes().contains(field)
                ? ofIndex(table, field, limit)
                : ofRows(table, field, limit);
        return values.stream().map(DistinctValues::object).toList();
    }

    private static RemException unknown(CatalogTable table, String fieldName) {
        RemException error = new RemException(ErrorCode.UNKNOWN_FIELD, "The table has no such field")
                .with("table", table.name())
                .with("field", fieldName);
        List<String> names = table.schema().fields().stream().map(Field::name).toList();
        return Suggestions.nearest(fieldName, names)
                .map(near -> error.hint("Did you mean " + near + "?"))
                .orElse(error);
    }

    private List<FieldValue> ofIndex(CatalogTable table, Field field, int limit) {
        List<FieldValue> values = new ArrayList<>();
        FieldRange rest = new FieldRange(FieldValue.Null.NULL, false, null, true);
        while (values.size() < limit) {
            Optional<FieldValue> next = first(table, field, rest);
            if (next.isEmpty()) {
                break;
            }
            values.add(next.get());
            rest = new FieldRange(next.get(), false, null, true);
        }
        return values;
    }

    private Optional<FieldValue> first(CatalogTable table, Field field, FieldRange range) {
        try (Cursor<IndexHit> hits =
                store.indexes().range(table.number(), table.indexNumber(field), range, Direction.ASCENDING)) {
            while (hits.hasNext()) {
                IndexHit hit = hits.next();
                if (!hit.deleted()) {
                    return Optional.of(hit.value());
                }
            }
            return Optional.empty();
        }
    }

    private List<FieldValue> ofRows(CatalogTable table, Field field, int limit) {
        Set<FieldValue> values = new LinkedHashSet<>();
        try (Cursor<StoredEntity> rows = store.records().scan(table.number(), null)) {
            int read = 0;
            while (read < RemDatabase.SAMPLED_ROWS && values.size() < limit && rows.hasNext()) {
                StoredEntity row = rows.next();
                if (!row.deleted()) {
                    read++;
                    values.addAll(
                            FieldValues.elements(field, row.parseProperties().get(field.name())));
                }
            }
        }
        values.remove(FieldValue.Null.NULL);
        return values.stream().limit(limit).toList();
    }

    private static Object object(FieldValue value) {
        return switch (value) {
            case FieldValue.Text(String text) -> text;
            case FieldValue.Whole(long number) -> number;
            case FieldValue.Decimal(double number) -> number;
            case FieldValue.Bool(boolean truth) -> truth;
            case FieldValue.Timestamp(long micros) -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
            case FieldValue.Day(java.time.LocalDate day) -> day;
            case FieldValue.Id(java.util.UUID id) -> id;
            case FieldValue.Null() -> throw new IllegalStateException("null is no value");
        };
    }
}
