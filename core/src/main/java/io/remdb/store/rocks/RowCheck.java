package io.remdb.store.rocks;

import io.remdb.RemException;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.RowParts;
import io.remdb.store.StoreCheck;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import io.remdb.store.rocks.EntryCounts.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows and looks up what each should have in other families, some hundred rows at a time: one call of RocksDB for each family,
 * so that the memory is that of a batch. One thread.
 */
final class RowCheck {
    private static final int ROWS_AT_ONCE = 256;
    private static final long BYTES_AT_ONCE = 4 << 20;

    private final RocksHandle rocks;
    private final StoreCheck check;
    private final Consumer<Flaw> flaws;
    private final MetaCheck meta;
    private final EntryCounts counts;
    private final Probe probe;
    /** Living and soft-deleted rows of each table. */
    private final Map<Integer, long[]> rows = new HashMap<>();
    /** Tables whose schema is not known: neither is what belongs to their rows. */
    private final Set<Integer> unclear = new HashSet<>();
    /** Tables of which a row cannot be read. */
    private final Set<Integer> unreadable = new HashSet<>();

    private final List<Seen> batch = new ArrayList<>();
    private long batchBytes;

    /** A row that waits. */
    private record Seen(StoredEntity entity, RowParts parts, TableDefinition definition) {}

    /** An entry that a row should have. */
    private record Wanted(Seen row, RowEntries.Entry entry) {}

    RowCheck(RocksHandle rocks, StoreCheck check, Consumer<Flaw> flaws, MetaCheck meta, EntryCounts counts) {
        this.rocks = rocks;
        this.check = check;
        this.flaws = flaws;
        this.meta = meta;
        this.counts = counts;
        this.probe = new Probe(rocks);
    }

    /**
     * Looks at rows.
     *
     * @param prefix of their keys
     * @return how many there are
     */
    long run(FamilyScan scan, byte[] prefix) {
        long count = scan.within(Family.ENTITIES, prefix, (storedKey, storedValue) -> {
            int table = Bytes.intAt(storedKey, 0);
            try {
                read(table, rocks.cipher().entry(Family.ENTITIES, storedKey, storedValue));
            } catch (RemException | IndexOutOfBoundsException e) {
                unreadable.add(table); // or the check ends
                throw e;
            }
        });
        lookUp();
        return count;
    }

    private void read(int table, StoreCipher.Entry entry) {
        StoredEntity entity = EntityCodec.decode(table, KeyCodec.entityId(entry.key()), entry.value());
        TableDefinition definition = meta.definition(table);
        if (definition == null) {
            check.found(
                    Family.ENTITIES.familyName(),
                    "A row is in a table that there is not",
                    meta.place(table, entity.id()));
            unclear.add(table);
            return;
        }
        if (entity.version() > meta.head().sequence()) {
            check.found(Family.ENTITIES.familyName(), "A row is newer than the log", meta.place(table, entity.id()));
        }
        Optional<RowParts> parts = check.parts(entity); // reads the properties
        rows.computeIfAbsent(table, _ -> new long[2])[entity.deleted() ? 1 : 0]++;
        if (parts.isEmpty()) {
            unclear.add(table);
        }
        batch.add(new Seen(entity, parts.orElse(RowParts.NONE), definition));
        batchBytes += entity.properties().length;
        if (batch.size() >= ROWS_AT_ONCE || batchBytes >= BYTES_AT_ONCE) {
            lookUp();
        }
    }

    private void lookUp() {
        Map<Family, List<Wanted>> wanted = new EnumMap<>(Family.class);
        for (Seen row : batch) {
            List<RowEntries.Entry> entries = new ArrayList<>();
            if (unclear.contains(row.entity().table())) {
                entries.add(RowEntries.id(row.entity()));
            } else {
                entries.addAll(RowEntries.derived(row.entity(), row.parts(), row.definition(), rocks.cipher()));
                entries.addAll(RowEntries.vectors(row.entity(), row.parts()));
            }
            for (RowEntries.Entry entry : entries) {
                wanted.computeIfAbsent(entry.kind().family(), _ -> new ArrayList<>())
                        .add(new Wanted(row, entry));
            }
        }
        batch.clear();
        batchBytes = 0;
        switch (check.depth()) {
            case QUICK ->
                wanted.values()
                        .forEach(all ->
                                all.forEach(each -> counts.owned(each.entry().kind())));
            case DEEP -> wanted.forEach(this::compare);
        }
    }

