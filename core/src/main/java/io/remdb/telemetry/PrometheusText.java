package io.remdb.telemetry;

import io.remdb.Statistics;
import io.remdb.Statistics.Bucket;
import java.util.List;
import java.util.Map;

/**
 * {@link Statistics} in Prometheus's text format, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats). Sizes are in bytes, times in seconds.
 */
public final class PrometheusText {
    /** The media type of what {@link #of} writes. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double MS_PER_SECOND = 1e3;

    private final Exposition out = new Exposition();

    private PrometheusText() {}

    /** All figures that are numbers. */
    public static String of(Statistics statistics) {
        PrometheusText text = new PrometheusText();
        text.process(statistics);
        text.tables(statistics.tables());
        text.families(statistics.families());
        text.memory(statistics.memory());
        text.log(statistics.log());
        text.operations(statistics);
        text.replication(statistics);
        return text.out.toString();
    }

    private void process(Statistics statistics) {
        out.gauge("rem_uptime_seconds", "Time since this process opened the database")
                .sample(statistics.process().uptimeSeconds());
        out.gauge("rem_encrypted", "Whether the database is encrypted").sample(statistics.encrypted() ? 1 : 0);
        out.gauge("rem_open_cursors", "Cursors that read just now").sample(statistics.openCursors());
        Statistics.Serving serving = statistics.serving();
        if (serving != null) {
            out.gauge("rem_clients", "Clients that are connected through the socket")
                    .sample(serving.clients());
            out.gauge("rem_calls_running", "Calls of other processes that run now")
                    .sample(serving.runningCalls());
            out.counter("rem_calls_total", "Calls of other processes").sample(serving.calls());
        }
    }

    private void tables(List<Statistics.Table> tables) {
        out.gauge("rem_table_rows", "Rows of a table");
        for (Statistics.Table table : tables) {
            out.sample(table.rows(), "table", table.name(), "state", "live");
            out.sample(table.deletedRows(), "table", table.name(), "state", "deleted");
        }
        out.gauge("rem_table_bytes", "Bytes of a table in the store, estimated");
        for (Statistics.Table table : tables) {
            out.sample(table.rowBytes(), "table", table.name(), "part", "rows");
            out.sample(table.vectorBytes(), "table", table.name(), "part", "vectors");
            out.sample(table.indexBytes(), "table", table.name(), "part", "indexes");
        }
        out.gauge("rem_table_index_entries", "Entries of a table's ordered indexes, estimated");
        tables.forEach(table -> out.sample(table.indexEntries(), "table", table.name()));
        out.gauge("rem_table_search_documents", "Rows that a search finds");
        for (Statistics.Table table : tables) {
            Long documents = table.searchDocuments();
            if (documents != null) {
                out.sample(documents, "table", table.name());
            }
        }
        out.gauge("rem_table_search_bytes", "Bytes of the files of a table's search index");
        tables.forEach(table -> out.sample(table.searchBytes(), "table", table.name()));
    }

    private void families(List<Statistics.Family> families) {
        out.gauge("rem_store_family_entries", "Entries of a part of the store, estimated");
        families.forEach(family -> out.sample(family.entries(), "family", family.name()));
        out.gauge("rem_store_family_bytes", "Bytes of the files of a part of the store");
        families.forEach(family -> out.sample(family.bytes(), "family", family.name()));
        out.gauge("rem_store_family_files", "Files of a part of the store");
        families.forEach(family -> out.sample(family.files(), "family", family.name()));
        out.gauge("rem_store_family_memtable_bytes", "Bytes of a part of the store that are not in files yet");
        families.forEach(family -> out.sample(family.memtableBytes(), "family", family.name()));
    }

    private void memory(Statistics.Memory memory) {
        out.gauge("rem_memory_bytes", "Memory of this process by what it is used for");
        out.sample(memory.heapUsedBytes(), "use", "heap");
        out.sample(memory.blockCacheBytes(), "use", "block_cache");
        out.sample(memory.blockCachePinnedBytes(), "use", "block_cache_pinned");
        out.sample(memory.memtableBytes(), "use", "memtables");
        out.sample(memory.tableReaderBytes(), "use", "table_readers");
        out.sample(memory.searchBufferBytes(), "use", "search_buffers");
        out.sample(memory.sealedBlockBytes(), "use", "sealed_blocks");
        out.sample(memory.sealedVectorBytes(), "use", "sealed_vectors");
        out.gauge("rem_memory_limit_bytes", "The most that may be used");
        out.sample(memory.heapMaxBytes(), "use", "heap");
        out.sample(memory.blockCacheCapacityBytes(), "use", "block_cache");
    }

