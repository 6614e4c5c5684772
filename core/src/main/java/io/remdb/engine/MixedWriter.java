package io.remdb.engine;

import io.remdb.Deletion;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.ValidationException;
import io.remdb.WriteBatch;
import io.remdb.WriteBatch.Write;
import io.remdb.WriteBatchResult;
import io.remdb.catalog.CatalogTable;
import io.remdb.store.Change;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes rows of several tables and deletes others as one unit: validated all together, embedded table by table and some rows at a time,
 * and committed unless a row or a table has been changed meanwhile; then it is computed anew with the vectors that there are. One use, one
 * thread.
 */
final class MixedWriter {
    private static final int ROWS_AT_ONCE = 1_000;
    private static final String INSERTED = "inserted";
    private static final String UPDATED = "updated";
    private static final String DELETED = "deleted";

    private final Store store;
    private final Function<String, CatalogTable> writable;
    private final RowPreparer preparer;
    private final EdgeResolver resolver;
    private final EntityWriter writer;
    private final EntityChanger changer;
    private final ProgressListener progress;

    private final Map<String, List<Write.Insert>> rowsByTable = new LinkedHashMap<>();
    private final Map<UUID, Deletion.Mode> deletions = new LinkedHashMap<>();
    private final Map<String, Embedded> embedded = new HashMap<>();
    private final long total;
    private long told;

    /** What is embedded of a table's rows, over all attempts; of a table that has been changed it may be of another model. */
    private record Embedded(long revision, RowEmbedder.Vectors vectors) {}

    /** @param writable finds a table that may be written, as it is now */
    MixedWriter(
            Store store,
            Function<String, CatalogTable> writable,
            RowPreparer preparer,
            EdgeResolver resolver,
            EntityWriter writer,
            EntityChanger changer,
            WriteBatch batch,
            ProgressListener progress) {
        this.store = store;
        this.writable = writable;
        this.preparer = preparer;
        this.resolver = resolver;
        this.writer = writer;
        this.changer = changer;
        this.progress = progress;
        for (Write write : batch.writes()) {
            switch (write) {
                case Write.Insert insert ->
                    rowsByTable
                            .computeIfAbsent(insert.table(), any -> new ArrayList<>())
                            .add(insert);
                case Write.Delete(UUID id, Deletion.Mode mode) ->
                    deletions.merge(id, mode, (one, other) -> one == Deletion.Mode.HARD ? one : other);
            }
        }
        total = rowsByTable.values().stream().mapToLong(List::size).sum();
    }

    /** What a batch that was written before is answered with. */
    static WriteBatchResult replay(ObjectNode receipt) {
        return new WriteBatchResult(
                receipt.path(INSERTED).longValue(),
                receipt.path(UPDATED).longValue(),
                receipt.path(DELETED).longValue());
    }

    WriteBatchResult write() {
        for (int attempt = 0; attempt < EntityWriter.MOST_ATTEMPTS; attempt++) {
            Optional<WriteBatchResult> written = new Unit().write();
            if (written.isPresent()) {
                return written.get();
            }
        }
        throw new RemException(ErrorCode.CONFLICT, "Rows of the batch are being changed by others all the time");
    }

    /** Rows of one table that may be written, in the order of the batch. */
    private record Part(CatalogTable table, List<PreparedRow> rows) {}

    /** One attempt. */
    private final class Unit {
        private final List<Change> changes = new ArrayList<>();
        private final Set<Change> removedEdges = new HashSet<>();
        private final Map<Integer, CatalogTable> tables = new HashMap<>();
        private long inserted;
        private long updated;
        private long deleted;

        Optional<WriteBatchResult> write() {
            List<Part> parts = parts();
            parts.forEach(this::requireNotDeleted);
            deletions.forEach(this::delete);
            parts.forEach(this::insert);
            if (changes.isEmpty()) {
                return Optional.of(result());
            }
            requireNotInterrupted();
            WriteUnit unit = Receipts.on(
                    new WriteUnit(Atomicity.SEVERAL_ENTITIES, changes),
                    receipt -> receipt.put(INSERTED, inserted)
                            .put(UPDATED, updated)
                            .put(DELETED, deleted));
            return switch (writer.commitUnlessChanged(tables.values(), unit)) {
                case WRITTEN -> Optional.of(result());
                case OUTDATED -> Optional.empty();
                case CONFLICT -> {
                    for (Part part : parts) {
                        writer.requireOwnIds(
                                part.table,
                                part.rows.stream().map(PreparedRow::id).toList());
                    }
                    yield Optional.empty();
                }
            };
        }

        private WriteBatchResult result() {
            return new WriteBatchResult(inserted, updated, deleted);
        }

