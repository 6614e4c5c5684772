package io.remdb.engine;

import io.remdb.Edge;
import io.remdb.json.Json;
import io.remdb.store.Change;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Writes and removes single edges. The source is demanded to be as it was read, so that no edge outlives it. */
final class EdgeWriter {

    private final RecordStore records;
    private final EntityNames names;
    private final MicrosClock clock;

    EdgeWriter(RecordStore records, EntityNames names, MicrosClock clock) {
        this.records = records;
        this.names = names;
        this.clock = clock;
    }

    Edge put(EdgeSpec.Target src, EdgeSpec.Target dst, String relType, ObjectNode properties) {
        EdgeSpec.requireRelType(relType);
        UUID source = names.id(src);
        UUID target = names.targetId(dst, Map.of());
        byte[] data = properties.isEmpty() ? EntityWriter.NO_PROPERTIES : Json.write(properties);
        for (int attempt = 0; attempt < EntityWriter.MOST_ATTEMPTS; attempt++) {
            StoredEntity entity = names.living(source);
            long createdAt = createdAt(records, source, relType, target, clock.next());
            StoredEdge edge = new StoredEdge(source, relType, target, data, createdAt);
            WriteUnit unit = new WriteUnit(
                    Atomicity.ONE_ENTITY,
                    List.of(
                            new Change.RequireEntity(entity.table(), source, entity.version()),
                            new Change.PutEdge(edge)));
            WriteUnit kept = Receipts.on(
                    unit,
                    receipt -> receipt.put("src", source.toString())
                            .put("dst", target.toString())
                            .put("created_at", createdAt));
            if (EntityWriter.commit(records, kept).isPresent()) {
                return EntityReader.edge(edge);
            }
        }
        throw EntityWriter.contention(source);
    }

    /** What a link that was written before is answered with. */
    static Edge replay(String relType, ObjectNode properties, ObjectNode receipt) {
        return new Edge(
                UUID.fromString(receipt.path("src").stringValue()),
                UUID.fromString(receipt.path("dst").stringValue()),
                relType,
                properties,
                MicrosClock.instant(receipt.path("created_at").longValue()));
    }

    /** Removes an edge; whether it was there. */
    boolean remove(EdgeSpec.Target src, EdgeSpec.Target dst, String relType) {
        EdgeSpec.requireRelType(relType);
        UUID source = names.id(src);
        UUID target = names.id(dst);
        if (records.edge(source, relType, target).isEmpty()) {
            return false;
        }
        Change removal = new Change.RemoveEdge(source, relType, target);
        WriteUnit unit = new WriteUnit(Atomicity.ONE_ENTITY, List.of(removal));
        EntityWriter.commit(records, Receipts.on(unit, receipt -> {}));
        return true;
    }

    /** An edge that is written again keeps the time at which it was first written. */
    static long createdAt(RecordStore records, UUID src, String relType, UUID dst, long now) {
        return records.edge(src, relType, dst).map(StoredEdge::createdAtMicros).orElse(now);
    }
}
