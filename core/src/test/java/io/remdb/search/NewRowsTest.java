package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.catalog.CatalogTable;
import io.remdb.search.SearchFixture.TestCatalog;
import io.remdb.store.Change;
import io.remdb.store.RowChanges;
import io.remdb.store.RowChanges.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are new to an index are not looked for in it, and none is in it twice. */
class NewRowsTest {
    private static final int TABLE = 1;
    private static final int THREADS = 3;
    private static final int IDS_OF_EACH = 3;
    private static final int MADE_AGAIN = THREADS * IDS_OF_EACH;
    private static final int OTHERS = 20_000;
    private static final int STEPS = 6_000;
    private static final int ROUNDS = 4;

    @TempDir
    Path folder;

    @Test
    void onlyWhatIsMadeBehindAllThatWasReadIsNew() {
        UUID a = SearchFixture.id(1);
        UUID b = SearchFixture.id(2);
        GoneRows gone = new GoneRows();
        ChangedRows first = new ChangedRows(10, gone);

        assertThat(first.add(10, row(a, Fate.MADE))).isTrue();
        assertThat(first.add(11, row(b, Fate.MADE))).isTrue();
        assertThat(first.add(11, row(b, Fate.CHANGED))).isFalse();
        assertThat(first.isNew(a)).isFalse();
        assertThat(first.isNew(b)).isTrue();
        first.add(12, row(b, Fate.GONE));
        assertThat(first.isNew(b)).as("made and gone in one round").isTrue();

        ChangedRows second = new ChangedRows(12, gone);
        second.add(13, row(b, Fate.MADE));
        assertThat(second.isNew(b)).as("an earlier round may have found it").isFalse();
        second.add(13, row(a, Fate.GONE));
        second.add(14, row(a, Fate.MADE));
        assertThat(second.isNew(a)).isFalse();
    }

    private static RowChanges.Row row(UUID id, Fate fate) {
        return new RowChanges.Row(TABLE, id, fate);
    }

    /** Rows go and are made again all the time, while the index follows, is searched, is opened again, and is built anew of many rows. */
    @Test
    @Timeout(120)
    void rowsThatAreMadeAgainAreInTheIndexOnce() throws Exception {
        TestCatalog catalog = new TestCatalog();
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 2 == 1) {
                delete(folder.resolve("search"));
            }
            try (SearchFixture fixture = SearchFixture.open(folder, catalog, SearchFixture.LOG, SearchFixture.SEARCH)) {
                CatalogTable table = round == 0
                        ? fixture.define(SearchFixture.notes())
                        : catalog.find(TABLE).orElseThrow();
                if (round == 0) {
                    put(fixture, table);
                }
                makeAndRemove(fixture, table);
                fixture.put(table, SearchFixture.id(MADE_AGAIN), "{\"body\":\"word\"}", null);
                assertThat(fixture.matching(table, "word", 2 * OTHERS)).doesNotHaveDuplicates();
                assertThat(fixture.index.figures().documents().get(TABLE))
                        .as("round %d", round)
                        .isEqualTo(living(fixture));
            }
        }
    }

    private static void put(SearchFixture fixture, CatalogTable table) {
        List<Change> rows = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            rows.addAll(SearchFixture.changes(
                    table.number(), SearchFixture.id(MADE_AGAIN + 1 + i), 0, "{\"body\":\"word other\"}", null, false));
        }
        fixture.commit(rows.toArray(Change[]::new));
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static long living(SearchFixture fixture) {
        return IntStream.rangeClosed(0, MADE_AGAIN + OTHERS)
                .filter(number -> fixture.store
                        .records()
                        .get(TABLE, SearchFixture.id(number))
                        .isPresent())
                .count();
    }

    private static void makeAndRemove(SearchFixture fixture, CatalogTable table) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> searching = threads.submit(() -> {
                while (!over.get()) {
                    assertThat(fixture.matching(table, "word", 2 * OTHERS)).doesNotHaveDuplicates();
                }
            });
            List<Future<?>> writing = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread * IDS_OF_EACH;
                writing.add(threads.submit(() -> write(fixture, table, first)));
            }
            for (Future<?> each : writing) {
                each.get(60, TimeUnit.SECONDS);
            }
            over.set(true);
            searching.get(60, TimeUnit.SECONDS);
        }
    }

    private static void write(SearchFixture fixture, CatalogTable table, int first) {
        Random random = new Random(first);
        for (int step = 0; step < STEPS / THREADS; step++) {
            UUID id = SearchFixture.id(first + random.nextInt(IDS_OF_EACH));
            if (fixture.store.records().get(TABLE, id).isPresent()) {
                fixture.remove(table, id);
            } else {
                fixture.put(table, id, "{\"body\":\"word " + step + "\"}", null);
            }
        }
    }
}
