package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig.Quantization;
import io.remdb.config.RemConfig.Search;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.search.SearchFixture.TestCatalog;
import io.remdb.store.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Vectors that are searched in 8 bits and compared as floats. */
class QuantizedSearchTest {
    private static final Search INT8 = new Search(60_000, Quantization.INT8, null, 8, 50);
    private static final int ROWS = 12_000;
    private static final int QUERIES = 50;
    private static final int K = 10;

    @TempDir
    private Path home;

    private final Random random = new Random(11);
    private final Map<UUID, float[]> vectors = new LinkedHashMap<>();

    private SearchFixture filled() {
        SearchFixture fixture = SearchFixture.open(home, new TestCatalog(), SearchFixture.LOG, INT8);
        fixture.define(SearchFixture.notes());
        for (int start = 0; start < ROWS; start += 2000) {
            List<Change> unit = new ArrayList<>();
            for (int i = start; i < start + 2000; i++) {
                float[] vector = SearchFixture.unit(random, SearchFixture.DIMENSION);
                vectors.put(SearchFixture.id(i), vector);
                unit.addAll(SearchFixture.changes(1, SearchFixture.id(i), 0, "{}", vector, false));
                unit.addAll(SearchFixture.changes(1, SearchFixture.id(ROWS + i), 0, "{}", null, false));
            }
            fixture.commit(unit.toArray(Change[]::new));
        }
        fixture.index.flush(Long.MAX_VALUE);
        fixture.index.awaitMerges(1);
        return fixture;
    }

    private List<UUID> compared(float[] query, Set<UUID> among) {
        return vectors.keySet().stream()
                .filter(among::contains)
                .sorted(Comparator.comparingDouble(id -> -SearchFixture.dot(query, vectors.getOrDefault(id, query))))
                .limit(K)
                .toList();
    }

    @Test
    void findsNearlyAllAndWithAFilterExactlyAll() {
        try (SearchFixture fixture = filled()) {
            CatalogTable table = SearchFixture.notes();
            int found = 0;
            for (int i = 0; i < QUERIES; i++) {
                float[] query = SearchFixture.unit(random, SearchFixture.DIMENSION);
                Set<UUID> nearest = new HashSet<>(fixture.nearest(table, query, K));
                assertThat(nearest).hasSize(K);
                nearest.retainAll(compared(query, vectors.keySet()));
                found += nearest.size();

                Set<UUID> some = vectors.keySet().stream()
                        .filter(_ -> random.nextInt(6) == 0)
                        .collect(Collectors.toSet());
                assertThat(among(fixture, query, some)).isEqualTo(compared(query, some));
            }
            assertThat(found).as("of %s", QUERIES * K).isGreaterThan(QUERIES * K * 95 / 100);
        }
    }

    private List<UUID> among(SearchFixture fixture, float[] query, Set<UUID> rows) {
        return SearchFixture.ids(fixture.index
                .nearest(SearchFixture.notes(), EmbeddingSlot.MAIN, query, K, new CandidateFilter.OneOf(rows))
                .candidates());
    }

    @Test
    void findsAllAmongManyThatHaveNoVector() {
        try (SearchFixture fixture = filled()) {
            for (int i = 0; i < QUERIES; i++) {
                Set<UUID> rows = new HashSet<>();
                for (int j = 0; j < 3_000; j++) {
                    rows.add(SearchFixture.id(ROWS + random.nextInt(ROWS)));
                }
                Set<UUID> few = new HashSet<>();
                for (int j = 0; j < 60; j++) {
                    few.add(SearchFixture.id(random.nextInt(ROWS)));
                }
                rows.addAll(few);
                float[] query = SearchFixture.unit(random, SearchFixture.DIMENSION);
                assertThat(among(fixture, query, rows)).isEqualTo(compared(query, few));
            }
        }
    }

    /** As a caller is who goes away. */
    @Test
    void whoIsInterruptedSpoilsNothingForOthers() {
        try (SearchFixture fixture = filled()) {
            float[] query = SearchFixture.unit(random, SearchFixture.DIMENSION);
            List<UUID> found = fixture.nearest(SearchFixture.notes(), query, K);
            Thread.currentThread().interrupt();
            try {
                assertThat(fixture.nearest(SearchFixture.notes(), query, K)).isEqualTo(found);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(fixture.nearest(SearchFixture.notes(), query, K)).isEqualTo(found);
        }
    }

    /** Or a process would have them all in memory in the end, and the 8 bits beside them. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theFloatsAreNotMapped() throws IOException {
        try (SearchFixture fixture = filled()) {
            fixture.nearest(SearchFixture.notes(), SearchFixture.unit(random, SearchFixture.DIMENSION), K);
            List<String> mapped = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                    .filter(line -> line.contains(home.toString()))
                    .toList();
            assertThat(mapped).anyMatch(line -> line.endsWith(".veq")).noneMatch(line -> line.endsWith(".vec"));
        }
    }
}
