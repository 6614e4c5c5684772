package io.remdb.engine;

import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import java.util.List;
import java.util.Optional;

/** The tables of one moment. */
record FrozenCatalog(LiveCatalog living, List<CatalogTable> tables, List<CatalogTable> rekeying, long revision)
        implements Catalog {
    FrozenCatalog {
        tables = List.copyOf(tables);
        rekeying = List.copyOf(rekeying);
    }

    /** Those of now; for a caller who keeps tables from being changed. */
    static FrozenCatalog of(LiveCatalog living) {
        return new FrozenCatalog(living, living.tables(), living.rekeying(), living.revision());
    }

    @Override
    public Optional<CatalogTable> find(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    @Override
    public Optional<CatalogTable> find(int number) {
        return tables.stream().filter(table -> table.number() == number).findFirst();
    }

    @Override
    public CatalogTable require(String name) {
        // A name that was not there then is told of as one that is not there now.
        return find(name).orElseGet(() -> living.require(name));
    }
}
