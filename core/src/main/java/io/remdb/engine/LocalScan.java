package io.remdb.engine;

import io.remdb.Edge;
import io.remdb.Entity;
import io.remdb.EntityScan;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.ScannedTable;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Cursor;
import io.remdb.store.EdgeEnd;
import io.remdb.store.EdgeWalk;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import io.remdb.text.Uuids;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The rows of tables in one snapshot of the store. Rows are read, and their vectors, some at a time. */
final class LocalScan implements EntityScan {
    private static final int ROWS_AT_ONCE = 256;
    private static final int BYTES_AT_ONCE = 4 << 20;

    /** Not the store's where its keys have no order. */
    private static final Comparator<Edge> EDGE_ORDER =
            Comparator.comparing(Edge::relType).thenComparing(Edge::dst, Uuids::compare);

    private final RecordStore records;
    private final ScanOptions options;
    private final List<ScannedTable> tables;
    private final Function<CatalogTable, Cursor<StoredEntity>> opening;
    private final List<AutoCloseable> parts;
    private final EdgeWalk edges;
    private final Deque<CatalogTable> upcoming;
    private final Deque<Loaded> loaded = new ArrayDeque<>();
    private @Nullable CatalogTable table;
    private @Nullable Cursor<StoredEntity> rows;
    private boolean closed;

    /** A row whose edges are read when it is given out. */
    private record Loaded(StoredEntity row, Map<String, float[]> embeddings) {}

    /**
     * A scan.
     *
     * @param records of the snapshot
     * @param tables as they were when the snapshot was made
     * @param counting how many rows one of them has
     * @param opening the rows of one of them
     * @param parts what goes with it, closed when it is, the last first
     */
    LocalScan(
            RecordStore records,
            ScanOptions options,
            List<CatalogTable> tables,
            ToLongFunction<CatalogTable> counting,
            Function<CatalogTable, Cursor<StoredEntity>> opening,
            List<AutoCloseable> parts) {
        this.records = records;
        this.options = options;
        this.tables = tables.stream()
                .map(found -> new ScannedTable(
                        found.name(), found.schema().document(), vectors(found), counting.applyAsLong(found)))
                .toList();
        this.opening = opening;
        this.parts = parts;
        this.upcoming = new ArrayDeque<>(tables);
        this.edges = records.walk(EdgeEnd.SOURCE);
    }

    private static Map<String, ScannedTable.Vectors> vectors(CatalogTable table) {
        Map<String, ScannedTable.Vectors> vectors = new LinkedHashMap<>();
        for (EmbeddingSlot slot : EmbeddingSlot.values()) {
            TableDefinition.Vectors definition = table.vectors(slot);
            if (definition != null) {
                vectors.put(slot.fieldName(), new ScannedTable.Vectors(definition.model(), definition.dimension()));
            }
        }
        return vectors;
    }

    @Override
    public List<ScannedTable> tables() {
        return tables;
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            throw new RemException(ErrorCode.CLOSED, "The scan is closed");
        }
        while (loaded.isEmpty()) {
            if (table != null && rows != null && load(table, rows)) {
                return true;
            }
            closeRows();
            if (upcoming.isEmpty()) {
                return false;
            }
            CatalogTable next = upcoming.remove();
            table = next;
            rows = opening.apply(next);
        }
        return true;
    }

    /** Reads some more rows of a table; false at its end. */
    private boolean load(CatalogTable from, Cursor<StoredEntity> source) {
        List<StoredEntity> some = new ArrayList<>(ROWS_AT_ONCE);
        long bytes = 0;
        while (some.size() < ROWS_AT_ONCE && bytes < BYTES_AT_ONCE && source.hasNext()) {
            StoredEntity row = source.next();
            some.add(row);
            bytes += row.properties().length;
        }
        List<Map<String, float[]>> vectors = embeddings(from, some);
        for (int i = 0; i < some.size(); i++) {
            loaded.add(new Loaded(some.get(i), vectors.get(i)));
        }
        return !some.isEmpty();
    }

    private List<Map<String, float[]>> embeddings(CatalogTable from, List<StoredEntity> some) {
        List<Map<String, float[]>> embeddings = new ArrayList<>(some.size());
        boolean wanted = options.embeddings() == ScanOptions.Embeddings.INCLUDED;
        some.forEach(_ -> embeddings.add(wanted ? new LinkedHashMap<>() : Map.of()));
        if (wanted) {
            List<UUID> ids = some.stream().map(StoredEntity::id).toList();
            for (EmbeddingSlot slot : EmbeddingSlot.values()) {
                if (from.vectors(slot) != null) {
                    List<float @Nullable []> vectors = records.embeddings(from.number(), slot, ids);
                    for (int i = 0; i < some.size(); i++) {
                        float[] vector = vectors.get(i);
                        if (vector != null) {
                            embeddings.get(i).put(slot.fieldName(), vector);
                        }
                    }
                }
            }
        }
        return embeddings;
    }

    @Override
    public Entity next() {
        CatalogTable from = hasNext() ? table : null;
        if (from == null) {
            throw new NoSuchElementException();
        }
        Loaded next = loaded.remove();
        return EntityReader.entity(from.name(), next.row(), edges(next.row().id()), next.embeddings());
    }

    private List<Edge> edges(UUID src) {
        edges.moveTo(src, null);
        if (!edges.next()) {
            return List.of();
        }
        List<Edge> found = new ArrayList<>();
        do {
            found.add(EntityReader.edge(edges.edge()));
        } while (edges.next());
        found.sort(EDGE_ORDER);
        return found;
    }

    private void closeRows() {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closeRows();
            edges.close();
            Closing.closeAll(parts.reversed());
        }
    }
}
