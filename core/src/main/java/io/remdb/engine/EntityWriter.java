package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.WriteResult;
import io.remdb.WriteResult.Action;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.embedding.EmbeddingText;
import io.remdb.json.Json;
import io.remdb.store.Change;
import io.remdb.store.Change.Derived;
import io.remdb.store.CommitResult;
import io.remdb.store.Cursor;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one write path. Reads what is there, embeds what changed in one batch, derives index entries and keys, and commits
 * everything as one unit that names the versions it was computed from; when another writer was faster, computes it anew.
 * No lock is held while a model works: the {@link SchemaGate} is entered for the commit alone, and a table that was changed
 * meanwhile means that its rows must be prepared again.
 */
final class EntityWriter {
    /** Each conflict means that another writer has got on; a hundred in a row on one row is a defect of the caller. */
    static final int MOST_ATTEMPTS = 100;

    static final byte[] NO_PROPERTIES = {};

    /** What became of a unit. */
    enum Outcome {
        /** It is committed. */
        WRITTEN,
        /** One of its rows was changed since they were read: they must be read again. */
        CONFLICT,
        /** The table was changed or removed: the rows must be prepared again. */
        OUTDATED
    }

    private final Store store;
    private final LiveCatalog catalog;
    private final SchemaGate gate;
    private final RowEmbedder embedder;
    private final MicrosClock clock;

    EntityWriter(Store store, LiveCatalog catalog, SchemaGate gate, RowEmbedder embedder, MicrosClock clock) {
        this.store = store;
        this.catalog = catalog;
        this.gate = gate;
        this.embedder = embedder;
        this.clock = clock;
    }

    /**
     * Writes rows of one table atomically, replacing those with the same ids.
     *
     * @param rows with their edges' targets resolved
     * @return what happened to each row, in order; empty when the table is no longer the given one, and nothing was written
     */
    Optional<List<WriteResult>> writeUnlessChanged(CatalogTable table, List<PreparedRow> rows) {
        return writeUnlessChanged(table, rows, new RowEmbedder.Vectors());
    }

    /** The same with what earlier attempts have embedded. */
    Optional<List<WriteResult>> writeUnlessChanged(
            CatalogTable table, List<PreparedRow> rows, RowEmbedder.Vectors vectors) {
        return write(table, rows, List.of(), vectors, unit -> commitUnlessChanged(table, unit));
    }

    /** Embeds what a write of these rows would have to embed, so that a write of more than one model call has it. */
    void embed(CatalogTable table, List<PreparedRow> rows, RowEmbedder.Vectors vectors) {
        List<UUID> ids = rows.stream().map(PreparedRow::id).toList();
        List<@Nullable StoredEntity> before = store.records().getAll(table.number(), ids);
        embedder.embed(table, texts(table, rows, parsed(before)), vectors);
    }

