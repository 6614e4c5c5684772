package io.remdb.store.rocks;

import io.remdb.Verification.Depth;
import io.remdb.json.Json;
import io.remdb.store.StoreCheck;
import io.remdb.store.StoredEdge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares edges from both ends, and looks for the rows at which they start, some hundred at a time. One thread. */
final class EdgeCheck {
    private static final int EDGES_AT_ONCE = 256;

    private final RocksHandle rocks;
    private final StoreCheck check;
    private final Consumer<Flaw> flaws;
    private final Probe probe;
    private final List<Seen> batch = new ArrayList<>();
    private long paired;

    /** An edge that waits, as it is seen from one end. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Seen(StoredEdge edge, byte[] storedKey, byte[] value) {}

    /** @param rocks at the moment that is checked */
    EdgeCheck(RocksHandle rocks, StoreCheck check, Consumer<Flaw> flaws) {
        this.rocks = rocks;
        this.check = check;
        this.flaws = flaws;
        this.probe = new Probe(rocks);
    }

    /**
     * Looks at all edges.
     *
     * @return how many there are
     */
    long run(FamilyScan scan) {
        long forward = scan.each(Family.EDGES, (storedKey, key, value) -> {
            StoredEdge edge = EdgeCodec.forward(key, value);
            requireJson(edge);
            add(new Seen(edge, storedKey, value), this::compareForward);
        });
        drain(this::compareForward);
        long reverse = scan.each(Family.EDGES_REVERSE, (_, key, value) -> requireJson(EdgeCodec.reverse(key, value)));
        boolean whole = scan.isWhole(Family.EDGES) && scan.isWhole(Family.EDGES_REVERSE);
        switch (check.depth()) {
            case QUICK -> {
                if (whole && forward != reverse) {
                    check.found(
                            Family.EDGES_REVERSE.familyName(),
                            "There are not as many edges from their targets as from their sources",
                            reverse + " for " + forward);
                }
            }
            case DEEP -> {
                if (reverse > paired && scan.isWhole(Family.EDGES)) {
                    scan.each(
                            Family.EDGES_REVERSE,
                            (storedKey, key, value) -> add(
                                    new Seen(EdgeCodec.reverse(key, value), storedKey, value), this::compareReverse));
                    drain(this::compareReverse);
                }
            }
        }
        return forward;
    }

    private static void requireJson(StoredEdge edge) {
        if (edge.properties().length > 0) {
            var _ = Json.parseStored(edge.properties(), 0, edge.properties().length);
        }
    }

    private void add(Seen seen, Runnable compare) {
        if (check.depth() == Depth.DEEP) {
            batch.add(seen);
            if (batch.size() >= EDGES_AT_ONCE) {
                drain(compare);
            }
        }
    }

    private void drain(Runnable compare) {
        try {
            compare.run();
        } finally {
            batch.clear();
        }
    }

    @SuppressWarnings("ReferenceEquality") // the mark
    private void compareForward() {
        List<byte[]> others = new ArrayList<>();
        List<byte[]> sources = new ArrayList<>();
        for (Seen seen : batch) {
            StoredEdge edge = seen.edge();
            others.add(rocks.cipher().key(Family.EDGES_REVERSE, KeyCodec.edge(edge.dst(), edge.relType(), edge.src())));
            sources.add(rocks.cipher().key(Family.IDS, KeyCodec.id(edge.src())));
        }
        List<byte @Nullable []> values = probe.all(Family.EDGES_REVERSE, others);
        List<byte @Nullable []> rows = probe.all(Family.IDS, sources);
        for (int i = 0; i < values.size(); i++) {
            StoredEdge edge = batch.get(i).edge();
            byte[] other = values.get(i);
            if (other != null) {
                paired++;
            }
            if (other == null || !Arrays.equals(other, batch.get(i).value())) {
                if (other != Probe.UNREADABLE) {
                    check.found(
                            Family.EDGES_REVERSE.familyName(), "An edge is not the same from both ends", place(edge));
                }
                flaws.accept(new Flaw.OneSidedEdge(edge.src(), edge.relType(), edge.dst()));
            }
            if (rows.get(i) == null) {
                check.found(Family.EDGES.familyName(), "An edge starts at a row that there is not", place(edge));
            }
        }
    }

    private void compareReverse() {
        List<byte[]> others = new ArrayList<>();
        for (Seen seen : batch) {
            StoredEdge edge = seen.edge();
            others.add(rocks.cipher().key(Family.EDGES, KeyCodec.edge(edge.src(), edge.relType(), edge.dst())));
        }
        List<byte @Nullable []> values = probe.all(Family.EDGES, others);
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) == null) {
                Seen seen = batch.get(i);
                UUID src = seen.edge().src();
                check.found(
                        Family.EDGES_REVERSE.familyName(), "An edge is there from its target only", place(seen.edge()));
                flaws.accept(new Flaw.StrayReverse(
                        seen.storedKey(),
                        src,
                        seen.edge().relType(),
                        seen.edge().dst()));
            }
        }
    }

    /** The type is content, which a plain sentence may show. */
    private static String place(StoredEdge edge) {
        return edge.src() + " -> " + edge.dst() + ", " + edge.relType();
    }
}
