package io.remdb.engine;

import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.ValidationException;
import io.remdb.ValidationProblem;
import io.remdb.catalog.CatalogTable;
import io.remdb.json.Json;
import io.remdb.json.MergePatch;
import io.remdb.schema.DeterministicId;
import io.remdb.schema.TableSchema;
import io.remdb.store.Change;
import io.remdb.store.Change.Derived;
import io.remdb.store.Cursor;
import io.remdb.store.Store;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Changes and deletes rows that exist. */
final class EntityChanger {
    private static final String DELETED_AT = "deleted_at";

    private final Store store;
    private final LiveCatalog catalog;
    private final EntityReader reader;
    private final RowPreparer preparer;
    private final EdgeResolver resolver;
    private final EntityWriter writer;
    private final MicrosClock clock;

    EntityChanger(
            Store store,
            LiveCatalog catalog,
            EntityReader reader,
            RowPreparer preparer,
            EdgeResolver resolver,
            EntityWriter writer,
            MicrosClock clock) {
        this.store = store;
        this.catalog = catalog;
        this.reader = reader;
        this.preparer = preparer;
        this.resolver = resolver;
        this.writer = writer;
        this.clock = clock;
    }

    /** @param unmodifiedSince the change takes place only if the row was not written after that; null: in any case */
    Entity update(UUID id, String mergePatch, @Nullable Instant unmodifiedSince) {
        ObjectNode patch = Json.parseObject(mergePatch);
        RowEmbedder.Vectors vectors = new RowEmbedder.Vectors();
        for (int attempt = 0; attempt < EntityWriter.MOST_ATTEMPTS; attempt++) {
            StoredEntity old = require(id);
            requireLiving(old);
            requireUnmodified(old, unmodifiedSince);
            CatalogTable table = table(old);
            SchemaRows.refuseAsRows(table);
            PreparedRow row = changed(table, old, before -> MergePatch.apply(before, patch));
            WriteUnit unit = writer.unit(table, List.of(row), List.of(old), vectors, List.of());
            switch (writer.commitUnlessChanged(table, Receipts.on(unit, receipt -> {}))) {
                case WRITTEN -> {
                    return now(id);
                }
                case CONFLICT -> {}
                // Vectors of a model that the table has no more.
                case OUTDATED -> vectors = new RowEmbedder.Vectors();
            }
        }
        throw EntityWriter.contention(id);
    }

    /** The row as it is; what an update that was done before is answered with. */
    Entity now(UUID id) {
        return reader.get(id).orElseThrow(() -> missing(id));
    }

    private static void requireUnmodified(StoredEntity old, @Nullable Instant since) {
        Instant modifiedAt = MicrosClock.instant(old.modifiedAtMicros());
        if (since != null && modifiedAt.isAfter(since)) {
            throw new RemException(ErrorCode.CONFLICT, "The row was changed after the given time")
                    .with("id", old.id())
                    .with("modified_at", modifiedAt)
                    .with("since", since)
                    .hint("Read the row again, and decide anew with its modified_at");
        }
    }

    /**
     * A living row after a change.
     *
     * @throws ValidationException when it breaks its schema, or would have another id
     */
    PreparedRow changed(CatalogTable table, StoredEntity old, UnaryOperator<ObjectNode> change) {
        ObjectNode before = old.parseProperties();
        TableSchema schema = table.schema();
        boolean keyed =
                DeterministicId.of(schema, before).filter(old.id()::equals).isPresent();
        ObjectNode after = change.apply(before.deepCopy());
        if (keyed && DeterministicId.of(schema, after).filter(old.id()::equals).isEmpty()) {
            throw new ValidationException(
                    table.name(),
                    List.of(new ValidationProblem(
                            "the key makes the id of the row, so it cannot be changed: insert a new row and delete this one",
                            schema.keyField() == null ? "" : schema.keyField(),
                            null,
                            table.name())));
        }
        return resolver.resolve(preparer.prepare(table, after, old.id()), Map.of());
    }

