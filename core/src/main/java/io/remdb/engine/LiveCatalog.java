package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.schema.TableSchema;
import io.remdb.store.TableDefinition;
import io.remdb.text.Suggestions;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the open database. A table's schema is read and compiled when the table is first used: opening a database of
 * a hundred tables to get one row must not read a hundred schemas.
 */
final class LiveCatalog implements Catalog {
    private final Function<String, TableSchema> storedSchema;
    private volatile Snapshot snapshot;

    /**
     * @param tables as the store has them; one that is being removed is none
     * @param storedSchema reads the schema of a table by its name
     */
    LiveCatalog(Collection<TableDefinition> tables, Function<String, TableSchema> storedSchema) {
        this.storedSchema = storedSchema;
        snapshot = stored(tables, 0);
    }

    private Snapshot stored(Collection<TableDefinition> tables, long revision) {
        Map<String, Entry> byName = new HashMap<>();
        for (TableDefinition table : tables) {
            if (!table.removing()) {
                byName.put(table.name(), new Entry(table, revision));
            }
        }
        return Snapshot.of(byName, revision);
    }

    /** Shows what is stored now, where another than this process has changed it. */
    synchronized void show(Collection<TableDefinition> tables) {
        snapshot = stored(tables, snapshot.revision + 1);
    }

    @Override
    public Optional<CatalogTable> find(String name) {
        return Optional.ofNullable(snapshot.byName.get(name)).map(Entry::table);
    }

    @Override
    public Optional<CatalogTable> find(int number) {
        return Optional.ofNullable(snapshot.byNumber.get(number)).map(Entry::table);
    }

    @Override
    public CatalogTable require(String name) {
        Entry entry = snapshot.byName.get(name);
        if (entry != null) {
            return entry.table();
        }
        RemException unknown =
                new RemException(ErrorCode.UNKNOWN_TABLE, "There is no table of this name").with("table", name);
        Optional<String> near = Suggestions.nearest(name, snapshot.byName.keySet());
        throw near.isPresent()
                ? unknown.hint("Did you mean " + near.get() + "?")
                : unknown.hint("rem schema list shows the tables");
    }

    @Override
    public List<CatalogTable> tables() {
        return snapshot.byName.values().stream()
                .map(Entry::table)
                .sorted(Comparator.comparing(CatalogTable::name))
                .toList();
    }

    @Override
    public long revision() {
        return snapshot.revision;
    }

    /** Whether a table is still as it was found: neither changed nor removed. */
    boolean isCurrent(CatalogTable table) {
        Entry now = snapshot.byNumber.get(table.number());
        return now != null && now.revision == table.revision();
    }

    /** The definition of a table, without reading its schema. */
    Optional<TableDefinition> definition(int number) {
        return Optional.ofNullable(snapshot.byNumber.get(number)).map(entry -> entry.definition);
    }

    @Override
    public List<CatalogTable> rekeying() {
        return snapshot.rekeying.stream().map(Entry::table).toList();
    }

    /** The name of a table, without reading its schema. */
    Optional<String> nameOf(int number) {
        return Optional.ofNullable(snapshot.byNumber.get(number)).map(entry -> entry.definition.name());
    }

    /** Shows tables as they are from now on. */
    synchronized void put(Map<TableDefinition, TableSchema> tables) {
        Map<String, Entry> byName = new HashMap<>(snapshot.byName);
        long revision = snapshot.revision + 1;
        tables.forEach((definition, schema) -> {
            byName.put(definition.name(), new Entry(definition, revision, schema));
        });
        snapshot = Snapshot.of(byName, revision);
    }

    synchronized void remove(String name) {
        Map<String, Entry> byName = new HashMap<>(snapshot.byName);
        byName.remove(name);
        snapshot = Snapshot.of(byName, snapshot.revision + 1);
    }

    private record Snapshot(
            Map<String, Entry> byName, Map<Integer, Entry> byNumber, List<Entry> rekeying, long revision) {
        static Snapshot of(Map<String, Entry> byName, long revision) {
            Map<Integer, Entry> byNumber = new HashMap<>();
            byName.values().forEach(entry -> byNumber.put(entry.definition.number(), entry));
            List<Entry> rekeying = byName.values().stream()
                    .filter(entry -> entry.definition.rekeying() != null)
                    .toList();
            return new Snapshot(Map.copyOf(byName), Map.copyOf(byNumber), rekeying, revision);
        }
    }

    /** A table that may not have been read yet. */
    private final class Entry {
        private final TableDefinition definition;
        private final long revision;
        private @Nullable CatalogTable table;

        Entry(TableDefinition definition, long revision) {
            this.definition = definition;
            this.revision = revision;
        }

        Entry(TableDefinition definition, long revision, TableSchema schema) {
            this(definition, revision);
            table = new CatalogTable(definition, schema, revision);
        }

        synchronized CatalogTable table() {
            if (table == null) {
                table = new CatalogTable(definition, storedSchema.apply(definition.name()), revision);
            }
            return table;
        }
    }
}
