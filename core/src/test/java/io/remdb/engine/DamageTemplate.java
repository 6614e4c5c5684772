package io.remdb.engine;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.TestKeys;
import io.remdb.search.SearchSizes;
import io.remdb.store.rocks.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;

/** Databases with files of every kind, to be damaged: one that was closed, and one as a killed process leaves it. */
final class DamageTemplate {
    /** Small ones, so that the vectors of a few rows have a graph. */
    static final SearchSizes SIZES = new SearchSizes(16, 4, 1000, 8);

    static final int ROWS = 60;
    static final String FIRST = "row 1";

    private DamageTemplate() {}

    static KeySource keys(boolean encrypted) {
        return encrypted ? TestKeys.encrypted() : KeySource.NONE;
    }

    static RemDatabase open(Path folder, boolean encrypted) {
        OpenOptions options = new OpenOptions(
                Creation.IF_MISSING,
                Databases.config("P8_REPLICATION_MODE", "primary", "P8_WAL_SYNC_INTERVAL_MS", "10"),
                OpenOptions.Sharing.ALONE,
                keys(encrypted));
        return LocalDatabaseProvider.open(folder, options, SIZES);
    }

    /** Makes both. */
    static void make(Path closed, Path killed, boolean encrypted) throws IOException, RocksDBException {
        try (RemDatabase db = open(closed, encrypted)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            insert(db, 0, ROWS / 2);
            db.link("row 1", "row 2", "near", "{\"miles\": 3}");
            db.flush();
        }
        // In sorted files; what the engine's own log had is in the archive then.
        StoreFiles.flush(closed.resolve("store"), Databases.config("P8_REPLICATION_MODE", "primary"));
        try (RemDatabase db = open(closed, encrypted)) {
            db.delete(db.lookup("row 5").getFirst().id(), Deletion.Mode.SOFT);
            db.flush(); // so that a segment has a list of those that are deleted
            insert(db, ROWS / 2, ROWS - 1);
            db.link("row 2", "row 40", "near", "{}");
            db.flush();
            byte[] head = Files.readAllBytes(closed.resolve("store").resolve("HEAD"));
            insert(db, ROWS - 1, ROWS);
            // Who reads HEAD afterwards knows of the last row.
            long end = System.nanoTime() + 60_000_000_000L;
            while (Arrays.equals(
                    head, Files.readAllBytes(closed.resolve("store").resolve("HEAD")))) {
                if (System.nanoTime() > end) {
                    throw new IOException("the store does not say how far it has got");
                }
                Thread.onSpinWait();
            }
            copy(closed, killed);
        }
    }

    private static void insert(RemDatabase db, int from, int to) {
        List<String> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(Databases.article("row " + i, "text number n" + i + " of many", "c" + i % 5, 1900 + i % 7));
        }
        db.insertAll("articles", rows.iterator(), BatchOptions.DEFAULTS);
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (Files.isRegularFile(file)) {
                    Files.copy(file, target);
                }
            }
        }
    }

    static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
