package io.remdb.engine;

import io.remdb.Change;
import io.remdb.Edge;
import io.remdb.EntityCursor;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.SchemaInfo;
import io.remdb.json.Json;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody has who does what a feed of changes says. Text, so that two states are compared in full.
 *
 * @param rows by table and id
 * @param edges by source, type and target
 * @param schemas by table
 */
record ReplayedState(TreeMap<String, String> rows, TreeMap<String, String> edges, TreeMap<String, String> schemas) {
    ReplayedState() {
        this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    /** Everything that a database has now. */
    static ReplayedState of(RemDatabase database) {
        ReplayedState state = new ReplayedState();
        for (SchemaInfo schema : database.schemas().list()) {
            state.schemas.put(schema.shortName(), Json.text(database.schemas().document(schema.shortName())));
            try (EntityCursor rows = database.list(schema.shortName(), Visibility.WITH_DELETED)) {
                rows.forEachRemaining(row -> {
                    ObjectNode json = row.json();
                    json.remove("edges");
                    state.rows.put(row(schema.shortName(), row.id()), Json.text(json));
                    row.edges().forEach(state::put);
                });
            }
        }
        return state;
    }

    void apply(Change change) {
        switch (change) {
            case Change.RowWritten written -> {
                ObjectNode json = written.entity().json();
                json.remove("edges");
                rows.put(row(written.table(), written.id()), Json.text(json));
            }
            case Change.RowRemoved removed -> {
                String table = removed.table();
                if (table == null) { // removed since, too
                    rows.keySet().removeIf(row -> row.endsWith(" " + removed.id()));
                } else {
                    rows.remove(row(table, removed.id()));
                }
            }
            case Change.EdgeWritten written -> put(written.edge());
            case Change.EdgeRemoved removed -> edges.remove(edge(removed.src(), removed.relType(), removed.dst()));
            case Change.SchemaRegistered registered -> schemas.put(registered.table(), Json.text(registered.schema()));
            case Change.SchemaRemoved removed -> schemas.remove(removed.table());
        }
    }

    private void put(Edge edge) {
        edges.put(edge(edge.src(), edge.relType(), edge.dst()), Json.text(edge.json()));
    }

    private static String row(String table, UUID id) {
        return table + " " + id;
    }

    private static String edge(UUID src, String relType, UUID dst) {
        return src + " " + relType + " " + dst;
    }
}
