package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.WriteResult;
import io.remdb.WriteResult.Action;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingText;
import io.remdb.json.Json;
import io.remdb.store.Change;
import io.remdb.store.Change.Derived;
import io.remdb.store.CommitResult;
import io.remdb.store.RecordStore;
import io.remdb.store.Store;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one write path. Reads what is there, embeds what changed in one batch, derives index entries and keys, and commits
 * everything as one unit that names the versions it was computed from; when another writer was faster, computes it anew.
 * No lock is held while a model works.
 */
final class EntityWriter {
    /** Each conflict means that another writer has got on; a hundred in a row on one row is a defect of the caller. */
    static final int MOST_ATTEMPTS = 100;

    private static final byte[] NO_PROPERTIES = {};

    private final Store store;
    private final RowEmbedder embedder;
    private final MicrosClock clock;

    EntityWriter(Store store, RowEmbedder embedder, MicrosClock clock) {
        this.store = store;
        this.embedder = embedder;
        this.clock = clock;
    }

    /**
     * Writes rows of one table atomically, replacing those with the same ids.
     *
     * @param rows with their edges' targets resolved
     * @param alongside changes of the same unit
     * @return what happened to each row, in order
     */
    List<WriteResult> write(CatalogTable table, List<PreparedRow> rows, List<Change> alongside) {
        Map<UUID, PreparedRow> distinct = new LinkedHashMap<>();
        for (PreparedRow row : rows) {
            distinct.merge(row.id(), row, (earlier, later) -> later.replacing(earlier));
        }
        List<PreparedRow> rowsOnce = List.copyOf(distinct.values());
        List<UUID> ids = List.copyOf(distinct.keySet());
        RowEmbedder.Vectors vectors = new RowEmbedder.Vectors();
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            List<@Nullable StoredEntity> before = store.records().getAll(table.number(), ids);
            if (tryWrite(table, rowsOnce, before, vectors, alongside).isPresent()) {
                return results(table, rows, ids, before);
            }
            requireOwnIds(table, ids);
        }
        throw contention(ids.getFirst());
    }

    /** An id belongs to one table; a writer that brings its own (of a session) may have taken another's. */
    void requireOwnIds(CatalogTable table, Collection<UUID> ids) {
        for (UUID id : ids) {
            OptionalInt owner = store.records().tableOf(id);
            if (owner.isPresent() && owner.getAsInt() != table.number()) {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "The id belongs to a row of another table")
                        .with("id", id)
                        .with("table", table.name());
            }
        }
    }

    /**
     * Writes rows computed from the given states.
     *
     * @param before the state that each row replaces, null for none
     * @param vectors what earlier attempts have embedded
     * @return the sequence, or empty when one of the rows was changed meanwhile
     */
    Optional<Long> tryWrite(
            CatalogTable table,
            List<PreparedRow> rows,
            List<@Nullable StoredEntity> before,
            RowEmbedder.Vectors vectors,
            List<Change> alongside) {
        List<Change> changes = new ArrayList<>(alongside);
        changes.addAll(changes(table, rows, before, vectors));
        Atomicity atomicity =
                rows.size() == 1 && alongside.isEmpty() ? Atomicity.ONE_ENTITY : Atomicity.SEVERAL_ENTITIES;
        return commit(store.records(), new WriteUnit(atomicity, changes));
    }

    /**
     * What writes rows computed from the given states: one embedding batch.
     *
     * @param before the state that each row replaces, null for none
     * @param vectors what was embedded before
     */
    List<Change> changes(
            CatalogTable table,
            List<PreparedRow> rows,
            List<@Nullable StoredEntity> before,
            RowEmbedder.Vectors vectors) {
        List<@Nullable ObjectNode> oldProperties = new ArrayList<>(rows.size());
        List<RowEmbedder.Text> texts = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            StoredEntity old = before.get(i);
            ObjectNode properties = old == null ? null : old.parseProperties();
            oldProperties.add(properties);
            String oldText = properties == null || table.definition().main() == null
                    ? ""
                    : EmbeddingText.of(table.schema(), properties);
            texts.add(
                    new RowEmbedder.Text(rows.get(i).id(), oldText, rows.get(i).text()));
        }
        List<Change> changes = new ArrayList<>(embedder.changes(table, texts, vectors));
        for (int i = 0; i < rows.size(); i++) {
            addRow(table, rows.get(i), before.get(i), oldProperties.get(i), changes);
        }
        return changes;
    }

    private void addRow(
            CatalogTable table,
            PreparedRow row,
            @Nullable StoredEntity old,
            @Nullable ObjectNode oldProperties,
            List<Change> changes) {
        long now = clock.next();
        StoredEntity entity = new StoredEntity(
                table.number(),
                row.id(),
                0,
                old == null ? now : old.createdAtMicros(),
                old == null ? now : Math.max(now, old.modifiedAtMicros() + 1),
                StoredEntity.NOT_DELETED,
                Json.write(row.properties()));
        Derived after = Derivation.of(table, entity, row.properties());
        Derived before = old == null || oldProperties == null ? Derived.NONE : Derivation.of(table, old, oldProperties);
        changes.add(new Change.PutEntity(entity, old == null ? 0 : old.version(), before, after));
        for (EdgeSpec edge : row.edges()) {
            changes.add(new Change.PutEdge(edge(row.id(), edge, now)));
        }
    }

    /** An edge that is written again keeps the time at which it was first written. */
    private StoredEdge edge(UUID src, EdgeSpec spec, long now) {
        if (!(spec.target() instanceof EdgeSpec.Target.ById target)) {
            throw new IllegalStateException("an edge whose target is not resolved");
        }
        long createdAt = store.records()
                .edge(src, spec.relType(), target.id())
                .map(StoredEdge::createdAtMicros)
                .orElse(now);
        byte[] properties = spec.properties().isEmpty() ? NO_PROPERTIES : Json.write(spec.properties());
        return new StoredEdge(src, spec.relType(), target.id(), properties, createdAt);
    }

    /** Commits a unit; empty when a version was not the expected one. */
    static Optional<Long> commit(RecordStore records, WriteUnit unit) {
        return switch (records.commit(unit)) {
            case CommitResult.Applied applied -> Optional.of(applied.sequence());
            case CommitResult.Conflict conflict -> Optional.empty();
            case CommitResult.Unknown unknown ->
                throw new RemException(ErrorCode.UNAVAILABLE, "It is not known whether the write took place")
                        .with("reason", unknown.reason())
                        .hint("Run it again: writing the same rows twice changes nothing");
        };
    }

    static RemException contention(UUID id) {
        return new RemException(ErrorCode.CONFLICT, "The row is being changed by others all the time").with("id", id);
    }

    private static List<WriteResult> results(
            CatalogTable table, List<PreparedRow> rows, List<UUID> ids, List<@Nullable StoredEntity> before) {
        Map<UUID, Boolean> known = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            known.put(ids.get(i), before.get(i) != null);
        }
        List<WriteResult> results = new ArrayList<>(rows.size());
        for (PreparedRow row : rows) {
            boolean existed = Boolean.TRUE.equals(known.put(row.id(), true));
            results.add(new WriteResult(row.id(), table.name(), existed ? Action.UPDATED : Action.CREATED));
        }
        return results;
    }
}
