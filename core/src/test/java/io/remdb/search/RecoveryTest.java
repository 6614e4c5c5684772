package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ProgressListener;
import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig.Quantization;
import io.remdb.config.RemConfig.Search;
import io.remdb.config.RemConfig.Wal;
import io.remdb.config.RemConfig.WalSync;
import io.remdb.search.SearchFixture.TestCatalog;
import io.remdb.store.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    @TempDir
    Path home;

    final TestCatalog catalog = new TestCatalog();
    private final Random random = new Random(11);
    private final float[] query = SearchFixture.unit(random, SearchFixture.DIMENSION);

    /** How the files are written. */
    IndexSeal seal() {
        return IndexSeal.none();
    }

    SearchFixture open() {
        return open(SearchFixture.LOG, SearchFixture.SEARCH);
    }

    SearchFixture open(Wal log, Search search) {
        return SearchFixture.open(home, catalog, seal(), log, search);
    }

    void insert(SearchFixture fixture, CatalogTable table, int from, int to) {
        for (int i = from; i < to; i++) {
            fixture.put(
                    table,
                    SearchFixture.id(i),
                    "{\"title\":\"t" + i + "\",\"body\":\"apples number" + i + "\"}",
                    SearchFixture.unit(random, SearchFixture.DIMENSION));
        }
    }

    private static List<UUID> ids(int from, int to) {
        List<UUID> ids = new ArrayList<>();
        for (int i = from; i < to; i++) {
            ids.add(SearchFixture.id(i));
        }
        return ids;
    }

    void finds(SearchFixture fixture, CatalogTable table, int rows) {
        assertThat(fixture.matching(table, "apples", 1000)).containsExactlyInAnyOrderElementsOf(ids(0, rows));
        assertThat(fixture.nearest(table, query, 1000)).containsExactlyInAnyOrderElementsOf(ids(0, rows));
    }

    Path tableFolder() {
        return home.resolve("search").resolve("1");
    }

    @Test
    void openingDoesNotTouchTheIndex() {
        try (SearchFixture fixture = open()) {
            CatalogTable table = SearchFixture.notes();
            catalog.tables.put(1, table);
            assertThat(fixture.nearest(table, query, 5)).isEmpty();
            assertThat(home.resolve("search")).doesNotExist();
        }
    }

    @Test
    void reopensWithWhatWasIndexed() {
        CatalogTable table;
        try (SearchFixture fixture = open()) {
            table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, 20);
            finds(fixture, table, 20);
        }
        try (SearchFixture fixture = open()) {
            finds(fixture, table, 20);
            insert(fixture, table, 20, 25);
        }
        try (SearchFixture fixture = open()) {
            finds(fixture, table, 25);
            assertThat(fixture.index.builds(1)).isZero();
        }
    }

    @Test
    void catchesUpFromTheLogWhenTheIndexIsOlder() throws IOException {
        CatalogTable table;
        try (SearchFixture fixture = open()) {
            table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, 10);
            finds(fixture, table, 10);
        }
        Path old = home.resolve("old");
        copy(home.resolve("search"), old);
        try (SearchFixture fixture = open()) {
            insert(fixture, table, 10, 30);
            fixture.remove(table, SearchFixture.id(29));
        }
        delete(home.resolve("search"));
        copy(old, home.resolve("search"));
        try (SearchFixture fixture = open()) {
            finds(fixture, table, 29);
            assertThat(fixture.index.builds(1)).isZero();
        }
    }

    @Test
    void comesBackWhenItsFolderIsDeleted() throws IOException {
        CatalogTable table;
        try (SearchFixture fixture = open()) {
            table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, 30);
            fixture.softDelete(table, SearchFixture.id(29));
            finds(fixture, table, 29);
        }
        delete(home.resolve("search"));
        try (SearchFixture fixture = open()) {
            finds(fixture, table, 29);
            assertThat(fixture.index.builds(1)).isOne();
        }
    }

    @Test
    void isBuiltAnewWhenTheLogNoLongerReachesBack() throws IOException {
        Wal noLog = new Wal(false, WalSync.INTERVAL, 1000, 100, 24);
        CatalogTable table;
        try (SearchFixture fixture = open()) {
            table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, 10);
        }
        Path old = home.resolve("old");
        copy(home.resolve("search"), old);
        try (SearchFixture fixture = open(noLog, SearchFixture.SEARCH)) {
            insert(fixture, table, 10, 30);
            fixture.index.flush(Long.MAX_VALUE);
            fixture.store.log().trim();
            assertThat(fixture.store.log().oldestSequence()).isGreaterThan(12);
        }
        delete(home.resolve("search"));
        copy(old, home.resolve("search"));
        try (SearchFixture fixture = open()) {
            finds(fixture, table, 30);
            assertThat(fixture.index.builds(1)).isOne();
        }
    }

    @Test
    void keepsTheLogUntilTheIndexIsDurable() {
        Wal noLog = new Wal(false, WalSync.INTERVAL, 1000, 100, 24);
        try (SearchFixture fixture = open(noLog, SearchFixture.SEARCH)) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, 10);
            finds(fixture, table, 10); // indexed, not committed
            fixture.store.log().trim();
            assertThat(fixture.store.log().oldestSequence()).isLessThanOrEqualTo(2);
            fixture.index.flush(Long.MAX_VALUE);
            fixture.store.log().trim();
            assertThat(fixture.store.log().oldestSequence()).isGreaterThan(10);
        }
    }

    @Test
    void isBuiltAnewWhenAnyOfItsFilesIsCut() throws IOException {
        CatalogTable table;
        try (SearchFixture fixture = open()) {
            table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, 20);
            finds(fixture, table, 20);
        }
        Path intact = home.resolve("intact");
        copy(home.resolve("search"), intact);
        List<Path> names;
        try (Stream<Path> all = Files.list(tableFolder())) {
            names = all.map(Path::getFileName)
                    .filter(name -> !name.toString().equals("write.lock"))
                    .toList();
        }
        assertThat(names).hasSizeGreaterThan(2);
        for (Path name : names) {
            delete(home.resolve("search"));
            copy(intact, home.resolve("search"));
            Path file = tableFolder().resolve(name);
            byte[] content = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(content, content.length / 2));
            try (SearchFixture fixture = open()) {
                finds(fixture, table, 20);
                assertThat(fixture.index.builds(1)).as(name.toString()).isOne();
            }
        }
    }

    @Test
    void isBuiltAnewWhenTheSchemaMakesOtherDocuments() {
        CatalogTable table;
        try (SearchFixture fixture = open()) {
            table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, 5);
            assertThat(fixture.matching(table, "t3", 5)).containsExactly(SearchFixture.id(3));
            CatalogTable changed =
                    SearchFixture.table(1, "notes", SearchFixture.DIMENSION, 2, SearchFixture.text("body", true));
            fixture.define(changed);
            assertThat(fixture.matching(changed, "t3", 5)).isEmpty();
            finds(fixture, changed, 5);
        }
        CatalogTable again = SearchFixture.table(
                1,
                "notes",
                SearchFixture.DIMENSION,
                3,
                SearchFixture.text("body", true),
                SearchFixture.text("title", false));
        catalog.tables.put(1, again);
        try (SearchFixture fixture = open()) {
            assertThat(fixture.matching(again, "t3", 5)).containsExactly(SearchFixture.id(3));
        }
    }

    /** An index as a version before keys were in it would have left it. */
    @Test
    void isBuiltAnewWhenItIsOfAnEarlierMapping() throws IOException {
        CatalogTable table;
        try (SearchFixture fixture = open()) {
            table = fixture.define(SearchFixture.notes());
            fixture.put(table, SearchFixture.id(1), "{\"uri\":\"docs/tokio\",\"body\":\"apples\"}", query);
            fixture.index.flush(fixture.store.log().lastSequence());
        }
        try (Directory directory = new IndexFolder(home.resolve("search"), seal()).directory(1);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(WordSearch.ANALYZER))) {
            Map<String, String> data = new HashMap<>();
            writer.getLiveCommitData().forEach(entry -> data.put(entry.getKey(), entry.getValue()));
            String mapping = Objects.requireNonNull(data.get("mapping"));
            assertThat(mapping).startsWith("v3\n").contains("\nk:uri");
            data.put("mapping", mapping.replaceFirst("v3", "v1").replaceAll("\nk:[a-z]+", ""));
            writer.deleteAll();
            writer.setLiveCommitData(data.entrySet());
            writer.commit();
        }
        try (SearchFixture fixture = open()) {
            assertThat(fixture.index.withKeysLike(table, KeyQuery.of("tokoi"), KeyRing.NEAR, 10))
                    .containsExactly(SearchFixture.id(1));
            assertThat(fixture.index.builds(1)).isOne();
        }
        try (SearchFixture fixture = open()) {
            assertThat(fixture.index.withKeysLike(table, KeyQuery.of("docs"), KeyRing.NEAR, 10))
                    .containsExactly(SearchFixture.id(1));
            assertThat(fixture.index.builds(1)).isZero();
        }
    }

    @Test
    void rebuildsOnRequest() {
        try (SearchFixture fixture = open()) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, 30);
            List<Long> done = new ArrayList<>();
            ProgressListener progress = (rows, total) -> done.add(rows);
            fixture.index.rebuild(table, progress);
            assertThat(done).last().isEqualTo(30L);
            insert(fixture, table, 30, 40);
            finds(fixture, table, 40);
        }
    }

    @Test
    void aDroppedTableLeavesNothing() {
        CatalogTable table;
        try (SearchFixture fixture = open()) {
            table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, 3);
            finds(fixture, table, 3);
            for (UUID id : ids(0, 3)) {
                fixture.remove(table, id);
            }
            catalog.tables.remove(1);
            fixture.commit(new Change.DropTable(1));
            fixture.index.drop(1);
        }
        assertThat(tableFolder()).doesNotExist();
    }

    /** The same thousand rows again and again: what they leave behind must go. */
    @Test
    void churnLeavesNothingBehind() throws IOException {
        CatalogTable table;
        long size;
        try (SearchFixture fixture = open()) {
            table = fixture.define(SearchFixture.notes());
            for (int round = 0; round < 30; round++) {
                for (int unit = 0; unit < 4; unit++) {
                    List<Change> changes = new ArrayList<>();
                    for (int i = unit * 250; i < unit * 250 + 250; i++) {
                        changes.addAll(fixture.putChanges(
                                table,
                                SearchFixture.id(i),
                                "{\"body\":\"round" + round + "\"}",
                                SearchFixture.unit(random, SearchFixture.DIMENSION),
                                false));
                    }
                    fixture.commit(changes.toArray(Change[]::new));
                }
                if (round % 5 == 0) {
                    assertThat(fixture.matching(table, "round" + round, 2000)).hasSize(1000);
                }
            }
            fixture.index.flush(Long.MAX_VALUE);
            fixture.index.awaitMerges(1);
            fixture.index.flush(Long.MAX_VALUE);
            assertThat(fixture.nearest(table, query, 2000)).hasSize(1000);
            String[] segments = fixture.index.describe(1).split(" ");
            assertThat(segments).hasSizeLessThan(20);
            int documents = 0;
            for (int i = 1; i < segments.length; i++) {
                documents += Integer.parseInt(segments[i].split("-")[0])
                        + Integer.parseInt(segments[i].split("-")[1]);
            }
            assertThat(documents).isLessThan(2 * SearchSizes.PRODUCTION.flatRows() + 1000);
        }
        try (Stream<Path> files = Files.walk(tableFolder())) {
            size = files.mapToLong(file -> file.toFile().length()).sum();
        }
        assertThat(size).isLessThan(4 << 20); // 1,000 rows are about 0.15 MB, 17,000 slots at most 2.5
    }

    @Test
    void anotherQuantizationBuildsTheIndexAnew() {
        CatalogTable table;
        try (SearchFixture fixture = open()) {
            table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, 10);
            finds(fixture, table, 10);
        }
        Search int8 = new Search(20_000, Quantization.INT8, null, 8, 50);
        try (SearchFixture fixture = open(SearchFixture.LOG, int8)) {
            insert(fixture, table, 10, 20);
            finds(fixture, table, 20);
            assertThat(fixture.index.builds(1)).isOne();
        }
        Search otherGraph = new Search(20_000, Quantization.INT8, null, 16, 100);
        try (SearchFixture fixture = open(SearchFixture.LOG, otherGraph)) {
            finds(fixture, table, 20);
            assertThat(fixture.index.builds(1))
                    .as("graphs of any kind are right")
                    .isZero();
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
