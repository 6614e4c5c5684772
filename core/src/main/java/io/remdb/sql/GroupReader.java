package io.remdb.sql;

import io.remdb.catalog.CatalogTable;
import io.remdb.value.Group;
import io.remdb.value.Grouping;
import java.util.List;
import java.util.Optional;

/** Groups the rows of a table faster than by reading them. Thread-safe; called while a statement runs. */
public interface GroupReader {
    /** Never does. */
    GroupReader NONE = (table, grouping, timeoutMs) -> Optional.empty();

    /**
     * The groups of the living rows, every write that was acknowledged before included; empty where reading the rows is as good.
     *
     * @param timeoutMs in milliseconds; {@link io.remdb.QueryOptions#CONFIGURED_TIMEOUT} for that of the settings
     */
    Optional<List<Group>> read(CatalogTable table, Grouping grouping, int timeoutMs);
}
