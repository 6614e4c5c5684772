package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.search.SearchFixture.TestCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An index is built anew while it is used: what is there answers until what is new is whole. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RenewalTest {
    private static final int ROWS = 300;

    @TempDir
    Path home;

    private final TestCatalog catalog = new TestCatalog();
    private final Random random = new Random(5);

    /** How the files are written. */
    IndexSeal seal() {
        return IndexSeal.none();
    }

    private SearchFixture open() {
        return SearchFixture.open(home, catalog, seal(), SearchFixture.LOG, SearchFixture.SEARCH);
    }

    private void insert(SearchFixture fixture, CatalogTable table, int from, int to) {
        for (int i = from; i < to; i++) {
            fixture.put(
                    table,
                    SearchFixture.id(i),
                    "{\"body\":\"apples number" + i + "\"}",
                    SearchFixture.unit(random, SearchFixture.DIMENSION));
        }
    }

    /** The table with its rows, in an index that is committed. */
    private CatalogTable fill(SearchFixture fixture) {
        CatalogTable table = fixture.define(SearchFixture.notes());
        insert(fixture, table, 0, ROWS);
        fixture.index.flush(fixture.store.log().lastSequence());
        return table;
    }

    /** An index that is being built anew, in a thread of its own, and has stopped in the middle of it. */
    private static final class HalfBuilt {
        private final CountDownLatch half = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final Future<?> rebuilding;

        HalfBuilt(SearchFixture fixture, CatalogTable table, ExecutorService threads) {
            rebuilding = threads.submit(() -> fixture.index.rebuild(table, (done, total) -> {
                half.countDown();
                await(goOn);
            }));
            await(half);
        }

        boolean isDone() {
            return rebuilding.isDone();
        }

        void finish() throws Exception {
            goOn.countDown();
            rebuilding.get();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> folders() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("search"))) {
            return all.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void searchesAndWritesGoOnWhileItIsBuilt() throws Exception {
        try (SearchFixture fixture = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CatalogTable table = fill(fixture);
            assertThat(fixture.matching(table, "apples", 1000)).hasSize(ROWS);
            HalfBuilt halfBuilt = new HalfBuilt(fixture, table, threads);
            assertThat(fixture.matching(table, "apples", 1000)).hasSize(ROWS);
            insert(fixture, table, ROWS, ROWS + 20);
            fixture.remove(table, SearchFixture.id(0));
            assertThat(fixture.matching(table, "apples", 1000)).hasSize(ROWS + 19);
            fixture.index.flush(fixture.store.log().lastSequence());
            assertThat(folders()).containsExactly("1", "1.1");
            assertThat(halfBuilt.isDone()).isFalse();
            halfBuilt.finish();

            assertThat(fixture.index.builds(1)).isOne();
            assertThat(fixture.matching(table, "apples", 1000)).hasSize(ROWS + 19);
            insert(fixture, table, ROWS + 20, ROWS + 25);
            assertThat(fixture.matching(table, "apples", 1000)).hasSize(ROWS + 24);
            assertThat(folders()).containsExactly("1.1");
            fixture.index.rebuild(table, ProgressListener.NONE);
            assertThat(folders()).containsExactly("1.2");
        }
        try (SearchFixture fixture = open()) {
            CatalogTable table = SearchFixture.notes();
            assertThat(fixture.matching(table, "apples", 1000)).hasSize(ROWS + 24);
            assertThat(fixture.index.builds(1)).isZero();
            assertThat(folders()).containsExactly("1.2");
        }
    }

    @Test
    void underLoadNothingIsMissedAndNothingComesTwice() throws Exception {
        try (SearchFixture fixture = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CatalogTable table = fill(fixture);
            Future<?> rebuilding = threads.submit(() -> {
                for (int i = 0; i < 3; i++) {
                    fixture.index.rebuild(table, ProgressListener.NONE);
                }
            });
            int written = ROWS;
            while (!rebuilding.isDone()) {
                insert(fixture, table, written, written + 1);
                written++;
                List<UUID> found = fixture.matching(table, "apples", 5000);
                assertThat(found).hasSize(written).doesNotHaveDuplicates();
            }
            rebuilding.get();
            assertThat(fixture.index.builds(1)).isEqualTo(3);
            assertThat(fixture.matching(table, "apples", 5000)).hasSize(written);
        }
    }

    @Test
    void whatAKilledProcessHasLeftOfItIsRemoved() throws Exception {
        Path killed = home.resolve("killed");
        CatalogTable table;
        try (SearchFixture fixture = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            table = fill(fixture);
            HalfBuilt halfBuilt = new HalfBuilt(fixture, table, threads);
            RecoveryTest.copy(home.resolve("search"), killed);
            halfBuilt.finish();
        }
        RecoveryTest.delete(home.resolve("search"));
        RecoveryTest.copy(killed, home.resolve("search"));
        assertThat(folders()).containsExactly("1", "1.1");
        try (SearchFixture fixture = open()) {
            assertThat(fixture.matching(table, "apples", 1000)).hasSize(ROWS);
            assertThat(fixture.index.builds(1)).isZero();
            assertThat(folders()).containsExactly("1");
        }
    }

    @Test
    void aTableThatIsRemovedMeanwhileEndsIt() throws Exception {
        try (SearchFixture fixture = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CatalogTable table = fill(fixture);
            HalfBuilt halfBuilt = new HalfBuilt(fixture, table, threads);
            catalog.tables.remove(1);
            fixture.index.drop(1);
            assertThatThrownBy(halfBuilt::finish)
                    .cause()
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE));
        }
        assertThat(folders()).isEmpty();
    }

    @Test
    void aDatabaseThatIsClosedMeanwhileEndsIt() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SearchFixture fixture = open();
            CatalogTable table = fill(fixture);
            CountDownLatch half = new CountDownLatch(1);
            Future<?> rebuilding = threads.submit(() -> {
                assertThatThrownBy(() -> fixture.index.rebuild(table, (done, total) -> half.countDown()))
                        .isInstanceOf(RemException.class);
            });
            await(half);
            fixture.close();
            try {
                rebuilding.get();
            } catch (java.util.concurrent.ExecutionException e) {
                // It was done already.
                assertThat(e).hasCauseInstanceOf(AssertionError.class);
            }
        }
        try (SearchFixture fixture = open()) {
            assertThat(fixture.matching(SearchFixture.notes(), "apples", 1000)).hasSize(ROWS);
        }
    }
}
