package io.remdb.store.rocks;

import io.remdb.RemException;
import io.remdb.store.RowParts;
import io.remdb.store.StoreCheck;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import io.remdb.store.rocks.EntryCounts.Count;
import io.remdb.store.rocks.EntryCounts.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries that belong to no row: where there are more of a kind than rows have, the row of each is looked up, some hundred at a
 * time. One thread.
 */
final class StrayCheck {
    private static final int ENTRIES_AT_ONCE = 256;

    private final RocksHandle rocks;
    private final StoreCheck check;
    private final Consumer<Flaw> flaws;
    private final MetaCheck meta;
    private final RowCheck rows;
    private final EntryCounts counts;
    private final Probe probe;

    /** @param rocks at the moment that is checked */
    StrayCheck(
            RocksHandle rocks,
            StoreCheck check,
            Consumer<Flaw> flaws,
            MetaCheck meta,
            RowCheck rows,
            EntryCounts counts) {
        this.rocks = rocks;
        this.check = check;
        this.flaws = flaws;
        this.meta = meta;
        this.rows = rows;
        this.counts = counts;
        this.probe = new Probe(rocks);
    }

    /**
     * Counts what is there; after the rows have been looked at.
     *
     * @return how many entries indexes and keys have
     */
    long count(FamilyScan scan) {
        var _ = count(scan, Family.IDS);
        return count(scan, Family.INDEXES) + count(scan, Family.KEY_INDEX);
    }

    /** The same for the indexes and keys of a table. */
    void countIndexes(FamilyScan scan, int table) {
        var _ = scan.within(
                Family.INDEXES, KeyCodec.table(table), (key, value) -> counts.stored(kind(Family.INDEXES, key, value)));
        var _ = scan.within(Family.KEY_INDEX, new byte[0], (key, value) -> {
            Kind kind = kind(Family.KEY_INDEX, key, value);
            if (kind.table() == table) {
                counts.stored(kind);
            }
        });
    }

    private long count(FamilyScan scan, Family family) {
        return scan.within(family, new byte[0], (key, value) -> counts.stored(kind(family, key, value)));
    }

    /** The kind of an entry. */
    static Kind kind(Family family, byte[] storedKey, byte[] storedValue) {
        return switch (family) {
            case INDEXES -> new Kind(family, Bytes.intAt(storedKey, 0), Bytes.intAt(storedKey, Integer.BYTES));
            case IDS, KEY_INDEX -> new Kind(family, Bytes.intAt(storedValue, 0), 0);
            case EMBEDDINGS -> new Kind(family, Bytes.intAt(storedKey, 0), storedKey[Integer.BYTES]);
            case ENTITIES, EDGES, EDGES_REVERSE, WAL, KEYS, META -> throw new IllegalArgumentException(family.name());
        };
    }

    /** Looks for strays among what was counted. */
    void run(FamilyScan scan) {
        counts.all().forEach((kind, count) -> {
            if (count.stored() != count.owned()
                    && mayHaveStrays(kind)
                    && scan.isWhole(Family.ENTITIES)
                    && scan.isWhole(kind.family())) {
                look(scan, kind, count);
            }
        });
    }

    private boolean mayHaveStrays(Kind kind) {
        TableDefinition definition = meta.definition(kind.table());
        return definition == null || (rows.isClear(kind.table()) && !RowEntries.isOpen(kind, definition));
    }

    private void look(FamilyScan scan, Kind kind, Count count) {
        switch (check.depth()) {
            case QUICK -> {
                // Of a vector it is not known whether its row should have one.
                boolean counted = meta.definition(kind.table()) == null || rows.isCounted(kind.table());
                if (counted && (kind.family() != Family.EMBEDDINGS || count.stored() < count.owned())) {
                    check.found(
                            kind.family().familyName(),
                            "There are not as many entries as the rows have",
                            name(kind) + ": " + count.stored() + " for " + count.owned());
                }
            }
            case DEEP -> {
                if (count.stored() > count.owned()) {
                    lookAtEach(scan, kind);
                }
            }
        }
    }

    private String name(Kind kind) {
        TableDefinition definition = meta.definition(kind.table());
        String table = "table " + meta.name(kind.table());
        return kind.family() == Family.INDEXES && definition != null
                ? table + ", index " + MetaCheck.fieldName(definition, kind.part())
                : table;
    }