    Deletion delete(UUID id, Deletion.Mode mode) {
        for (int attempt = 0; attempt < EntityWriter.MOST_ATTEMPTS; attempt++) {
            StoredEntity old = require(id);
            SchemaRows.refuseAsRows(table(old));
            Optional<Deletion> deletion = switch (mode) {
                case SOFT -> softly(old);
                case HARD -> forGood(old);
            };
            if (deletion.isPresent()) {
                return deletion.get();
            }
        }
        throw EntityWriter.contention(id);
    }

    private Optional<Deletion> softly(StoredEntity old) {
        if (old.deleted()) {
            return Optional.of(new Deletion(old.id(), MicrosClock.instant(old.deletedAtMicros())));
        }
        Change.PutEntity change = softDeletion(table(old), old);
        WriteUnit unit = new WriteUnit(Atomicity.ONE_ENTITY, List.of(change));
        return commit(unit, old.id(), change.entity().deletedAtMicros());
    }

    private Optional<Deletion> commit(WriteUnit unit, UUID id, long deletedAtMicros) {
        return EntityWriter.commit(
                        store.records(), Receipts.on(unit, receipt -> receipt.put(DELETED_AT, deletedAtMicros)))
                .map(sequence -> new Deletion(id, MicrosClock.instant(deletedAtMicros)));
    }

    /** What a deletion that was done before is answered with. */
    static Deletion replay(UUID id, ObjectNode receipt) {
        return new Deletion(id, MicrosClock.instant(receipt.path(DELETED_AT).longValue()));
    }

    /** What soft-deletes a living row. */
    Change.PutEntity softDeletion(CatalogTable table, StoredEntity old) {
        long now = Math.max(clock.next(), old.modifiedAtMicros() + 1);
        StoredEntity deleted =
                new StoredEntity(old.table(), old.id(), 0, old.createdAtMicros(), now, now, old.properties());
        ObjectNode properties = old.parseProperties();
        Derived after = Derivation.of(table, deleted, properties);
        Derived before = Derivation.former(table, old, properties, after);
        return new Change.PutEntity(deleted, old.version(), before, after);
    }

    private Optional<Deletion> forGood(StoredEntity old) {
        long now = clock.next();
        WriteUnit unit = new WriteUnit(Atomicity.SEVERAL_ENTITIES, removal(table(old), old));
        return commit(unit, old.id(), now);
    }

    /** What removes a row for good, with its vectors and the edges on both of its sides. */
    List<Change> removal(CatalogTable table, StoredEntity old) {
        Derived derived = Derivation.former(table, old, old.parseProperties());
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.RemoveEntity(old.table(), old.id(), old.version(), derived, old.deleted()));
        try (Cursor<StoredEdge> out = store.records().edgesFrom(old.id(), null);
                Cursor<StoredEdge> in = store.records().edgesTo(old.id(), null)) {
            out.forEachRemaining(edge -> changes.add(removal(edge)));
            in.forEachRemaining(edge -> changes.add(removal(edge)));
        }
        return changes;
    }

    private static Change removal(StoredEdge edge) {
        return new Change.RemoveEdge(edge.src(), edge.relType(), edge.dst());
    }

    static void requireLiving(StoredEntity entity) {
        if (entity.deleted()) {
            throw new RemException(ErrorCode.NOT_FOUND, "The entity is deleted")
                    .with("id", entity.id())
                    .hint("Insert the row again to bring it back");
        }
    }

    private StoredEntity require(UUID id) {
        return find(id).orElseThrow(() -> missing(id));
    }

    /** The row of this id, soft-deleted or not. */
    Optional<StoredEntity> find(UUID id) {
        return reader.stored(id);
    }

    /** The table of a row. */
    CatalogTable table(StoredEntity entity) {
        return catalog.find(entity.table()).orElseThrow(() -> missing(entity.id()));
    }

    private static RemException missing(UUID id) {
        return new RemException(ErrorCode.NOT_FOUND, "There is no entity of this id").with("id", id);
    }
}