        /** Links may point to rows of other tables of the batch, so all are resolved together. */
        private List<Part> parts() {
            List<CatalogTable> current = new ArrayList<>();
            List<BatchChecker.Attempt> attempts = new ArrayList<>();
            for (Map.Entry<String, List<Write.Insert>> rows : rowsByTable.entrySet()) {
                requireNotInterrupted();
                CatalogTable table = writable.apply(rows.getKey());
                current.add(table);
                attempts.addAll(attempts(table, rows.getValue()));
            }
            BatchChecker.Checked checked = BatchChecker.resolve(attempts, resolver);
            if (!checked.errors().isEmpty()) {
                throw refusal(attempts, checked);
            }
            List<Part> parts = new ArrayList<>();
            int from = 0;
            for (CatalogTable table : current) {
                int to =
                        from + rowsByTable.getOrDefault(table.name(), List.of()).size();
                parts.add(new Part(table, checked.rows().subList(from, to)));
                from = to;
            }
            return parts;
        }

        private List<BatchChecker.Attempt> attempts(CatalogTable table, List<Write.Insert> rows) {
            BatchChecker checker = BatchChecker.ofNewRows(preparer, resolver, line -> {
                UUID given = rows.get((int) line - 1).id();
                return given == null ? UUID.randomUUID() : given;
            });
            return checker.prepare(table, rows.stream().map(Write.Insert::row).toList(), 1);
        }

        /** The first row that cannot be written says why the batch is not. */
        private RemException refusal(List<BatchChecker.Attempt> attempts, BatchChecker.Checked checked) {
            RowError first = checked.errors().getFirst();
            RemException refusal = first.problems().isEmpty()
                    ? new RemException(first.code(), first.message())
                    : new ValidationException(first.problems().getFirst().schema(), first.problems());
            return refusal.with("row", first.line())
                    .with("invalid_rows", checked.errors().size())
                    .with("rows", attempts.size())
                    .hint("Nothing of the batch was written");
        }

        private void requireNotDeleted(Part part) {
            for (PreparedRow row : part.rows) {
                if (deletions.containsKey(row.id())) {
                    throw new RemException(ErrorCode.INVALID_ARGUMENT, "The batch both inserts and deletes a row")
                            .with("id", row.id())
                            .with("table", part.table.name());
                }
            }
        }

        private void delete(UUID id, Deletion.Mode mode) {
            Optional<StoredEntity> stored = changer.find(id);
            if (stored.isEmpty() || (mode == Deletion.Mode.SOFT && stored.get().deleted())) {
                return;
            }
            CatalogTable table = changer.table(stored.get());
            SchemaRows.refuseAsRows(table);
            tables.put(table.number(), table);
            deleted++;
            switch (mode) {
                case SOFT -> changes.add(changer.softDeletion(table, stored.get()));
                case HARD -> changer.removal(table, stored.get()).forEach(this::addRemoval);
            }
        }

        /** An edge between two rows that go belongs to both. */
        private void addRemoval(Change change) {
            if (!(change instanceof Change.RemoveEdge) || removedEdges.add(change)) {
                changes.add(change);
            }
        }

        private void insert(Part part) {
            tables.put(part.table.number(), part.table);
            RowEmbedder.Vectors vectors = vectors(part.table);
            List<PreparedRow> rows = EntityWriter.distinct(part.rows);
            updated += part.rows.size() - (long) rows.size();
            for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
                requireNotInterrupted();
                List<PreparedRow> some = rows.subList(from, Math.min(rows.size(), from + ROWS_AT_ONCE));
                List<@Nullable StoredEntity> before = store.records()
                        .getAll(
                                part.table.number(),
                                some.stream().map(PreparedRow::id).toList());
                changes.addAll(writer.changes(part.table, some, before, vectors));
                before.forEach(this::count);
                tell(inserted + updated);
            }
        }

        private void count(@Nullable StoredEntity before) {
            if (before == null) {
                inserted++;
            } else {
                updated++;
            }
        }

        private RowEmbedder.Vectors vectors(CatalogTable table) {
            Embedded known = embedded.get(table.name());
            if (known == null || known.revision != table.revision()) {
                // Told while they are made; at the end of each part the count is exact again.
                known = new Embedded(
                        table.revision(), new RowEmbedder.Vectors(texts -> tell(inserted + updated + texts)));
                embedded.put(table.name(), known);
            }
            return known.vectors;
        }
    }

    private void tell(long ready) {
        if (ready > told) {
            told = Math.min(ready, total);
            progress.progress(told, total);
        }
    }

    private static void requireNotInterrupted() {
        if (Thread.interrupted()) {
            throw new RemException(ErrorCode.CANCELLED, "The batch was interrupted").hint("Nothing of it was written");
        }
    }
}
