package io.remdb.sql;

import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.store.Store;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.engine.Database;
import org.h2.engine.RightOwner;
import org.h2.engine.SessionLocal;
import org.h2.schema.Schema;
import org.h2.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * The schema in which H2 looks for tables: the catalog itself. Nothing is defined beforehand, so opening costs the same for one
 * table and for a thousand; a name becomes a {@link StoreTable} when a statement mentions it.
 */
final class StoreSchema extends Schema {
    private final Catalog catalog;
    private final Store store;
    private final Map<String, TableShape> shapes = new ConcurrentHashMap<>();
    private final Map<SessionLocal, SqlSession> sessions = new ConcurrentHashMap<>();

    StoreSchema(Database database, String name, RightOwner owner, Catalog catalog, Store store) {
        super(database, database.allocateObjectId(), name, owner, false);
        this.catalog = catalog;
        this.store = store;
    }

    void register(SqlSession session) {
        sessions.put(session.session(), session);
    }

    void forget(SqlSession session) {
        sessions.remove(session.session());
    }

    @Override
    public @Nullable Table findTableOrView(@Nullable SessionLocal session, String name) {
        SqlSession owner = session == null ? null : sessions.get(session);
        if (owner == null) {
            return null;
        }
        TableShape shape = catalog.find(name).map(this::shapeOf).orElse(null);
        if (shape == null) {
            return null;
        }
        StoreTable table = new StoreTable(this, shape, owner, store);
        owner.mentions(table);
        return table;
    }

    private TableShape shapeOf(CatalogTable table) {
        TableShape known = shapes.get(table.name());
        if (known == null || !known.table().equals(table)) {
            known = TableShape.of(table);
            shapes.put(table.name(), known);
        }
        return known;
    }
}
