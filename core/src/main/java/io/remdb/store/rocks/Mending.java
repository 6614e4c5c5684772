package io.remdb.store.rocks;

import io.remdb.RemException;
import io.remdb.store.StoreRepair;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import io.remdb.store.rocks.EntryCounts.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What mends some flaws, by what is there when it is asked. One thread, once. */
final class Mending implements DerivedWrites {
    /** What was done. */
    record Done(String part, String what) {}

    private final StoreRepair repair;
    private final StoreState state;
    private final StoreCipher cipher;
    private final Probe probe;
    private final List<Flaw> flaws;
    private final Map<Done, Long> done = new LinkedHashMap<>();
    private final Map<Integer, Meta.TableStats> counters = new LinkedHashMap<>();
    private boolean written;

    /** @param flaws of one kind, none of them {@link Flaw.LacksVector} or {@link Flaw.LogGap} */
    Mending(RocksHandle rocks, StoreState state, StoreRepair repair, List<Flaw> flaws) {
        this.repair = repair;
        this.state = state;
        this.cipher = rocks.cipher();
        this.probe = new Probe(rocks);
        this.flaws = flaws;
    }

    /** What was done, and how often; nothing until it is written. */
    Map<Done, Long> done() {
        return written ? done : Map.of();
    }

    @Override
    public void addTo(Batch batch) {
        for (Flaw flaw : flaws) {
            switch (flaw) {
                case Flaw.OfRow row -> mend(row, batch);
                case Flaw.Stray stray -> mend(stray, batch);
                case Flaw.OneSidedEdge edge -> mend(edge, batch);
                case Flaw.StrayReverse edge -> mend(edge, batch);
                case Flaw.Counters table -> mend(table, batch);
                case Flaw.Unmarked(int table) -> {
                    batch.put(Family.META, Meta.definedKey(table), new byte[0]);
                    note(Family.META, "Numbers of tables were marked as given");
                }
                case Flaw.LacksVector _, Flaw.LogGap _ -> throw new IllegalArgumentException(flaw.toString());
            }
        }
    }

    @Override
    public void written() {
        written = true;
        counters.forEach(state::putStats);
    }

    private void note(Family part, String what) {
        done.merge(new Done(part.familyName(), what), 1L, Long::sum);
    }

    private void mend(Flaw.OfRow flaw, Batch batch) {
        StoredEntity entity = row(flaw.table(), probe.one(Family.ENTITIES, rowKey(flaw)), flaw);
        TableDefinition definition = state.definition(flaw.table());
        if (entity == null || definition == null) {
            return;
        }
        List<RowEntries.Entry> entries = repair.partsNow(entity)
                .map(parts -> RowEntries.derived(entity, parts, definition, cipher))
                .orElseGet(() -> List.of(RowEntries.id(entity)));
        for (RowEntries.Entry entry : entries) {
            Family family = entry.kind().family();
            byte[] found = probe.one(family, cipher.key(family, entry.key()));
            if (!isAsWanted(family, found, entry.value()) && !isOfAnother(family, flaw, found)) {
                batch.put(family, entry.key(), entry.value());
                note(family, written(family));
            }
        }
    }

    private static boolean isAsWanted(Family family, byte @Nullable [] found, byte[] wanted) {
        return family == Family.INDEXES
                ? found != null && IndexEntryCodec.agrees(found, wanted)
                : Arrays.equals(found, wanted);
    }

    private byte[] rowKey(Flaw.OfRow row) {
        return cipher.key(Family.ENTITIES, KeyCodec.entity(row.table(), row.id()));
    }

    private static String written(Family family) {
        return switch (family) {
            case IDS -> "Ids were made to lead to their rows";
            case INDEXES -> "Index entries were written";
            case KEY_INDEX -> "Keys were made to lead to their rows";
            case ENTITIES, EDGES, EDGES_REVERSE, EMBEDDINGS, WAL, KEYS, META ->
                throw new IllegalArgumentException(family.name());
        };
    }

    @SuppressWarnings("ReferenceEquality") // the mark
    private static @Nullable StoredEntity row(int table, byte @Nullable [] value, Flaw.OfRow flaw) {
        if (value == null || value == Probe.UNREADABLE) {
            return null;
        }
        try {
            return EntityCodec.decode(table, flaw.id(), value);
        } catch (RemException _) {
            return null; // damaged, which is told where it is read
        }
    }

    /** Whether an id leads to a row that there is, too: of two rows with one id neither can be told to be the wrong one. */
    private boolean isOfAnother(Family family, Flaw.OfRow flaw, byte @Nullable [] found) {
        return family == Family.IDS
                && found != null
                && found.length == Integer.BYTES
                && probe.one(
                                Family.ENTITIES,
                                cipher.key(Family.ENTITIES, KeyCodec.entity(Bytes.intAt(found, 0), flaw.id())))
                        != null;
    }

    @SuppressWarnings("ReferenceEquality") // the mark
    private void mend(Flaw.Stray flaw, Batch batch) {
        byte[] entry = probe.one(flaw.family(), flaw.storedKey());
        if (entry == null) {
            return;
        }
        Kind kind = StrayCheck.kind(flaw.family(), flaw.storedKey(), entry);
        byte[] row = probe.one(Family.ENTITIES, cipher.key(Family.ENTITIES, KeyCodec.entity(flaw.table(), flaw.id())));
        if (kind.table() == flaw.table() && (row == null || (row != Probe.UNREADABLE && isStray(flaw, kind, row)))) {
            batch.deleteStored(flaw.family(), flaw.storedKey());
            note(flaw.family(), "Entries that belong to no row were removed");
        }
    }

    private boolean isStray(Flaw.Stray flaw, Kind kind, byte[] row) {
        TableDefinition definition = state.definition(flaw.table());
        return definition != null
                && StrayCheck.isStray(cipher, kind, flaw.storedKey(), flaw.id(), row, definition, repair::partsNow);
    }

    @SuppressWarnings("ReferenceEquality") // the mark
    private void mend(Flaw.OneSidedEdge flaw, Batch batch) {
        byte[] forward = probe.one(
                Family.EDGES, cipher.key(Family.EDGES, KeyCodec.edge(flaw.src(), flaw.relType(), flaw.dst())));
        if (forward != null && forward != Probe.UNREADABLE) {
            batch.put(Family.EDGES_REVERSE, KeyCodec.edge(flaw.dst(), flaw.relType(), flaw.src()), forward);
            note(Family.EDGES_REVERSE, "Edges were written under their targets");
        }
    }

    private void mend(Flaw.StrayReverse flaw, Batch batch) {
        byte[] forward = probe.one(
                Family.EDGES, cipher.key(Family.EDGES, KeyCodec.edge(flaw.src(), flaw.relType(), flaw.dst())));
        if (forward == null) {
            batch.deleteStored(Family.EDGES_REVERSE, flaw.storedKey());
            note(Family.EDGES_REVERSE, "Edges that are not there from their sources were removed");
        }
    }

    /** What is written meanwhile adds to the counters as they are, so a difference stays what it was. */
    private void mend(Flaw.Counters flaw, Batch batch) {
        if (state.definition(flaw.table()) == null) {
            return;
        }
        Meta.TableStats stats = state.stats(flaw.table());
        Meta.TableStats mended =
                new Meta.TableStats(stats.live() + flaw.live(), stats.deleted() + flaw.deleted(), stats.lastChange());
        Meta.putStats(batch, flaw.table(), mended);
        counters.put(flaw.table(), mended);
        note(Family.META, "Counters were set to those of the rows");
    }
}
