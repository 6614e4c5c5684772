package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Schemas.Removal;
import io.remdb.catalog.CatalogTable;
import io.remdb.search.SearchIndex;
import io.remdb.store.Store;
import io.remdb.store.TableCounts;
import java.util.Optional;
import java.util.function.Supplier;

/** Removes tables with their schemas, rows and indexes. One thread at a time; other tables are written meanwhile. */
final class SchemaRemoval {
    private final Store store;
    private final LiveCatalog catalog;
    private final SchemaPublisher publisher;
    private final TableRemover remover;
    private final Supplier<SearchIndex> search;

    SchemaRemoval(
            Store store,
            LiveCatalog catalog,
            SchemaPublisher publisher,
            TableRemover remover,
            Supplier<SearchIndex> search) {
        this.store = store;
        this.catalog = catalog;
        this.publisher = publisher;
        this.remover = remover;
        this.search = search;
    }

    /** Removes a table; how many rows it had, or had left when a removal of it was cut off. */
    long remove(String table, Removal removal) {
        Optional<Long> rest = finish(table);
        if (rest.isPresent()) {
            return rest.get();
        }
        CatalogTable removed = catalog.require(table);
        publisher.withdraw(table, () -> {
            if (removal == Removal.IF_EMPTY) {
                requireEmpty(removed);
            }
        });
        return finish(removed);
    }

    private void requireEmpty(CatalogTable table) {
        TableCounts counts = store.records().counts(table.number());
        if (counts.live() + counts.deleted() > 0) {
            throw new RemException(ErrorCode.TABLE_NOT_EMPTY, "The table still has rows")
                    .with("table", table.name())
                    .with("rows", counts.live())
                    .with("soft_deleted", counts.deleted())
                    .hint("--force removes the rows too, for good");
        }
    }

    /** Removes what is left of a table that was being removed when that was cut off; empty when there is none. */
    Optional<Long> finish(String name) {
        return store.tables().stream()
                .filter(table -> table.removing() && table.name().equals(name))
                .findFirst()
                .map(table -> finish(new CatalogTable(
                        table,
                        SchemaRows.stored(
                                store, catalog.require(SchemaRows.TABLE).number(), name),
                        catalog.revision())));
    }

    private long finish(CatalogTable removed) {
        long rows = remover.removeRows(removed);
        search.get().drop(removed.number());
        remover.removeTable(removed, SchemaRows.rowId(removed.name()));
        return rows;
    }
}
