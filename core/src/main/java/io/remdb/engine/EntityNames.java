package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.schema.DeterministicId;
import io.remdb.store.KeyHit;
import io.remdb.store.StoredEntity;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds the one entity that a user means by an id, a key, or a table and a key. */
final class EntityNames {
    private final Catalog catalog;
    private final EntityReader reader;

    EntityNames(Catalog catalog, EntityReader reader) {
        this.catalog = catalog;
        this.reader = reader;
    }

    /**
     * The id; the entity exists for certain only where it is named by a key alone.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#AMBIGUOUS_KEY}, {@link ErrorCode#UNKNOWN_TABLE}
     */
    UUID id(EdgeSpec.Target name) {
        return id(name, Map.of());
    }

    /**
     * The same.
     *
     * @param batchKeys keys of rows that are about to be written
     */
    UUID id(EdgeSpec.Target name, Map<String, Set<UUID>> batchKeys) {
        return switch (name) {
            case EdgeSpec.Target.ById byId -> byId.id();
            case EdgeSpec.Target.ByKey byKey -> byKey(byKey.key(), batchKeys);
            case EdgeSpec.Target.ByTableAndKey both ->
                DeterministicId.ofKey(catalog.require(both.table()).schema(), both.key());
        };
    }

    /**
     * The id of the target of an edge that is about to be written.
     *
     * @param batchKeys keys of rows that are written together with it
     */
    UUID targetId(EdgeSpec.Target name, Map<String, Set<UUID>> batchKeys) {
        try {
            return id(name, batchKeys);
        } catch (RemException e) {
            throw e.code() == ErrorCode.NOT_FOUND
                    ? e.hint("Insert it first; the target of an edge may also be named before it exists, as"
                            + " {\"entity_type\": ..., \"key\": ...}")
                    : e;
        }
    }

    /**
     * The living entity.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#AMBIGUOUS_KEY}, {@link ErrorCode#UNKNOWN_TABLE}
     */
    StoredEntity living(EdgeSpec.Target name) {
        return living(id(name));
    }

    /**
     * The same by its id.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND}
     */
    StoredEntity living(UUID id) {
        Optional<StoredEntity> entity = reader.stored(id);
        if (entity.isEmpty()) {
            throw new RemException(ErrorCode.NOT_FOUND, "There is no entity of this id").with("id", id);
        }
        if (entity.get().deleted()) {
            throw new RemException(ErrorCode.NOT_FOUND, "The entity is deleted")
                    .with("id", id)
                    .hint("Insert the row again to bring it back");
        }
        return entity.get();
    }

    private UUID byKey(String key, Map<String, Set<UUID>> batchKeys) {
        Set<UUID> candidates = new HashSet<>(batchKeys.getOrDefault(key, Set.of()));
        for (KeyHit hit : reader.hits(key)) {
            candidates.add(hit.id());
        }
        if (candidates.isEmpty()) {
            throw new RemException(ErrorCode.NOT_FOUND, "No entity has this key")
                    .with("key", key)
                    .hint("FUZZY 'text', or rem lookup --fuzzy, finds keys that are like a text");
        }
        if (candidates.size() > 1) {
            throw new RemException(ErrorCode.AMBIGUOUS_KEY, "More than one entity has this key")
                    .with("key", key)
                    .with(
                            "candidates",
                            candidates.stream().map(UUID::toString).sorted().collect(Collectors.joining(", ")))
                    .hint("Use the id, or {\"entity_type\": ..., \"key\": ...}");
        }
        return candidates.iterator().next();
    }
}
