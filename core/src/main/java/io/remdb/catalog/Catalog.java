package io.remdb.catalog;

import io.remdb.RemException;
import java.util.List;
import java.util.Optional;

/** The tables of an open database. Thread-safe; what it returns is a view of one moment. */
public interface Catalog {
    /** The table of that name. */
    Optional<CatalogTable> find(String name);

    /** The table of that number. */
    Optional<CatalogTable> find(int number);

    /**
     * The table of that name.
     *
     * @throws RemException {@link io.remdb.ErrorCode#UNKNOWN_TABLE}, with the nearest name as a hint
     */
    CatalogTable require(String name);

    /** All tables by name. */
    List<CatalogTable> tables();

    /** The tables whose key field is being changed: some of their rows may still stand under former keys. */
    List<CatalogTable> rekeying();

    /** Grows with every change of any table: what was prepared from an older one must be prepared again. */
    long revision();
}
