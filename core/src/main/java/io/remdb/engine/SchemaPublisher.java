package io.remdb.engine;

import io.remdb.catalog.CatalogTable;
import io.remdb.engine.EntityWriter.Outcome;
import io.remdb.schema.TableSchema;
import io.remdb.store.Change;
import io.remdb.store.Store;
import io.remdb.store.TableDefinition;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Makes definitions and schemas of tables those that every later read and write sees, while nobody writes. Thread-safe. */
final class SchemaPublisher {
    private final Store store;
    private final LiveCatalog catalog;
    private final SchemaGate gate;
    private final RowPreparer preparer;
    private final EntityWriter writer;

    SchemaPublisher(Store store, LiveCatalog catalog, SchemaGate gate, RowPreparer preparer, EntityWriter writer) {
        this.store = store;
        this.catalog = catalog;
        this.gate = gate;
        this.preparer = preparer;
        this.writer = writer;
    }

    /** Publishes the schemas of a new database, all in one unit. */
    void publishFirst(Map<TableDefinition, TableSchema> tables) {
        catalog.put(tables);
        CatalogTable schemas = catalog.require(SchemaRows.TABLE);
        List<PreparedRow> rows = tables.values().stream()
                .map(schema -> preparer.prepare(schemas, SchemaRows.row(schema)))
                .toList();
        List<Change> definitions = new ArrayList<>();
        tables.keySet().forEach(table -> definitions.add(new Change.DefineTable(table)));
        commit(rows, definitions, () -> true, () -> {});
    }

    /**
     * Makes a table's definition and schema those that every later write and read sees.
     *
     * @param still asked when nobody writes any more: whether the definition is still right
     * @return whether it was; else nothing is changed
     */
    boolean publish(TableDefinition definition, TableSchema schema, List<Change> changes, BooleanSupplier still) {
        PreparedRow row = preparer.prepare(catalog.require(SchemaRows.TABLE), SchemaRows.row(schema));
        List<Change> alongside = new ArrayList<>(changes);
        alongside.add(new Change.DefineTable(definition));
        return commit(List.of(row), alongside, still, () -> catalog.put(Map.of(definition, schema)));
    }

    /**
     * Writes rows of the table of schemas, and definitions with them, while nobody else writes. Models have done their work
     * before that.
     */
    private boolean commit(List<PreparedRow> rows, List<Change> alongside, BooleanSupplier still, Runnable publish) {
        return writer.write(
                        catalog.require(SchemaRows.TABLE),
                        rows,
                        alongside,
                        new RowEmbedder.Vectors(),
                        unit -> gate.switching(() -> {
                            Outcome outcome = still.getAsBoolean() ? writer.commit(unit) : Outcome.OUTDATED;
                            if (outcome == Outcome.WRITTEN) {
                                publish.run();
                            }
                            return outcome;
                        }))
                .isPresent();
    }

    /**
     * Gives a table another definition under the schema that it has.
     *
     * @param changes what goes with it
     * @param still as of {@link #publish}
     */
    boolean redefine(CatalogTable table, TableDefinition definition, List<Change> changes, BooleanSupplier still) {
        return gate.switching(() -> {
            boolean right = still.getAsBoolean();
            if (right) {
                define(definition, changes);
                catalog.put(Map.of(definition, table.schema()));
            }
            return right;
        });
    }

    /**
     * Takes a table out of the catalog and marks it as being removed.
     *
     * @param check asked when nobody writes any more; may throw
     */
    void withdraw(String table, Runnable check) {
        gate.switching(() -> {
            check.run();
            define(catalog.require(table).definition().beingRemoved(), List.of());
            catalog.remove(table);
            return table;
        });
    }

    private void define(TableDefinition definition, List<Change> changes) {
        List<Change> all = new ArrayList<>(changes);
        all.add(new Change.DefineTable(definition));
        EntityWriter.commit(store.records(), new WriteUnit(Atomicity.SEVERAL_ENTITIES, all));
    }
}
