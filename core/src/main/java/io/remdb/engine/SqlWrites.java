package io.remdb.engine;

import io.remdb.catalog.CatalogTable;
import io.remdb.sql.RowWrites;
import io.remdb.store.Store;
import java.util.function.Supplier;

/** Takes what SQL statements write into the one write path. */
final class SqlWrites implements RowWrites {
    private final LiveCatalog catalog;
    private final SchemaGate gate;
    private final RowPreparer preparer;
    private final Store store;
    private final EntityWriter writer;
    private final EntityChanger changer;

    SqlWrites(
            LiveCatalog catalog,
            SchemaGate gate,
            RowPreparer preparer,
            Store store,
            EntityWriter writer,
            EntityChanger changer) {
        this.catalog = catalog;
        this.gate = gate;
        this.preparer = preparer;
        this.store = store;
        this.writer = writer;
        this.changer = changer;
    }

    @Override
    public void requireWritable(CatalogTable table) {
        SchemaRows.refuseAsRows(table);
    }

    @Override
    public Statement begin() {
        return new StatementWriter(catalog, preparer, store, writer, changer);
    }

    @Override
    public <T> T alone(Supplier<T> work) {
        return gate.switching(work);
    }
}