    private void lookAtEach(FamilyScan scan, Kind kind) {
        List<byte[]> batch = new ArrayList<>();
        scan.within(kind.family(), prefix(kind), (key, value) -> {
            if (kind(kind.family(), key, value).equals(kind)) {
                batch.add(key);
                if (batch.size() == ENTRIES_AT_ONCE) {
                    lookAt(kind, batch);
                    batch.clear();
                }
            }
        });
        lookAt(kind, batch);
    }

    /** What the keys of a kind begin with, which no cipher changes. */
    private static byte[] prefix(Kind kind) {
        return switch (kind.family()) {
            case INDEXES -> KeyCodec.indexPrefix(kind.table(), kind.part());
            case EMBEDDINGS -> KeyCodec.embeddingPrefix(kind.table(), KeyCodec.slotOf(kind.part()));
            case IDS, KEY_INDEX, ENTITIES, EDGES, EDGES_REVERSE, WAL, KEYS, META -> new byte[0];
        };
    }

    private void lookAt(Kind kind, List<byte[]> storedKeys) {
        List<UUID> ids = new ArrayList<>();
        List<byte[]> rowKeys = new ArrayList<>();
        for (byte[] key : storedKeys) {
            UUID id = rocks.cipher().lastId(key);
            ids.add(id);
            rowKeys.add(rocks.cipher().key(Family.ENTITIES, KeyCodec.entity(kind.table(), id)));
        }
        List<byte @Nullable []> values = probe.all(Family.ENTITIES, rowKeys);
        for (int i = 0; i < values.size(); i++) {
            byte[] key = storedKeys.get(i);
            if (isStray(kind, key, ids.get(i), values.get(i), check::parts)) {
                check.found(kind.family().familyName(), what(kind.family()), meta.place(kind.table(), ids.get(i)));
                flaws.accept(new Flaw.Stray(kind.family(), key, kind.table(), ids.get(i)));
            }
        }
    }

    /** What a row should have. */
    interface Parts {
        /** Empty where that is not known. */
        Optional<RowParts> of(StoredEntity entity);
    }

    /**
     * Whether an entry belongs to a row no more.
     *
     * @param row its value as {@link Probe} gives it
     */
    @SuppressWarnings("ReferenceEquality") // the mark
    private boolean isStray(Kind kind, byte[] storedKey, UUID id, byte @Nullable [] row, Parts parts) {
        TableDefinition definition = meta.definition(kind.table());
        if (row == null || definition == null) {
            return row == null;
        }
        return row != Probe.UNREADABLE && isStray(rocks.cipher(), kind, storedKey, id, row, definition, parts);
    }

    /** The same for a row that can be read, of a table that there is. */
    static boolean isStray(
            StoreCipher cipher,
            Kind kind,
            byte[] storedKey,
            UUID id,
            byte[] row,
            TableDefinition definition,
            Parts parts) {
        if (RowEntries.isOpen(kind, definition)) {
            return false;
        }
        if (kind.family() == Family.EMBEDDINGS) {
            return MetaCheck.vectors(definition, KeyCodec.slotOf(kind.part())) == null;
        }
        try {
            StoredEntity entity = EntityCodec.decode(kind.table(), id, row);
            Optional<RowParts> known = parts.of(entity);
            return known.isPresent()
                    && RowEntries.derived(entity, known.get(), definition, cipher).stream()
                            .filter(entry -> entry.kind().family() == kind.family())
                            .noneMatch(entry -> Arrays.equals(cipher.key(kind.family(), entry.key()), storedKey));
        } catch (RemException e) {
            if (FamilyScan.isOfTheCall(e)) {
                throw e;
            }
            return false; // the row is damaged, which is told where it is read
        }
    }

    private static String what(Family family) {
        return switch (family) {
            case IDS -> "An id leads to a row that there is not";
            case INDEXES -> "An index has a row as it is not";
            case KEY_INDEX -> "A key leads to a row that has it not";
            case EMBEDDINGS -> "A vector belongs to no row";
            case ENTITIES, EDGES, EDGES_REVERSE, WAL, KEYS, META -> throw new IllegalArgumentException(family.name());
        };
    }
}