    private void compare(Family family, List<Wanted> wanted) {
        List<byte[]> keys = new ArrayList<>(wanted.size());
        for (Wanted each : wanted) {
            keys.add(rocks.cipher().key(family, each.entry().key()));
        }
        List<byte @Nullable []> values = probe.all(family, keys);
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i);
            if (value != null) {
                counts.owned(wanted.get(i).entry().kind());
            }
            compare(wanted.get(i), value);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the mark
    private void compare(Wanted wanted, byte @Nullable [] value) {
        StoredEntity entity = wanted.row().entity();
        Kind kind = wanted.entry().kind();
        switch (kind.family()) {
            case IDS -> {
                if (value != Probe.UNREADABLE && !leadsTo(entity.table(), value)) {
                    flawed(entity, kind, "The id of a row is missing or leads elsewhere", "");
                }
            }
            case KEY_INDEX -> {
                if (value != Probe.UNREADABLE && !leadsTo(entity.table(), value)) {
                    flawed(entity, kind, "A row is not found by its key", "");
                }
            }
            case INDEXES -> {
                if (value != Probe.UNREADABLE
                        && (value == null
                                || !IndexEntryCodec.agrees(value, wanted.entry().value()))) {
                    String index = MetaCheck.fieldName(wanted.row().definition(), kind.part());
                    flawed(entity, kind, "An index does not have a row as it is", ", index " + index);
                }
            }
            case EMBEDDINGS -> {
                EmbeddingSlot slot = KeyCodec.slotOf(kind.part());
                if (value == null) {
                    check.found(
                            kind.family().familyName(),
                            "A row has no vector",
                            meta.place(entity.table(), entity.id()) + ", " + slot.fieldName());
                }
                if (value == null || value == Probe.UNREADABLE) {
                    flaws.accept(new Flaw.LacksVector(entity.table(), entity.id(), slot));
                }
            }
            case ENTITIES, EDGES, EDGES_REVERSE, WAL, KEYS, META -> throw new IllegalStateException(kind.toString());
        }
    }

    private void flawed(StoredEntity entity, Kind kind, String what, String more) {
        check.found(kind.family().familyName(), what, meta.place(entity.table(), entity.id()) + more);
        flaws.accept(new Flaw.OfRow(entity.table(), entity.id()));
    }

    private static boolean leadsTo(int table, byte @Nullable [] value) {
        return value != null && value.length == Integer.BYTES && Bytes.intAt(value, 0) == table;
    }

    /** Whether it is known what belongs to the rows of a table. */
    boolean isClear(int table) {
        return !unclear.contains(table);
    }

    /** Whether it is known how much belongs to them. */
    boolean isCounted(int table) {
        return isClear(table) && !unreadable.contains(table);
    }

    /** Compares the counters of the tables, where all rows of a table could be read. */
    void compareCounters() {
        Set<Integer> tables = new HashSet<>(rows.keySet());
        tables.addAll(meta.counted());
        tables.removeAll(unreadable);
        for (int table : tables) {
            long[] found = rows.getOrDefault(table, new long[2]);
            Meta.TableStats stats = meta.stats(table);
            if (meta.definition(table) != null && (stats.live() != found[0] || stats.deleted() != found[1])) {
                check.found(
                        Family.META.familyName(),
                        "The counters of a table are not those of its rows",
                        "table " + meta.name(table) + ": " + stats.live() + " and " + stats.deleted() + " for "
                                + found[0] + " and " + found[1]);
                flaws.accept(new Flaw.Counters(table, found[0] - stats.live(), found[1] - stats.deleted()));
            }
        }
    }
}
