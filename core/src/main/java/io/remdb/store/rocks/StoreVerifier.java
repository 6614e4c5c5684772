package io.remdb.store.rocks;

import io.remdb.store.StoreCheck;
import io.remdb.store.StoreContents;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything that there is at one moment. Quick: each file by its checksums, then each entry once, in order, and what can be
 * counted is compared. Deep: also looks up for each row and edge what belongs to it, and for what is too much the row that it says it
 * belongs to. The memory is that of a batch either way. One thread, once.
 */
final class StoreVerifier {
    private static final byte[] EVERYTHING = {};

    private final RocksHandle rocks;
    private final @Nullable Path folder;
    private final StoreCheck check;
    private final Consumer<Flaw> flaws;

    /**
     * @param rocks at the moment that is checked
     * @param folder of the files; null of a store in memory
     * @param check told what is wrong
     * @param flaws told what of it can be mended
     */
    StoreVerifier(RocksHandle rocks, @Nullable Path folder, StoreCheck check, Consumer<Flaw> flaws) {
        this.rocks = rocks;
        this.folder = folder;
        this.check = check;
        this.flaws = flaws;
    }

    /** Checks all of it; the caller has passed the gate. */
    StoreContents run() {
        if (folder != null) {
            new EngineFiles(rocks, folder, check).run();
        }
        FamilyScan scan = new FamilyScan(rocks, check);
        MetaCheck meta = new MetaCheck(check);
        meta.read(scan, flaws);
        scan.each(Family.KEYS, (_, _, _) -> {});
        EntryCounts counts = new EntryCounts();
        RowCheck rows = new RowCheck(rocks, check, flaws, meta, counts);
        long entities = rows.run(scan, EVERYTHING);
        if (scan.isWhole(Family.ENTITIES) && scan.isWhole(Family.META)) {
            rows.compareCounters();
        }
        StrayCheck strays = new StrayCheck(rocks, check, flaws, meta, rows, counts);
        long entries = strays.count(scan);
        long vectors = new VectorCheck(check, flaws, meta, counts).run(scan, rocks.cipher());
        strays.run(scan);
        long edges = new EdgeCheck(rocks, check, flaws).run(scan);
        long log = new LogCheck(check, flaws, meta).run(scan, rocks.cipher());
        return new StoreContents(entities, edges, vectors, entries, log);
    }

    /**
     * Checks the index entries and keys of one table.
     *
     * @return how many rows it has
     */
    long runIndexes(int table) {
        FamilyScan scan = new FamilyScan(rocks, check);
        MetaCheck meta = new MetaCheck(check);
        meta.read(scan, _ -> {});
        EntryCounts counts = new EntryCounts();
        RowCheck rows = new RowCheck(rocks, check, this::ofIndexes, meta, counts);
        long entities = rows.run(scan, KeyCodec.table(table));
        StrayCheck strays = new StrayCheck(rocks, check, this::ofIndexes, meta, rows, counts);
        strays.countIndexes(scan, table);
        strays.run(scan);
        return entities;
    }

    private void ofIndexes(Flaw flaw) {
        if (!(flaw instanceof Flaw.LacksVector)) {
            flaws.accept(flaw);
        }
    }
}
