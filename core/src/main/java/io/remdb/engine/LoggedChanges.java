package io.remdb.engine;

import io.remdb.Change.Kind;
import io.remdb.Change.Place;
import io.remdb.Entity;
import io.remdb.store.Change;
import io.remdb.store.LogEntry;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The changes of one entry of the log as users are told of them, each made when it is taken. Which there are and in which order follows
 * from the entry alone, so that a place in it means the same at every reading.
 */
final class LoggedChanges {
    private static final String SHORT_NAME = "short_name";
    private static final String DOCUMENT = "schema";

    private final LogEntry entry;
    private final LoggedTables tables;
    private final RecordStore records;
    private final List<Change> told = new ArrayList<>();
    /** The schemas that the entry writes, by the names of their tables. */
    private final Map<String, ObjectNode> schemas = new HashMap<>();
    /** In which tables the rows are that the entry writes or removes; made when it is needed. */
    private @Nullable Map<UUID, Integer> tablesOfRows;

    private int next;

    /** @param passed of how many changes nothing is to be told */
    LoggedChanges(LogEntry entry, int passed, LoggedTables tables, RecordStore records) {
        this.entry = entry;
        this.tables = tables;
        this.records = records;
        this.next = passed;
        tables.learn(entry);
        readSchemas();
        for (Change change : entry.changes()) {
            if (isTold(change)) {
                told.add(change);
            }
        }
    }

    private void readSchemas() {
        if (entry.changes().stream().noneMatch(Change.DefineTable.class::isInstance)) {
            return;
        }
        for (Change change : entry.changes()) {
            if (change instanceof Change.PutEntity put && isSchema(put.entity())) {
                ObjectNode row = put.entity().parseProperties();
                schemas.put(row.path(SHORT_NAME).stringValue(""), (ObjectNode)
                        row.path(DOCUMENT).deepCopy());
            }
        }
    }

    private boolean isSchema(StoredEntity row) {
        return tables.name(row.table()).filter(SchemaRows.TABLE::equals).isPresent();
    }

    private boolean isTold(Change change) {
        return switch (change) {
            case Change.PutEntity _, Change.RemoveEntity _, Change.PutEdge _, Change.RemoveEdge _ -> true;
            // Else it is that an index or vectors are complete.
            case Change.DefineTable(var table) -> table.removing() || schemas.containsKey(table.name());
            case Change.DropTable _,
                    Change.RequireEntity _,
                    Change.PutEmbedding _,
                    Change.RemoveEmbedding _,
                    Change.PutIndexEntries _,
                    Change.DropIndex _,
                    Change.DropEmbeddings _ -> false;
        };
    }

    long sequence() {
        return entry.sequence();
    }

    /** How many there are. */
    int size() {
        return told.size();
    }

    /** How many have been taken or passed over. */
    int passed() {
        return Math.min(next, told.size());
    }

    /** Whether nothing is left. */
    boolean done() {
        return next >= told.size();
    }

    /**
     * The next one of a table that is wanted, or whose table nobody knows.
     *
     * @return null when there is none
     */
    io.remdb.@Nullable Change next(Predicate<String> wanted) {
        while (!done()) {
            Change change = told.get(next++);
            String table = table(change);
            if (table == null || wanted.test(table)) {
                return tell(change, table, new Place(entry.sequence(), next, told.size(), committedAt()));
            }
        }
        return null;
    }

    private Instant committedAt() {
        return MicrosClock.instant(entry.committedAtMicros());
    }

    private @Nullable String table(Change change) {
        return switch (change) {
            case Change.PutEntity put -> name(put.entity().table());
            case Change.RemoveEntity remove -> name(remove.table());
            case Change.PutEdge put -> tableOfRow(put.edge().src());
            case Change.RemoveEdge remove -> tableOfRow(remove.src());
            case Change.DefineTable(var table) -> table.name();
            default -> throw untold(change);
        };
    }

    private @Nullable String name(int table) {
        return tables.name(table).orElse(null);
    }

    private @Nullable String tableOfRow(UUID id) {
        Map<UUID, Integer> known = tablesOfRows;
        if (known == null) {
            known = new HashMap<>();
            for (Change change : entry.changes()) {
                if (change instanceof Change.PutEntity put) {
                    known.put(put.entity().id(), put.entity().table());
                } else if (change instanceof Change.RemoveEntity remove) {
                    known.put(remove.id(), remove.table());
                }
            }
            tablesOfRows = known;
        }
        Integer here = known.get(id);
        if (here != null) {
            return name(here);
        }
        var now = records.tableOf(id);
        return now.isPresent() ? name(now.getAsInt()) : null;
    }

    private io.remdb.Change tell(Change change, @Nullable String table, Place place) {
        return switch (change) {
            case Change.PutEntity put ->
                new io.remdb.Change.RowWritten(place, kind(put), entity(put.entity(), table == null ? "" : table));
            case Change.RemoveEntity remove -> new io.remdb.Change.RowRemoved(place, table, remove.id());
            case Change.PutEdge put -> new io.remdb.Change.EdgeWritten(place, table, EntityReader.edge(put.edge()));
            case Change.RemoveEdge(UUID src, String relType, UUID dst) ->
                new io.remdb.Change.EdgeRemoved(place, table, src, relType, dst);
            case Change.DefineTable(TableDefinition definition) -> ofTable(definition, place);
            default -> throw untold(change);
        };
    }

    private io.remdb.Change ofTable(TableDefinition definition, Place place) {
        ObjectNode schema = schemas.get(definition.name());
        return definition.removing() || schema == null
                ? new io.remdb.Change.SchemaRemoved(place, definition.name())
                : new io.remdb.Change.SchemaRegistered(place, definition.name(), schema);
    }

    private static Kind kind(Change.PutEntity put) {
        if (put.entity().deleted()) {
            return Kind.DELETED;
        }
        return put.expectedVersion() == 0 ? Kind.CREATED : Kind.UPDATED;
    }

    private static Entity entity(StoredEntity row, String table) {
        return EntityReader.entity(table, row, List.of(), Map.of());
    }

    private static IllegalStateException untold(Change change) {
        return new IllegalStateException("not told: " + change);
    }
}
