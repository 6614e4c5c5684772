package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig.Quantization;
import io.remdb.config.RemConfig.Search;
import io.remdb.search.SearchFixture.TestCatalog;
import io.remdb.store.Change;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows come without a graph, and get one in the background. */
class GraphMergeTest {
    private static final Search QUICK_GRAPHS = new Search(60_000, Quantization.NONE, null, 4, 4);

    @TempDir
    private Path home;

    private final TestCatalog catalog = new TestCatalog();
    private final Random random = new Random(5);

    private SearchFixture open() {
        return SearchFixture.open(home, catalog, SearchFixture.LOG, QUICK_GRAPHS);
    }

    private void insert(SearchFixture fixture, int from, int to) {
        for (int start = from; start < to; start += 2000) {
            List<Change> unit = new ArrayList<>();
            for (int i = start; i < start + 2000; i++) {
                float[] vector = SearchFixture.unit(random, SearchFixture.DIMENSION);
                unit.addAll(SearchFixture.changes(1, SearchFixture.id(i), 0, "{}", vector, false));
            }
            fixture.commit(unit.toArray(Change[]::new));
        }
    }

    private static LongStream segments(SearchFixture fixture) {
        return Arrays.stream(fixture.index.describe(1).split(" "))
                .skip(1)
                .mapToLong(segment -> Long.parseLong(segment.split("-")[0]));
    }

    private static long rowsWithoutGraph(SearchFixture fixture) {
        return segments(fixture)
                .filter(rows -> rows < SearchSizes.PRODUCTION.flatRows())
                .sum();
    }

    /** Each is more than twice as large as all smaller ones together. */
    private static void assertFewGraphs(SearchFixture fixture) {
        long smaller = 0;
        for (long rows : segments(fixture)
                .filter(rows -> rows >= SearchSizes.PRODUCTION.flatRows())
                .sorted()
                .toArray()) {
            assertThat(rows).as(fixture.index.describe(1)).isGreaterThan(2 * smaller);
            smaller += rows;
        }
        assertThat(smaller).isPositive();
    }

    @Test
    void aBulkLoadGetsItsGraphsAndKeepsThemWhenClosed() {
        CatalogTable table;
        float[] query = SearchFixture.unit(random, SearchFixture.DIMENSION);
        String segments;
        try (SearchFixture fixture = open()) {
            table = fixture.define(SearchFixture.notes());
            insert(fixture, 0, 40_000);
            fixture.index.flush(Long.MAX_VALUE);
            fixture.index.awaitMerges(1);
            fixture.put(table, SearchFixture.id(50_000), "{}", query);
            assertThat(fixture.nearest(table, query, 1)).containsExactly(SearchFixture.id(50_000));
            segments = fixture.index.describe(1);
            assertThat(rowsWithoutGraph(fixture)).as(segments).isLessThan(SearchSizes.PRODUCTION.flatRows());
            assertFewGraphs(fixture);
        }
        try (SearchFixture fixture = open()) {
            assertThat(fixture.nearest(table, query, 1)).containsExactly(SearchFixture.id(50_000));
            assertThat(rowsWithoutGraph(fixture)).as(segments).isLessThan(SearchSizes.PRODUCTION.flatRows());
            assertThat(fixture.index.builds(1)).isZero();
        }
    }

    /** Each process that writes gets on with what the one before it has left. */
    @Test
    void processesThatEndAtOnceGetOnToo() {
        CatalogTable table = SearchFixture.notes();
        float[] query = SearchFixture.unit(random, SearchFixture.DIMENSION);
        try (SearchFixture fixture = open()) {
            fixture.define(table);
            insert(fixture, 0, 46_000);
            fixture.index.flush(Long.MAX_VALUE);
        }
        long without;
        int processes = 0;
        do {
            try (SearchFixture fixture = open()) {
                assertThat(fixture.nearest(table, query, 10)).hasSize(10);
                without = rowsWithoutGraph(fixture);
                insert(fixture, 100_000 + 2000 * processes, 102_000 + 2000 * processes);
                fixture.index.flush(Long.MAX_VALUE);
            }
            processes++;
        } while (without >= 5L * SearchSizes.PRODUCTION.flatRows() && processes < 20);
        assertThat(without).isLessThan(5L * SearchSizes.PRODUCTION.flatRows());
    }
}
