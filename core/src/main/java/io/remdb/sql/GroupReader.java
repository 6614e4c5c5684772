package io.remdb.sql;

import io.remdb.catalog.CatalogTable;
import io.remdb.value.Group;
import io.remdb.value.Grouping;
import java.util.List;
import java.util.Optional;

/** Groups the rows of a table faster than by reading them. Thread-safe; called while a statement runs. */
public interface GroupReader {
    /** Never does. */
    GroupReader NONE = new GroupReader() {
        @Override
        public boolean mayRead(CatalogTable table) {
            return false;
        }

        @Override
        public Optional<List<Group>> read(CatalogTable table, Grouping grouping, int timeoutMs) {
            return Optional.empty();
        }
    };

    /** Whether a table is one that is grouped so; costs nothing. */
    boolean mayRead(CatalogTable table);

    /**
     * The groups of the living rows, every write that was acknowledged before included; empty where reading the rows is as good.
     *
     * @param timeoutMs in milliseconds; {@link io.remdb.QueryOptions#CONFIGURED_TIMEOUT} for that of the settings
     */
    Optional<List<Group>> read(CatalogTable table, Grouping grouping, int timeoutMs);
}
