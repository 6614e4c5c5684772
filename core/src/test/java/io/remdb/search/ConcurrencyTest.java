package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.search.SearchFixture.TestCatalog;
import io.remdb.store.Change;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
    @TempDir
    private Path home;

    /** How the files are written. */
    IndexSeal seal() {
        return IndexSeal.none();
    }

    private SearchFixture open(TestCatalog catalog) {
        return SearchFixture.open(home, catalog, seal(), SearchFixture.LOG, SearchFixture.SEARCH);
    }

    @Test
    void searchesAndWritesAtTheSameTime() throws Exception {
        try (SearchFixture fixture = open(new TestCatalog());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            List<Future<Void>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int first = thread * 1000;
                all.add(threads.submit((Callable<Void>) () -> {
                    Random random = new Random(first);
                    for (int i = first; i < first + 50; i++) {
                        float[] vector = SearchFixture.unit(random, SearchFixture.DIMENSION);
                        fixture.put(table, SearchFixture.id(i), "{\"body\":\"word" + i + "\"}", vector);
                        assertThat(fixture.nearest(table, vector, 1)).containsExactly(SearchFixture.id(i));
                        assertThat(fixture.matching(table, "word" + i, 5)).containsExactly(SearchFixture.id(i));
                    }
                    return null;
                }));
            }
            for (Future<Void> each : all) {
                each.get();
            }
            assertThat(fixture.matching(table, "word7 word1007 word3049", 5)).hasSize(3);
        }
    }

    @Test
    void closesUnderLoad() throws Exception {
        TestCatalog catalog = new TestCatalog();
        CatalogTable table;
        int written = 0;
        AtomicBoolean closing = new AtomicBoolean();
        try (SearchFixture fixture = open(catalog)) {
            table = fixture.define(SearchFixture.notes());
            Random random = new Random(2);
            fixture.put(table, SearchFixture.id(0), "{\"body\":\"all\"}", null);
            List<Future<Void>> searches = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
                for (int thread = 0; thread < 3; thread++) {
                    searches.add(threads.submit((Callable<Void>) () -> {
                        try {
                            while (true) {
                                fixture.matching(table, "all", 10);
                            }
                        } catch (RemException e) {
                            assertThat(closing).isTrue();
                            assertThat(e.code()).isEqualTo(ErrorCode.CLOSED);
                        }
                        return null;
                    }));
                }
                for (int unit = 0; unit < 20; unit++) {
                    List<Change> changes = new ArrayList<>();
                    for (int i = 0; i < 500; i++) {
                        changes.addAll(SearchFixture.changes(
                                1,
                                SearchFixture.id(++written),
                                0,
                                "{\"body\":\"all\"}",
                                SearchFixture.unit(random, SearchFixture.DIMENSION),
                                false));
                    }
                    fixture.commit(changes.toArray(Change[]::new));
                }
                closing.set(true);
                fixture.index.close();
            }
            for (Future<Void> search : searches) {
                search.get();
            }
        }
        try (SearchFixture fixture = open(catalog)) {
            assertThat(fixture.matching(table, "all", 20_000)).hasSize(written + 1);
            assertThat(fixture.index.builds(1)).isZero();
        }
    }

    @Test
    void givesUpAtTheTimeLimit() {
        try (SearchFixture fixture = SearchFixture.inMemory()) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            fixture.put(table, SearchFixture.id(1), "{\"body\":\"late\"}", null);
            assertThatThrownBy(() -> fixture.index
                            .within(0)
                            .matching(table, "late", null, 5, CandidateFilter.Everything.EVERYTHING))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
        }
    }

    @Test
    void anInterruptedSearchLeavesTheIndexIntact() {
        try (SearchFixture fixture = open(new TestCatalog())) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            fixture.put(table, SearchFixture.id(1), "{\"body\":\"calm\"}", null);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> fixture.matching(table, "calm", 5))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(fixture.matching(table, "calm", 5)).containsExactly(SearchFixture.id(1));
        }
    }

    @Test
    void aFailureOfTheFollowerReachesTheNextSearchAndReopeningHeals() throws Exception {
        TestCatalog catalog = new TestCatalog();
        CatalogTable table = SearchFixture.notes();
        SearchFixture broken = open(catalog);
        Path obstacle = home.resolve("search");
        Files.writeString(obstacle, "not a folder");
        broken.define(table);
        UUID id = SearchFixture.id(1);
        broken.put(table, id, "{\"body\":\"healed\"}", null);
        assertThatThrownBy(() -> broken.matching(table, "healed", 5))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR))
                .hasCauseInstanceOf(java.io.IOException.class);
        assertThatThrownBy(broken::close).isInstanceOf(RemException.class);

        Files.delete(obstacle);
        try (SearchFixture fixture = open(catalog)) {
            assertThat(fixture.matching(table, "healed", 5)).containsExactly(id);
        }
    }
}
