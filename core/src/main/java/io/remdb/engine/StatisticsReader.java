package io.remdb.engine;

import io.remdb.Statistics;
import io.remdb.catalog.CatalogTable;
import io.remdb.search.SearchFigures;
import io.remdb.search.SearchFiles;
import io.remdb.search.SearchIndex;
import io.remdb.search.sealing.BlockCache;
import io.remdb.spi.OwnerFigures;
import io.remdb.spi.replication.Replication;
import io.remdb.store.Store;
import io.remdb.store.StoreFigures;
import io.remdb.store.TableCounts;
import io.remdb.store.TableDefinition;
import io.remdb.telemetry.Telemetry;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the figures of an open database. Thread-safe. */
final class StatisticsReader {
    private static final double NANOS = 1e9;

    private final Store store;
    private final LiveCatalog catalog;
    private final Once<SearchIndex> search;
    private final @Nullable Path searchFolder;
    private final Telemetry telemetry;
    private final Archiving archiving;
    private final Instant openedAt = Instant.now();
    private final long openedNanos = System.nanoTime();
    private volatile @Nullable OwnerFigures owner;

    StatisticsReader(
            Store store,
            LiveCatalog catalog,
            Once<SearchIndex> search,
            @Nullable Path searchFolder,
            Telemetry telemetry,
            Archiving archiving) {
        this.store = store;
        this.catalog = catalog;
        this.search = search;
        this.searchFolder = searchFolder;
        this.telemetry = telemetry;
        this.archiving = archiving;
    }

    /** Asks the process that serves the database, too. */
    void describeWith(OwnerFigures figures) {
        owner = figures;
    }

    Statistics read() {
        StoreFigures figures = store.upkeep().figures();
        SearchFigures index = searchFigures();
        OwnerFigures serving = owner;
        return new Statistics(
                process(),
                store.encryption().isPresent(),
                tables(figures, index),
                figures.families().stream().map(StatisticsReader::family).toList(),
                memory(figures.memory(), index),
                log(figures),
                caches(index),
                figures.openCursors(),
                telemetry.operations(),
                telemetry.errors(),
                serving == null ? replication() : serving.replication().orElseGet(this::replication),
                serving == null ? null : serving.serving());
    }

    private SearchFigures searchFigures() {
        SearchFigures[] figures = {new SearchFigures(Map.of(), 0, null)};
        search.ifMade(made -> figures[0] = made.figures());
        return figures[0];
    }

    private Statistics.OwnerProcess process() {
        return new Statistics.OwnerProcess(
                ProcessHandle.current().pid(), openedAt, (System.nanoTime() - openedNanos) / NANOS);
    }

    private List<Statistics.Table> tables(StoreFigures figures, SearchFigures index) {
        Map<Integer, Long> searchBytes = SearchFiles.bytes(searchFolder);
        List<Statistics.Table> tables = new ArrayList<>();
        for (CatalogTable table : catalog.tables()) {
            TableCounts counts = store.records().counts(table.number());
            StoreFigures.Table sizes =
                    figures.tables().getOrDefault(table.number(), new StoreFigures.Table(0, 0, 0, 0));
            tables.add(new Statistics.Table(
                    table.name(),
                    counts.live(),
                    counts.deleted(),
                    sizes.rowBytes(),
                    sizes.vectorBytes(),
                    sizes.indexEntries(),
                    sizes.indexBytes(),
                    index.documents().get(table.number()),
                    searchBytes.getOrDefault(table.number(), 0L),
                    model(table.definition().main()),
                    model(table.definition().alternative()),
                    table.schema().lifetime().seconds()));
        }
        return tables;
    }

    private static @Nullable String model(TableDefinition.@Nullable Vectors vectors) {
        return vectors == null ? null : vectors.model();
    }

    static Statistics.Family family(StoreFigures.Family family) {
        return new Statistics.Family(
                family.name(), family.entries(), family.bytes(), family.files(), family.memtableBytes());
    }

    static Statistics.Memory memory(StoreFigures.Memory memory, SearchFigures index) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        BlockCache.Statistics sealed = index.sealed();
        return new Statistics.Memory(
                heap.getUsed(),
                heap.getMax(),
                memory.blockCache(),
                memory.blockCacheCapacity(),
                memory.blockCachePinned(),
                memory.memtables(),
                memory.tableReaders(),
                index.bufferBytes(),
                sealed == null ? 0 : sealed.blockBytes(),
                sealed == null ? 0 : sealed.stretchBytes());
    }

    private Statistics.Log log(StoreFigures figures) {
        long first = store.log().oldestSequence();
        long last = store.log().lastSequence();
        return new Statistics.Log(
                first,
                last,
                Math.max(0, last - first + 1),
                store.replication().map(copies -> copies.log().bytes()).orElse(0L),
                figures.archiveBytes(),
                archiving.state().orElse(null));
    }

    private static List<Statistics.Cache> caches(SearchFigures index) {
        BlockCache.Statistics sealed = index.sealed();
        return sealed == null
                ? List.of()
                : List.of(new Statistics.Cache(
                        "sealed_blocks", Math.max(0, sealed.reads() - sealed.misses()), sealed.misses()));
    }

    /** What the store knows of it, when nobody serves it. */
    private Statistics.@Nullable Replication replication() {
        return store.replication().map(this::replication).orElse(null);
    }

    private Statistics.Replication replication(Replication copies) {
        long last = store.log().lastSequence();
        String primary = copies.replicaOf().map(Replication.ReplicaOf::address).orElse(null);
        String role = primary != null
                ? "replica"
                : copies.fencedBy().isPresent() ? "fenced" : copies.replicas().isEmpty() ? "alone" : "primary";
        return new Statistics.Replication(
                role,
                primary,
                copies.history().epoch(),
                null,
                copies.replicas().stream()
                        .map(replica -> new Statistics.Replica(
                                replica.replica(),
                                replica.sequence(),
                                Math.max(0, last - replica.sequence()),
                                MicrosClock.instant(replica.seenAtMicros()),
                                false,
                                0))
                        .toList());
    }
}
