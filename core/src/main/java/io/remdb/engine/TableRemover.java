package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.store.Change;
import io.remdb.store.Cursor;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Removes a table that is out of the catalog, so that nobody writes to it. What is cut off can be done again. */
final class TableRemover {
    private static final int CHUNK_ROWS = 500;

    private final Store store;
    private final LiveCatalog catalog;
    private final EntityChanger changer;

    TableRemover(Store store, LiveCatalog catalog, EntityChanger changer) {
        this.store = store;
        this.catalog = catalog;
        this.changer = changer;
    }

    /**
     * Removes the rows for good, with their vectors and edges.
     *
     * @throws RemException {@link ErrorCode#CANCELLED} when the thread is interrupted
     */
    long removeRows(CatalogTable table) {
        long removed = 0;
        List<StoredEntity> chunk = chunk(table);
        while (!chunk.isEmpty()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new RemException(ErrorCode.CANCELLED, "The removal of a table was interrupted")
                        .with("table", table.name())
                        .hint("Its last rows are removed after the next open, or by removing it again");
            }
            List<Change> changes = new ArrayList<>();
            chunk.forEach(row -> changes.addAll(changer.removal(table, row)));
            if (EntityWriter.commit(store.records(), new WriteUnit(Atomicity.SEVERAL_ENTITIES, changes))
                    .isPresent()) {
                removed += chunk.size();
            }
            chunk = chunk(table);
        }
        return removed;
    }

    private List<StoredEntity> chunk(CatalogTable table) {
        List<StoredEntity> rows = new ArrayList<>(CHUNK_ROWS);
        try (Cursor<StoredEntity> cursor = store.records().scan(table.number(), null)) {
            while (cursor.hasNext() && rows.size() < CHUNK_ROWS) {
                rows.add(cursor.next());
            }
        }
        return rows;
    }

    /** Removes the empty table together with its row in {@code schemas}. */
    void removeTable(CatalogTable table, UUID schemaRow) {
        CatalogTable schemas = catalog.require(SchemaRows.TABLE);
        boolean done = false;
        while (!done) {
            List<Change> changes = new ArrayList<>();
            changes.add(new Change.DropTable(table.number()));
            store.records()
                    .get(schemas.number(), schemaRow)
                    .ifPresent(row -> changes.addAll(changer.removal(schemas, row)));
            done = EntityWriter.commit(store.records(), new WriteUnit(Atomicity.SEVERAL_ENTITIES, changes))
                    .isPresent();
        }
    }
}
