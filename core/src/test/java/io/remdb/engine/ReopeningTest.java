package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.Entity;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.Schema;
import io.remdb.config.RemConfig;
import io.remdb.crypto.TestKeys;
import io.remdb.store.rocks.RocksStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is the same after closing and opening, again and again. */
class ReopeningTest {
    @TempDir
    Path folder;

    @Test
    void insertingTheSameRowsAgainKeepsTheirIdsAndTheSizeOfTheSearchIndex() throws IOException {
        Path path = folder.resolve("db");
        List<String> rows = IntStream.range(0, 300)
                .mapToObj(i -> article("Title " + i, "a text of some words about number" + i, "c" + i % 7, i))
                .toList();
        try (RemDatabase db = Databases.open(path)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
        }
        Set<UUID> ids = insert(path, rows);
        assertThat(ids).hasSize(300);
        long size = size(path.resolve("search"));
        for (int round = 0; round < 5; round++) {
            assertThat(insert(path, rows)).isEqualTo(ids);
            assertThat(size(path.resolve("search"))).as("round %d", round).isBetween(size * 3 / 4, size * 5 / 4);
        }
    }

    private static Set<UUID> insert(Path path, List<String> rows) {
        try (RemDatabase db = Databases.open(path)) {
            db.insertAll("articles", rows.iterator(), BatchOptions.DEFAULTS);
            db.flush();
            assertThat(db.count("articles")).isEqualTo(rows.size());
            assertThat(db.search("number7").in("articles").limit(1000).run()).hasSize(rows.size());
            Set<UUID> ids = new TreeSet<>();
            try (var cursor = db.list("articles", Visibility.LIVE)) {
                cursor.forEachRemaining((Entity row) -> ids.add(row.id()));
            }
            return ids;
        }
    }

    private static long size(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(ReopeningTest::length)
                    .sum();
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theLogIsKeptForTheSearchIndexOnDiskBeforeThatIsOpened() {
        Path path = folder.resolve("db");
        RemConfig config = Databases.config("P8_WAL_ENABLED", "false");
        long position;
        try (RemDatabase db = open(path, Creation.IF_MISSING, config).database()) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insert("articles", article("A", "first", "c", 1));
            assertThat(db.search("first").in("articles").run()).hasSize(1);
            db.flush();
            position = db.info().sequence();
        }
        Opened again = open(path, Creation.NEVER, config);
        try (RemDatabase db = again.database()) {
            db.insert("articles", article("B", "second", "c", 2));
            again.store().log().trim();
            assertThat(again.store().log().oldestSequence()).isLessThanOrEqualTo(position + 1);
            assertThat(db.search("second").in("articles").limit(1).run())
                    .extracting(hit -> hit.entity().properties().get("title").stringValue())
                    .containsExactly("B");
            db.flush();
            again.store().log().trim();
            assertThat(again.store().log().oldestSequence()).isGreaterThan(position + 1);
        }
    }

    private record Opened(RocksStore store, RemDatabase database) {}

    private static Opened open(Path path, Creation creation, RemConfig config) {
        RocksStore store = RocksStore.open(path.resolve("store"), creation, config, TestKeys.chosen());
        return new Opened(store, LocalDatabase.over(store, path, path.resolve("search"), config));
    }
}
