package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.sql.CountsResult;
import io.remdb.sql.RowWrite;
import io.remdb.sql.RowWrites;
import io.remdb.sql.RowWrites.WriteCounts;
import io.remdb.store.Change;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the rows of one SQL statement as one unit: validated all together, embedded and derived some at a time, so that only
 * what the store needs is held of all of them. For one thread at a time.
 */
final class StatementWriter implements RowWrites.Statement {
    private static final int ROWS_AT_ONCE = 1_000;
    private static final String INSERTED = "inserted";
    private static final String UPDATED = "updated";
    private static final String DELETED = "deleted";

    private final LiveCatalog catalog;
    private final RowPreparer preparer;
    private final Store store;
    private final EntityWriter writer;
    private final EntityChanger changer;
    /** Of all attempts; those of a table that has been changed may be of a model that it has no more. */
    private RowEmbedder.Vectors vectors = new RowEmbedder.Vectors();

    private long vectorsRevision = -1;

    StatementWriter(
            LiveCatalog catalog, RowPreparer preparer, Store store, EntityWriter writer, EntityChanger changer) {
        this.catalog = catalog;
        this.preparer = preparer;
        this.store = store;
        this.writer = writer;
        this.changer = changer;
    }

    /** What a statement that was done before is answered with. */
    static QueryResult replay(ObjectNode receipt) {
        return new CountsResult(new WriteCounts(
                receipt.path(INSERTED).longValue(),
                receipt.path(UPDATED).longValue(),
                receipt.path(DELETED).longValue()));
    }

    @Override
    public Optional<WriteCounts> tryApply(CatalogTable table, List<RowWrite> writes) {
        // Models work before the gate is entered; a table that was changed meanwhile is found out at the commit.
        if (!catalog.isCurrent(table)) {
            return Optional.empty();
        }
        if (vectorsRevision != table.revision()) {
            vectors = new RowEmbedder.Vectors();
            vectorsRevision = table.revision();
        }
        return new Unit(table).apply(writes);
    }

    /** One attempt. */
    private final class Unit {
        private final CatalogTable table;
        private final RowFindings findings;
        private final Map<UUID, PreparedRow> inserts = new LinkedHashMap<>();
        private final List<RowWrite.Update> updates = new ArrayList<>();
        private final List<RowWrite.Delete> deletes = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private long inserted;
        private long updated;
        private long deleted;
        /** Rows that replace one of the same id of the same statement. */
        private long merged;

        Unit(CatalogTable table) {
            this.table = table;
            this.findings = new RowFindings(table.name());
        }

        Optional<WriteCounts> apply(List<RowWrite> writes) {
            writes.forEach(this::sort);
            findings.throwIfAny();
            // A row that has changed calls this attempt off, but its texts are embedded for the next one, which may be
            // alone.
            boolean unchanged = true;
            for (int from = 0; from < updates.size(); from += ROWS_AT_ONCE) {
                unchanged &= update(part(updates, from));
            }
            for (int from = 0; unchanged && from < deletes.size(); from += ROWS_AT_ONCE) {
                unchanged = delete(part(deletes, from));
            }
            if (unchanged) {
                findings.throwIfAny();
            }
            List<PreparedRow> rows = List.copyOf(inserts.values());
            for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
                insert(part(rows, from));
            }
            return unchanged ? commit() : Optional.empty();
        }

        private void sort(RowWrite write) {
            requireNotInterrupted();
            switch (write) {
                case RowWrite.Insert(ObjectNode row) ->
                    findings.check(() -> preparer.prepare(table, row)).ifPresent(this::add);
                case RowWrite.Update update -> updates.add(update);
                case RowWrite.Delete delete -> deletes.add(delete);
            }
        }

        /** Rows are inserted one after the other: one that has the id of an earlier row replaces it, and counts as its update. */
        private void add(PreparedRow row) {
            PreparedRow earlier = inserts.get(row.id());
            merged += earlier == null ? 0 : 1;
            inserts.put(row.id(), earlier == null ? row : row.replacing(earlier));
        }

