package io.remdb.engine;

import io.remdb.search.SearchIndex;
import io.remdb.spi.replication.Replication;
import io.remdb.store.LogStore.CommitListener;
import io.remdb.store.Store;
import io.remdb.store.TableDefinition;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings the catalog of a replica up to what its primary has made of tables and schemas. */
final class CatalogFollower implements CommitListener {
    private final Store store;
    private final LiveCatalog catalog;
    private final Once<SearchIndex> search;
    private List<TableDefinition> tables;
    private long schemasChange;

    CatalogFollower(Store store, LiveCatalog catalog, Once<SearchIndex> search) {
        this.store = store;
        this.catalog = catalog;
        this.search = search;
        this.tables = store.tables();
        this.schemasChange = schemasChange(tables);
    }

    @Override
    public void committed(long sequence) {
        if (store.replication().filter(CatalogFollower::isNeeded).isPresent()) {
            follow();
        }
    }

    /** Else whoever changes a table or a schema shows it; but not where waiting for replicas may fail after the change is made. */
    private static boolean isNeeded(Replication replication) {
        return replication.replicaOf().isPresent() || replication.awaitsReplicas();
    }

    private synchronized void follow() {
        List<TableDefinition> now = store.tables();
        long change = schemasChange(now);
        if (change == schemasChange && now.equals(tables)) {
            return;
        }
        catalog.show(now);
        Set<Integer> left = now.stream()
                .filter(table -> !table.removing())
                .map(TableDefinition::number)
                .collect(Collectors.toSet());
        for (TableDefinition before : tables) {
            if (!left.contains(before.number())) {
                search.ifMade(index -> index.drop(before.number()));
            }
        }
        tables = now;
        schemasChange = change;
    }

    /** Changes with every schema: each is a row. */
    private long schemasChange(List<TableDefinition> now) {
        return now.stream()
                .filter(table -> table.name().equals(SchemaRows.TABLE))
                .mapToLong(table -> store.log().lastChange(table.number()))
                .sum();
    }
}
