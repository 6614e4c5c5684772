package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void largeGraphsAreAskedForMore() {
        assertThat(Nearest.candidates(1, 0)).isEqualTo(48);
        assertThat(Nearest.candidates(10, 40_000)).isEqualTo(48);
        assertThat(Nearest.candidates(100, 40_000)).isEqualTo(200);
        assertThat(Nearest.candidates(10, 1 << 20)).isEqualTo(80);
        assertThat(Nearest.candidates(Integer.MAX_VALUE, Integer.MAX_VALUE)).isBetween(1 << 21, 1 << 23);
    }

    /** Vectors are compared some at a time: hundreds in a row that are deleted are not the end. */
    @Test
    void manyDeletedRowsSideBySideHideNoneBehindThem() {
        Random random = new Random(3);
        Map<UUID, float[]> living = new HashMap<>();
        try (SearchFixture fixture = SearchFixture.inMemory()) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            List<Change> unit = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                float[] vector = SearchFixture.unit(random, SearchFixture.DIMENSION);
                unit.addAll(SearchFixture.changes(1, SearchFixture.id(i), 0, "{}", vector, false));
                if (i < 100 || i >= 900) {
                    living.put(SearchFixture.id(i), vector);
                }
            }
            fixture.commit(unit.toArray(Change[]::new));
            fixture.index.flush(Long.MAX_VALUE);
            for (int i = 100; i < 900; i++) {
                fixture.softDelete(table, SearchFixture.id(i));
            }
            float[] query = SearchFixture.unit(random, SearchFixture.DIMENSION);
            List<UUID> expected = living.entrySet().stream()
                    .sorted(Comparator.comparingDouble(row -> -SearchFixture.dot(query, row.getValue())))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(fixture.nearest(table, query, 1_000)).isEqualTo(expected);

            Set<UUID> all = unit.stream()
                    .filter(Change.PutEntity.class::isInstance)
                    .map(change -> ((Change.PutEntity) change).entity().id())
                    .collect(Collectors.toSet());
            assertThat(SearchFixture.ids(fixture.index
                            .nearest(table, EmbeddingSlot.MAIN, query, 500, new CandidateFilter.OneOf(all))
                            .candidates()))
                    .isEqualTo(expected);
        }
    }
}
