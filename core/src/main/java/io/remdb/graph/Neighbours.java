package io.remdb.graph;

import io.remdb.store.EdgeEnd;
import io.remdb.store.EdgeWalk;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEdge;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The edges of one entity after the other that fit a pattern: outgoing before incoming ones, by type, by far end. */
final class Neighbours implements AutoCloseable {
    private static final List<@Nullable String> ALL = Collections.singletonList(null);

    private final List<EdgeWalk> walks;
    private final List<? extends @Nullable String> relTypes;
    private final Patience patience;
    private UUID near = new UUID(0, 0);
    /** Which combination of walk and type is read now; all of them behind the last one. */
    private int part;

    Neighbours(RecordStore records, Pattern pattern, Patience patience) {
        this.walks = switch (pattern.direction()) {
            case OUT -> List.of(records.walk(EdgeEnd.SOURCE));
            case IN -> List.of(records.walk(EdgeEnd.TARGET));
            case BOTH -> List.of(records.walk(EdgeEnd.SOURCE), records.walk(EdgeEnd.TARGET));
        };
        this.relTypes = pattern.relTypes().isEmpty() ? ALL : pattern.relTypes();
        this.patience = patience;
        this.part = parts();
    }

    /** Goes to before the first edge of an entity. */
    void moveTo(UUID entity) {
        near = entity;
        part = 0;
        enter();
    }

    /** Goes to the next edge; false when there is none. */
    boolean next() {
        patience.spend();
        while (part < parts()) {
            if (walk().next()) {
                return true;
            }
            part++;
            if (part < parts()) {
                enter();
            }
        }
        return false;
    }

    /** Where the edge leads. */
    UUID far() {
        return walk().far();
    }

    StoredEdge edge() {
        return walk().edge();
    }

    private void enter() {
        walk().moveTo(near, relTypes.get(part % relTypes.size()));
    }

    private EdgeWalk walk() {
        return walks.get(part / relTypes.size());
    }

    private int parts() {
        return walks.size() * relTypes.size();
    }

    @Override
    public void close() {
        walks.forEach(EdgeWalk::close);
    }
}
