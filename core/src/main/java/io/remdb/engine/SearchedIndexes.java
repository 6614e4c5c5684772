package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.search.SearchIndex;
import io.remdb.store.Cursor;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexHit;
import io.remdb.store.IndexStore;
import io.remdb.store.KeyHit;
import io.remdb.store.SystemFields;
import io.remdb.value.FieldValue;
import io.remdb.value.Predicate;
import io.remdb.value.Predicate.Column;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of a store that keeps no order, completed by the search index: values that are equal are found in the store, ranges in
 * the search index, which knows the living rows only and gives them in no order. What it gives may be too much, never too little: SQL
 * checks every row again.
 */
final class SearchedIndexes implements IndexStore {
    /** From here on UTF-8, in which the search index orders texts, and UTF-16, in which SQL does, do not agree. */
    private static final char FIRST_IN_ANOTHER_ORDER = Character.MIN_SURROGATE;

    private final IndexStore store;
    private final Catalog catalog;
    private final Supplier<SearchIndex> search;

    SearchedIndexes(IndexStore store, Catalog catalog, Supplier<SearchIndex> search) {
        this.store = store;
        this.catalog = catalog;
        this.search = search;
    }

    @Override
    public Cursor<KeyHit> byKey(String key) {
        return store.byKey(key);
    }

    @Override
    public boolean canRead(FieldRange range, boolean includesDeleted) {
        return store.canRead(range, includesDeleted)
                || (!includesDeleted && bounds(range).isPresent());
    }

    @Override
    public Cursor<IndexHit> range(int table, int field, FieldRange range, Direction direction) {
        if (store.canRead(range, true)) {
            return store.range(table, field, range, direction);
        }
        CatalogTable target = table(table);
        return new Hits(search.get().rows(target, predicate(target, field, range)));
    }

    @Override
    public long estimate(int table, int field, FieldRange range) {
        if (store.canRead(range, true)) {
            return store.estimate(table, field, range);
        }
        CatalogTable target = table(table);
        return search.get().estimate(target, predicate(target, field, range));
    }

    private CatalogTable table(int number) {
        return catalog.find(number)
                .orElseThrow(() -> new RemException(ErrorCode.CONFLICT, "The table was removed while it was read")
                        .hint("Run the statement again"));
    }

    private static Predicate predicate(CatalogTable table, int field, FieldRange range) {
        Bounds bounds = bounds(range)
                .orElseThrow(() -> new RemException(ErrorCode.UNSUPPORTED, "The index cannot read this range"));
        return new Predicate.Range(
                column(table, field), bounds.lower(), bounds.lowerInclusive(), bounds.upper(), bounds.upperInclusive());
    }

    private static Column column(CatalogTable table, int field) {
        return switch (field) {
            case SystemFields.CREATED_AT -> new Column.CreatedAt();
            case SystemFields.MODIFIED_AT -> new Column.ModifiedAt();
            default ->
                table.definition().fields().entrySet().stream()
                        .filter(entry -> entry.getValue() == field)
                        .findFirst()
                        .map(entry -> new Column.OfSchema(entry.getKey()))
                        .orElseThrow(() -> new RemException(ErrorCode.CONFLICT, "The index was removed meanwhile")
                                .hint("Run the statement again"));
        };
    }

    /** The bounds that the search index can compare with. */
    private record Bounds(
            @Nullable FieldValue lower,
            boolean lowerInclusive,
            @Nullable FieldValue upper,
            boolean upperInclusive) {}

    /** At least what lies in a range; empty when that is everything, or nothing that has an order there. */
    private static Optional<Bounds> bounds(FieldRange range) {
        FieldValue lower = ordered(range.lower());
        FieldValue upper = ordered(range.upper());
        boolean lowerInclusive = range.lowerInclusive();
        if (lower instanceof FieldValue.Text(String text)) {
            String beginning = comparable(text);
            lowerInclusive |= beginning.length() < text.length();
            lower = beginning.isEmpty() ? null : new FieldValue.Text(beginning);
        }
        if (upper instanceof FieldValue.Text(String text) && comparable(text).length() < text.length()) {
            upper = null;
        }
        return lower == null && upper == null
                ? Optional.empty()
                : Optional.of(new Bounds(lower, lowerInclusive, upper, range.upperInclusive()));
    }

    private static @Nullable FieldValue ordered(@Nullable FieldValue bound) {
        return switch (bound) {
            case null -> null;
            case FieldValue.Null _, FieldValue.Bool _, FieldValue.Id _ -> null;
            case FieldValue.Text _,
                    FieldValue.Whole _,
                    FieldValue.Decimal _,
                    FieldValue.Timestamp _,
                    FieldValue.Day _ -> bound;
        };
    }

    /** How a text begins, as far as the search index keeps it and orders it as SQL does. */
    private static String comparable(String text) {
        int end = 0;
        while (end < text.length() && end < Predicate.LONGEST_TEXT / 3 && text.charAt(end) < FIRST_IN_ANOTHER_ORDER) {
            end++;
        }
        return text.substring(0, end);
    }

    /** Living rows, of which no value is known. */
    private record Hits(Cursor<UUID> ids) implements Cursor<IndexHit> {
        @Override
        public boolean hasNext() {
            return ids.hasNext();
        }

        @Override
        public IndexHit next() {
            return new IndexHit(ids.next(), FieldValue.Null.NULL, false);
        }

        @Override
        public void close() {
            ids.close();
        }
    }
}