    /**
     * Writes rows and further changes as one unit.
     *
     * @param commit commits the unit, where and if the caller likes
     * @return empty when that found the table outdated
     */
    Optional<List<WriteResult>> write(
            CatalogTable table,
            List<PreparedRow> rows,
            List<Change> alongside,
            RowEmbedder.Vectors vectors,
            Function<WriteUnit, Outcome> commit) {
        List<PreparedRow> rowsOnce = distinct(rows);
        List<UUID> ids = rowsOnce.stream().map(PreparedRow::id).toList();
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            List<@Nullable StoredEntity> before = store.records().getAll(table.number(), ids);
            List<WriteResult> results = results(table, rows, ids, before);
            WriteUnit unit = unit(table, rowsOnce, before, vectors, alongside);
            switch (commit.apply(rows.size() == 1 ? withReceipt(unit, results.getFirst()) : unit)) {
                case WRITTEN -> {
                    return Optional.of(results);
                }
                case OUTDATED -> {
                    return Optional.empty();
                }
                case CONFLICT -> requireOwnIds(table, ids);
            }
        }
        throw contention(ids.getFirst());
    }

    /** Each row once: a later one of the same id in the place of an earlier one. */
    static List<PreparedRow> distinct(List<PreparedRow> rows) {
        Map<UUID, PreparedRow> distinct = new LinkedHashMap<>();
        for (PreparedRow row : rows) {
            distinct.merge(row.id(), row, (earlier, later) -> later.replacing(earlier));
        }
        return List.copyOf(distinct.values());
    }

    private static WriteUnit withReceipt(WriteUnit unit, WriteResult result) {
        return Receipts.on(
                unit,
                receipt -> receipt.put("id", result.id().toString())
                        .put("entity_type", result.entityType())
                        .put("action", result.action().name()));
    }

    /** What {@link #withReceipt} has written. */
    static WriteResult replay(ObjectNode receipt) {
        return new WriteResult(
                UUID.fromString(receipt.path("id").stringValue()),
                receipt.path("entity_type").stringValue(),
                Action.valueOf(receipt.path("action").stringValue()));
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

    /** Commits a unit that was computed for a table as it was, unless that was changed meanwhile. */
    Outcome commitUnlessChanged(CatalogTable table, WriteUnit unit) {
        return commitUnlessChanged(List.of(table), unit);
    }

    /** The same for a unit of several tables. */
    Outcome commitUnlessChanged(Collection<CatalogTable> tables, WriteUnit unit) {
        return gate.writing(() -> tables.stream().allMatch(catalog::isCurrent) ? commit(unit) : Outcome.OUTDATED);
    }

    /** Commits a unit; for a caller who keeps its table from being changed. */
    Outcome commit(WriteUnit unit) {
        return commit(store.records(), unit).isPresent() ? Outcome.WRITTEN : Outcome.CONFLICT;
    }

    /**
     * Rows computed from the given states, ready to be committed; calls the models for what {@code vectors} does not have.
     *
     * @param before the state that each row replaces, null for none
     * @param vectors what earlier attempts have embedded
     */
    WriteUnit unit(
            CatalogTable table,
            List<PreparedRow> rows,
            List<@Nullable StoredEntity> before,
            RowEmbedder.Vectors vectors,
            List<Change> alongside) {
        List<Change> changes = new ArrayList<>(alongside);
        changes.addAll(changes(table, rows, before, vectors));
        Atomicity atomicity =
                rows.size() == 1 && alongside.isEmpty() ? Atomicity.ONE_ENTITY : Atomicity.SEVERAL_ENTITIES;
        return new WriteUnit(atomicity, changes);
    }

    /** The changes alone of such a unit, which may be one of several parts. */
    List<Change> changes(
            CatalogTable table,
            List<PreparedRow> rows,
            List<@Nullable StoredEntity> before,
            RowEmbedder.Vectors vectors) {
        List<@Nullable ObjectNode> oldProperties = parsed(before);
        List<Change> changes = new ArrayList<>(embedder.changes(table, texts(table, rows, oldProperties), vectors));
        for (int i = 0; i < rows.size(); i++) {
            addVectors(table, rows.get(i), changes);
            addRow(table, rows.get(i), before.get(i), oldProperties.get(i), changes);
        }
        return changes;
    }

    private static List<@Nullable ObjectNode> parsed(List<@Nullable StoredEntity> rows) {
        List<@Nullable ObjectNode> parsed = new ArrayList<>(rows.size());
        for (StoredEntity row : rows) {
            parsed.add(row == null ? null : row.parseProperties());
        }
        return parsed;
    }

    private static List<RowEmbedder.Text> texts(
            CatalogTable table, List<PreparedRow> rows, List<@Nullable ObjectNode> oldProperties) {
        List<RowEmbedder.Text> texts = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).vectors() != null) {
                continue;
            }
            ObjectNode old = oldProperties.get(i);
            String before =
                    old == null || table.definition().main() == null ? "" : EmbeddingText.of(table.schema(), old);
            texts.add(new RowEmbedder.Text(rows.get(i).id(), before, rows.get(i).text()));
        }
        return texts;
    }

    /** The vectors that a row brings. */
    private static void addVectors(CatalogTable table, PreparedRow row, List<Change> changes) {
        Map<EmbeddingSlot, float[]> vectors = row.vectors();
        if (vectors == null) {
            return;
        }
        for (EmbeddingSlot slot : EmbeddingSlot.values()) {
            float[] vector = vectors.get(slot);
            if (vector != null) {
                changes.add(new Change.PutEmbedding(table.number(), row.id(), slot, vector));
            } else if (table.vectors(slot) != null) {
                changes.add(new Change.RemoveEmbedding(table.number(), row.id(), slot));
            }
        }
    }

    private void addRow(
            CatalogTable table,
            PreparedRow row,
            @Nullable StoredEntity old,
            @Nullable ObjectNode oldProperties,
            List<Change> changes) {
        long now = clock.next();
        Restoration restoration = row.restoration();
        byte[] properties = Json.write(row.properties());
        StoredEntity entity = restoration != null
                ? restoration.entity(table.number(), row.id(), properties)
                : new StoredEntity(
                        table.number(),
                        row.id(),
                        0,
                        old == null ? now : old.createdAtMicros(),
                        old == null ? now : Math.max(now, old.modifiedAtMicros() + 1),
                        StoredEntity.NOT_DELETED,
                        properties);
        Derived after = Derivation.of(table, entity, row.properties());
        Derived before = old == null || oldProperties == null
                ? Derived.NONE
                : Derivation.former(table, old, oldProperties, after);
        changes.add(new Change.PutEntity(entity, old == null ? 0 : old.version(), before, after));
        if (restoration != null) {
            replaceEdges(row.id(), old != null, restoration.edges(), changes);
        }
        for (EdgeSpec edge : row.edges()) {
            changes.add(new Change.PutEdge(edge(row.id(), edge, now)));
        }
    }

    /** The edges of a row that is written back are those that it had. */
    private void replaceEdges(UUID src, boolean isThere, List<StoredEdge> edges, List<Change> changes) {
        if (isThere) {
            try (Cursor<StoredEdge> before = store.records().edgesFrom(src, null)) {
                before.forEachRemaining(edge -> changes.add(new Change.RemoveEdge(src, edge.relType(), edge.dst())));
            }
        }
        edges.forEach(edge -> changes.add(new Change.PutEdge(edge, Change.PutEdge.Creation.REPLACED)));
    }

    /** An edge that is written again keeps the time at which it was first written. */
    private StoredEdge edge(UUID src, EdgeSpec spec, long now) {
        if (!(spec.target() instanceof EdgeSpec.Target.ById target)) {
            throw new IllegalStateException("an edge whose target is not resolved");
        }
        long createdAt = EdgeWriter.createdAt(store.records(), src, spec.relType(), target.id(), now);
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