    private void log(Statistics.Log log) {
        out.gauge("rem_log_first_sequence", "The oldest entry of the log").sample(log.firstSequence());
        out.gauge("rem_log_last_sequence", "The newest entry of the log").sample(log.lastSequence());
        out.gauge("rem_log_entries", "Entries of the log").sample(log.entries());
        out.gauge("rem_log_bytes", "Bytes of the log").sample(log.bytes());
        out.gauge("rem_log_archive_bytes", "Bytes of files that are kept for replicas")
                .sample(log.archiveBytes());
        Statistics.Archiving archiving = log.archiving();
        if (archiving != null) {
            out.gauge("rem_log_archiving_failing", "Whether P8_WAL_ARCHIVE cannot be written")
                    .sample(archiving.failingSince() == null ? 0 : 1);
            out.gauge("rem_log_archiving_last_sequence", "The newest entry in P8_WAL_ARCHIVE")
                    .sample(archiving.sequence());
        }
    }

    private void operations(Statistics statistics) {
        List<Statistics.Operation> operations = statistics.operations();
        out.counter("rem_operations_total", "Operations");
        operations.forEach(each -> out.sample(each.count(), "operation", each.name()));
        out.counter("rem_operation_failures_total", "Operations that failed");
        operations.forEach(each -> out.sample(each.errors(), "operation", each.name()));
        out.counter("rem_operation_items_total", "Rows, texts or entries of operations");
        operations.forEach(each -> out.sample(each.items(), "operation", each.name()));
        out.histogram(
                "rem_operation_duration_seconds", "How long operations took; of get, a random sample of them is timed");
        for (Statistics.Operation operation : operations) {
            for (Bucket bucket : operation.buckets()) {
                out.bucket(bucket.count(), Exposition.number(bucket.atMostSeconds()), "operation", operation.name());
            }
            out.bucket(operation.timed(), "+Inf", "operation", operation.name());
            out.sum(operation.seconds(), "operation", operation.name());
            out.count(operation.timed(), "operation", operation.name());
        }
        out.counter("rem_errors_total", "Calls that ended with an error, by its code");
        for (Map.Entry<String, Long> error : statistics.errors().entrySet()) {
            out.sample(error.getValue(), "code", error.getKey());
        }
        out.counter("rem_cache_requests_total", "What a cache was asked for");
        for (Statistics.Cache cache : statistics.caches()) {
            out.sample(cache.hits(), "cache", cache.name(), "result", "hit");
            out.sample(cache.misses(), "cache", cache.name(), "result", "miss");
        }
    }

    private void replication(Statistics statistics) {
        Statistics.Replication replication = statistics.replication();
        if (replication == null) {
            return;
        }
        out.gauge("rem_replication_role", "1 for the part that the database has in replication");
        for (String role : List.of("alone", "primary", "replica", "fenced")) {
            out.sample(role.equals(replication.role()) ? 1 : 0, "role", role);
        }
        out.gauge("rem_replication_epoch", "Epoch of the history").sample(replication.epoch());
        Statistics.Following following = replication.following();
        if (following != null) {
            following(following);
        }
        List<Statistics.Replica> replicas = replication.replicas();
        if (!replicas.isEmpty()) {
            replicas(replicas);
        }
    }

    private void following(Statistics.Following following) {
        out.gauge("rem_replica_state", "1 for what this replica is doing");
        for (String state : List.of("disconnected", "snapshot", "catching up", "synced", "stopped")) {
            out.sample(state.equals(following.state()) ? 1 : 0, "state", state);
        }
        out.gauge("rem_replica_primary_sequence", "The primary's newest entry, as far as known")
                .sample(following.primarySequence());
        out.gauge("rem_replica_lag_entries", "Entries that the primary has and this replica has not")
                .sample(following.lagEntries());
        Double lag = following.lagMs();
        if (lag != null) {
            out.gauge("rem_replica_lag_seconds", "From the commit of the newest entry until it was here")
                    .sample(lag / MS_PER_SECOND);
        }
        out.counter("rem_replica_received_bytes_total", "Bytes received").sample(following.bytes());
        out.counter("rem_replica_reconnects_total", "How often it had to connect again")
                .sample(following.reconnects());
        out.gauge("rem_replica_catchup_entries", "Entries of the last catching up")
                .sample(following.catchupEntries());
        Double catchup = following.catchupMs();
        if (catchup != null) {
            out.gauge("rem_replica_catchup_seconds", "How long the last catching up took")
                    .sample(catchup / MS_PER_SECOND);
        }
        out.gauge("rem_replica_snapshot_bytes", "Bytes of a copy that are here").sample(following.snapshotBytes());
        out.gauge("rem_replica_snapshot_total_bytes", "Bytes that the copy has").sample(following.snapshotTotalBytes());
    }

    private void replicas(List<Statistics.Replica> replicas) {
        out.gauge("rem_primary_replica_connected", "Whether a replica is connected");
        replicas.forEach(each -> out.sample(each.connected() ? 1 : 0, "replica", each.name()));
        out.gauge("rem_primary_replica_sequence", "The newest entry that is durable in a replica");
        replicas.forEach(each -> out.sample(each.sequence(), "replica", each.name()));
        out.gauge("rem_primary_replica_lag_entries", "Entries that a replica has not, as far as it has said");
        replicas.forEach(each -> out.sample(each.lagEntries(), "replica", each.name()));
        out.gauge("rem_primary_replica_sent_bytes", "Bytes sent to a replica since it connected");
        replicas.forEach(each -> out.sample(each.bytes(), "replica", each.name()));
    }
}
