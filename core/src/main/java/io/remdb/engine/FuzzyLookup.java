package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.KeyMatch;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.schema.RowKeys;
import io.remdb.search.KeyComparison;
import io.remdb.search.KeyQuery;
import io.remdb.search.KeyRing;
import io.remdb.search.SearchIndex;
import io.remdb.store.KeyHit;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds rows by keys that are like a text: candidates of the key index and the search index, compared one by one. */
final class FuzzyLookup {
    /** Rows that are compared for each way of being alike, where fewer are asked for. */
    private static final int FEWEST_CANDIDATES = 100;

    private final Store store;
    private final LiveCatalog catalog;
    private final EntityReader reader;
    private final Supplier<SearchIndex> index;

    FuzzyLookup(Store store, LiveCatalog catalog, EntityReader reader, Supplier<SearchIndex> index) {
        this.store = store;
        this.catalog = catalog;
        this.reader = reader;
        this.index = index;
    }

    /** A row with its best key. */
    private record Found(
            CatalogTable table, StoredEntity row, String key, boolean same, KeyComparison.Similarity similarity) {
        static final Comparator<Found> BEST_FIRST = Comparator.comparingDouble(
                        (Found found) -> found.similarity().score())
                .reversed()
                .thenComparing(found -> !found.same())
                .thenComparing(Found::key)
                .thenComparing(found -> found.table().name())
                .thenComparing(found -> found.row().id());
    }

    List<KeyMatch> find(String text, @Nullable String table, int limit, TimeLimit time) {
        if (text.isBlank()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A fuzzy lookup needs a text");
        }
        List<CatalogTable> tables = table == null ? catalog.tables() : List.of(catalog.require(table));
        KeyQuery query = KeyQuery.of(text);
        for (KeyRing ring : KeyRing.values()) {
            List<Found> found = find(text, query, tables, ring, Math.max(FEWEST_CANDIDATES, 2 * limit), time);
            if (!found.isEmpty()) {
                return found.stream()
                        .sorted(Found.BEST_FIRST)
                        .limit(limit)
                        .map(this::match)
                        .toList();
            }
        }
        return List.of();
    }

    private KeyMatch match(Found found) {
        return new KeyMatch(
                reader.withFirstEdges(found.row()),
                found.key(),
                found.similarity().score(),
                found.similarity().tier());
    }

    private List<Found> find(
            String text, KeyQuery query, List<CatalogTable> tables, KeyRing ring, int candidates, TimeLimit time) {
        KeyComparison comparison = new KeyComparison(query);
        List<KeyHit> same = ring == KeyRing.NEAR ? reader.hits(text, time) : List.of();
        List<Found> found = new ArrayList<>();
        for (CatalogTable table : tables) {
            Set<UUID> ids = new LinkedHashSet<>(time.in(index.get()).withKeysLike(table, query, ring, candidates));
            same.stream().filter(hit -> hit.table() == table.number()).forEach(hit -> ids.add(hit.id()));
            for (StoredEntity row : store.records().getAll(table.number(), List.copyOf(ids))) {
                time.check();
                if (row != null && !row.deleted()) {
                    best(table, row, text, comparison).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static Optional<Found> best(CatalogTable table, StoredEntity row, String text, KeyComparison comparison) {
        return RowKeys.keys(table.schema(), row.parseProperties()).stream()
                .flatMap(key ->
                        comparison
                                .with(key)
                                .map(similarity -> new Found(table, row, key, key.equals(text), similarity))
                                .stream())
                .min(Found.BEST_FIRST);
    }
}
