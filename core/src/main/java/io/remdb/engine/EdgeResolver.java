package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Finds the entities that the links of a row point to. */
final class EdgeResolver {
    private final EntityNames names;

    EdgeResolver(EntityNames names) {
        this.names = names;
    }

    /**
     * The row with every link's target known by its id.
     *
     * @param batchKeys keys of rows that are written together with this one
     * @throws RemException {@link ErrorCode#NOT_FOUND} or {@link ErrorCode#AMBIGUOUS_KEY}
     */
    PreparedRow resolve(PreparedRow row, Map<String, Set<UUID>> batchKeys) {
        if (row.edges().isEmpty()) {
            return row;
        }
        List<EdgeSpec> resolved = new ArrayList<>();
        for (EdgeSpec edge : row.edges()) {
            UUID target = names.targetId(edge.target(), batchKeys);
            resolved.add(new EdgeSpec(new EdgeSpec.Target.ById(target), edge.relType(), edge.properties()));
        }
        return new PreparedRow(row.id(), row.properties(), row.keys(), row.text(), resolved);
    }
}
