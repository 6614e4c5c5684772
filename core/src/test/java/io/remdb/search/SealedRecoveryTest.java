package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig.Wal;
import io.remdb.config.RemConfig.WalSync;
import io.remdb.search.SearchFixture.TestCatalog;
import io.remdb.search.sealing.BlockCache;
import io.remdb.search.sealing.TestFileKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything that holds of an index holds of a sealed one; and what is only for sealed ones. */
class SealedRecoveryTest extends RecoveryTest {
    private static IndexSeal seal(int number) {
        return IndexSeal.of(new TestFileKeys(number), new BlockCache(1 << 20, 1 << 20));
    }

    @Override
    IndexSeal seal() {
        return seal(1);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(home.resolve("search"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private List<Path> filesOfTheTable() throws IOException {
        return files().stream()
                .filter(file -> file.startsWith(tableFolder()) && !file.endsWith("write.lock"))
                .toList();
    }

    private void findsAfterARebuild(CatalogTable table, int rows, String what) {
        try (SearchFixture fixture = open()) {
            finds(fixture, table, rows);
            assertThat(fixture.index.builds(1)).as(what).isOne();
        }
    }

    private CatalogTable indexed(int rows) {
        try (SearchFixture fixture = open()) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, rows);
            finds(fixture, table, rows);
            return table;
        }
    }

    @Test
    void nothingOfTheRowsIsInAnyFile() throws IOException {
        indexed(50);
        assertThat(readable(files())).isEmpty();
        Path plain = home.resolve("plain");
        try (SearchFixture fixture = SearchFixture.open(
                plain, new TestCatalog(), IndexSeal.none(), SearchFixture.LOG, SearchFixture.SEARCH)) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, 50);
            finds(fixture, table, 50);
        }
        try (Stream<Path> all = Files.walk(plain.resolve("search"))) {
            assertThat(readable(all.filter(Files::isRegularFile).toList())).contains("apple", "title", "Lucene");
        }
    }

    private static List<String> readable(List<Path> files) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (String word : List.of("apple", "title", "body", "Lucene", "embedding")) {
                if (content.contains(word)) {
                    found.add(word);
                }
            }
        }
        return found;
    }

    @Test
    void isBuiltAnewWhenAnyOfItsFilesIsChanged() throws IOException {
        CatalogTable table = indexed(20);
        Path intact = home.resolve("intact");
        copy(home.resolve("search"), intact);
        for (Path file : filesOfTheTable()) {
            delete(home.resolve("search"));
            copy(intact, home.resolve("search"));
            byte[] content = Files.readAllBytes(file);
            content[content.length / 2] ^= 4;
            Files.write(file, content);
            findsAfterARebuild(table, 20, file.toString());
        }
    }

    @Test
    void isBuiltAnewWhenFilesHaveBeenExchanged() throws IOException {
        CatalogTable table = indexed(20);
        Path cfs = filesOfTheTable().stream()
                .filter(file -> file.toString().endsWith(".cfs"))
                .findFirst()
                .orElseThrow();
        Path si = cfs.resolveSibling(cfs.getFileName().toString().replace(".cfs", ".si"));
        byte[] content = Files.readAllBytes(cfs);
        Files.write(cfs, Files.readAllBytes(si));
        Files.write(si, content);
        findsAfterARebuild(table, 20, "exchanged");
    }

    @Test
    void isBuiltAnewWhenItHasTheFilesOfAnotherTable() throws IOException {
        CatalogTable table = indexed(20);
        CatalogTable other =
                SearchFixture.table(2, "others", SearchFixture.DIMENSION, 1, SearchFixture.text("body", true));
        try (SearchFixture fixture = open()) {
            fixture.define(other);
            insert(fixture, other, 100, 105);
            assertThat(fixture.matching(other, "apples", 100)).hasSize(5);
        }
        delete(tableFolder());
        copy(tableFolder().resolveSibling("2"), tableFolder());
        findsAfterARebuild(table, 20, "the other table's");
    }

    @Test
    void isBuiltAnewUnderAnotherKey() {
        CatalogTable table = indexed(20);
        try (SearchFixture fixture =
                SearchFixture.open(home, catalog, seal(2), SearchFixture.LOG, SearchFixture.SEARCH)) {
            finds(fixture, table, 20);
            assertThat(fixture.index.builds(1)).isOne();
        }
    }

    @Test
    void aPlainIndexGivesWayToASealedOne() throws IOException {
        CatalogTable table;
        try (SearchFixture fixture =
                SearchFixture.open(home, catalog, IndexSeal.none(), SearchFixture.LOG, SearchFixture.SEARCH)) {
            table = fixture.define(SearchFixture.notes());
            insert(fixture, table, 0, 20);
            finds(fixture, table, 20);
        }
        assertThat(readable(files())).isNotEmpty();
        findsAfterARebuild(table, 20, "plain");
        assertThat(readable(files())).isEmpty();
    }

    /** The folder of one table as it was before, beside a position that says that it is complete. */
    @Test
    void anOlderFolderOfATableCatchesUp() throws IOException {
        CatalogTable table = indexed(10);
        Path old = home.resolve("old");
        copy(tableFolder(), old);
        try (SearchFixture fixture = open()) {
            insert(fixture, table, 10, 30);
            finds(fixture, table, 30);
        }
        delete(tableFolder());
        copy(old, tableFolder());
        try (SearchFixture fixture = open()) {
            finds(fixture, table, 30);
            assertThat(fixture.index.builds(1)).isZero();
        }
    }

    @Test
    void anOlderFolderOfATableIsBuiltAnewWhenTheLogNoLongerReachesBack() throws IOException {
        Wal noLog = new Wal(false, WalSync.INTERVAL, 1000, 100, 24);
        CatalogTable table = indexed(10);
        Path old = home.resolve("old");
        copy(tableFolder(), old);
        try (SearchFixture fixture = open(noLog, SearchFixture.SEARCH)) {
            insert(fixture, table, 10, 30);
            fixture.index.flush(Long.MAX_VALUE);
            fixture.store.log().trim();
        }
        delete(tableFolder());
        copy(old, tableFolder());
        findsAfterARebuild(table, 30, "older");
    }

    @Test
    void aPositionThatSaysTooMuchMakesNoRowMissing() throws IOException {
        CatalogTable table = indexed(10);
        Path old = home.resolve("old");
        copy(home.resolve("search"), old);
        long last;
        try (SearchFixture fixture = open()) {
            insert(fixture, table, 10, 30);
            last = fixture.store.log().lastSequence();
        }
        delete(home.resolve("search"));
        copy(old, home.resolve("search"));
        Files.writeString(home.resolve("search").resolve("applied"), last + "\n");
        try (SearchFixture fixture = open()) {
            finds(fixture, table, 30);
        }
    }

    /** What a table has not to do with does not make its index old. */
    @Test
    void writesToOtherTablesMakeItNotOlder() {
        Wal noLog = new Wal(false, WalSync.INTERVAL, 1000, 100, 24);
        CatalogTable table = indexed(10);
        CatalogTable other =
                SearchFixture.table(2, "others", SearchFixture.DIMENSION, 1, SearchFixture.text("body", true));
        try (SearchFixture fixture = open(noLog, SearchFixture.SEARCH)) {
            fixture.define(other);
            insert(fixture, other, 100, 130);
            fixture.index.flush(Long.MAX_VALUE);
            fixture.store.log().trim();
            assertThat(fixture.store.log().oldestSequence()).isGreaterThan(20);
        }
        try (SearchFixture fixture = open(noLog, SearchFixture.SEARCH)) {
            finds(fixture, table, 10);
            assertThat(fixture.matching(other, "apples", 100)).hasSize(30);
            assertThat(fixture.index.builds(1)).isZero();
        }
    }
}