        private Optional<WriteCounts> commit() {
            if (changes.isEmpty()) {
                return Optional.of(new WriteCounts(0, 0, 0));
            }
            WriteUnit unit = Receipts.on(
                    new WriteUnit(Atomicity.SEVERAL_ENTITIES, changes),
                    receipt -> receipt.put(INSERTED, inserted)
                            .put(UPDATED, updated)
                            .put(DELETED, deleted));
            return switch (writer.commitUnlessChanged(table, unit)) {
                case WRITTEN -> Optional.of(new WriteCounts(inserted, updated + merged, deleted));
                case OUTDATED -> Optional.empty();
                case CONFLICT -> {
                    writer.requireOwnIds(table, inserts.keySet());
                    yield Optional.empty();
                }
            };
        }

        private void insert(List<PreparedRow> rows) {
            requireNotInterrupted();
            List<@Nullable StoredEntity> before = store.records()
                    .getAll(table.number(), rows.stream().map(PreparedRow::id).toList());
            changes.addAll(writer.changes(table, rows, before, vectors));
            for (StoredEntity old : before) {
                if (old == null) {
                    inserted++;
                } else {
                    updated++;
                }
            }
        }

        /** False when one of the rows is no longer what the statement has read; the others are embedded all the same. */
        private boolean update(List<RowWrite.Update> part) {
            List<@Nullable StoredEntity> before =
                    read(part.stream().map(RowWrite.Update::id).toList());
            List<PreparedRow> rows = new ArrayList<>(part.size());
            List<@Nullable StoredEntity> replaced = new ArrayList<>(part.size());
            for (int i = 0; i < part.size(); i++) {
                RowWrite.Update update = part.get(i);
                StoredEntity old = before.get(i);
                if (old != null && old.version() == update.version()) {
                    EntityChanger.requireLiving(old);
                    findings.check(() -> changer.changed(table, old, row -> assign(row, update.values())))
                            .ifPresent(rows::add);
                    replaced.add(old);
                }
            }
            if (findings.none()) {
                changes.addAll(writer.changes(table, rows, replaced, vectors));
                updated += rows.size();
            }
            return replaced.size() == part.size();
        }

        private boolean delete(List<RowWrite.Delete> part) {
            List<@Nullable StoredEntity> before =
                    read(part.stream().map(RowWrite.Delete::id).toList());
            for (int i = 0; i < part.size(); i++) {
                StoredEntity old = before.get(i);
                if (old == null || old.version() != part.get(i).version()) {
                    return false;
                }
                if (!old.deleted()) {
                    changes.add(changer.softDeletion(table, old));
                    deleted++;
                }
            }
            return true;
        }

        /** The rows as they are now; none of them may be inserted by the same statement. */
        private List<@Nullable StoredEntity> read(List<UUID> ids) {
            requireNotInterrupted();
            for (UUID id : ids) {
                if (inserts.containsKey(id)) {
                    throw new RemException(ErrorCode.INVALID_QUERY, "The statement changes a row more than once")
                            .with("id", id)
                            .hint("A row that is inserted has the key of one that is updated or deleted");
                }
            }
            return store.records().getAll(table.number(), ids);
        }
    }

    private static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new RemException(ErrorCode.CANCELLED, "The statement was interrupted")
                    .hint("Nothing of it was written");
        }
    }

    /** SQL's assignment: unlike in a merge patch, an object replaces an object. */
    private static ObjectNode assign(ObjectNode row, ObjectNode values) {
        values.properties().forEach(assignment -> {
            if (assignment.getValue().isNull()) {
                row.remove(assignment.getKey());
            } else {
                row.set(assignment.getKey(), assignment.getValue().deepCopy());
            }
        });
        return row;
    }

    private static <T> List<T> part(List<T> all, int from) {
        return all.subList(from, Math.min(all.size(), from + ROWS_AT_ONCE));
    }
}
