package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.schema.DeterministicId;
import io.remdb.store.KeyHit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds the entities that links point to. */
final class EdgeResolver {
    private final Catalog catalog;
    private final EntityReader reader;

    EdgeResolver(Catalog catalog, EntityReader reader) {
        this.catalog = catalog;
        this.reader = reader;
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
            UUID target = id(edge.target(), batchKeys);
            resolved.add(new EdgeSpec(new EdgeSpec.Target.ById(target), edge.relType(), edge.properties()));
        }
        return new PreparedRow(row.id(), row.properties(), row.keys(), row.text(), resolved);
    }

    private UUID id(EdgeSpec.Target target, Map<String, Set<UUID>> batchKeys) {
        return switch (target) {
            case EdgeSpec.Target.ById byId -> byId.id();
            case EdgeSpec.Target.ByKey byKey -> byKey(byKey.key(), batchKeys);
            case EdgeSpec.Target.ByTableAndKey both ->
                DeterministicId.ofKey(catalog.require(both.table()).schema(), both.key());
        };
    }

    private UUID byKey(String key, Map<String, Set<UUID>> batchKeys) {
        Set<UUID> candidates = new HashSet<>(batchKeys.getOrDefault(key, Set.of()));
        for (KeyHit hit : reader.hits(key)) {
            candidates.add(hit.id());
        }
        if (candidates.isEmpty()) {
            throw new RemException(ErrorCode.NOT_FOUND, "No entity has the key that an edge points to")
                    .with("key", key)
                    .hint("Insert the target first, or name it as {\"entity_type\": ..., \"key\": ...}");
        }
        if (candidates.size() > 1) {
            throw new RemException(ErrorCode.AMBIGUOUS_KEY, "More than one entity has the key that an edge points to")
                    .with("key", key)
                    .with(
                            "candidates",
                            candidates.stream().map(UUID::toString).sorted().collect(Collectors.joining(", ")))
                    .hint("Use the id, or {\"entity_type\": ..., \"key\": ...}");
        }
        return candidates.iterator().next();
    }
}
