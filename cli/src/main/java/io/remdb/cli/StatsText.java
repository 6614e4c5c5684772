package io.remdb.cli;

import io.remdb.Statistics;
import io.remdb.cli.output.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a database for people. */
final class StatsText {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};
    private static final double UNIT = 1024;
    private static final double MS = 1e3;
    private static final double HALF = 0.5;

    private final StringBuilder text = new StringBuilder();

    private StatsText() {}

    static String of(Statistics statistics) {
        StatsText text = new StatsText();
        text.head(statistics);
        text.tables(statistics.tables());
        text.families(statistics.families());
        text.memory(statistics);
        text.log(statistics.log());
        text.operations(statistics.operations());
        text.errors(statistics.errors());
        text.replication(statistics.replication());
        return text.text.toString();
    }

    private void head(Statistics statistics) {
        Statistics.OwnerProcess process = statistics.process();
        text.append("Process ")
                .append(process.pid())
                .append(", open for ")
                .append(time(process.uptimeSeconds()))
                .append(statistics.encrypted() ? ", encrypted" : "");
        Statistics.Serving serving = statistics.serving();
        if (serving != null) {
            text.append(", ")
                    .append(serving.clients())
                    .append(" clients, ")
                    .append(serving.calls())
                    .append(" calls");
        }
        text.append('\n');
    }

    private void tables(List<Statistics.Table> tables) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("table", "rows", "deleted", "row data", "vectors", "indexes", "search", "model"));
        for (Statistics.Table table : tables) {
            rows.add(List.of(
                    table.name(),
                    number(table.rows()),
                    number(table.deletedRows()),
                    bytes(table.rowBytes()),
                    bytes(table.vectorBytes()),
                    bytes(table.indexBytes()),
                    bytes(table.searchBytes()),
                    table.embeddingModel() == null ? "" : table.embeddingModel()));
        }
        table("Tables", rows, 1);
    }

    private void families(List<Statistics.Family> families) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("store", "entries", "files", "on disk", "in memory"));
        for (Statistics.Family family : families) {
            rows.add(List.of(
                    family.name(),
                    number(family.entries()),
                    number(family.files()),
                    bytes(family.bytes()),
                    bytes(family.memtableBytes())));
        }
        table("Store", rows, 0);
    }

    private void memory(Statistics statistics) {
        Statistics.Memory memory = statistics.memory();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("heap", bytes(memory.heapUsedBytes()) + " of " + bytes(memory.heapMaxBytes())));
        rows.add(List.of(
                "block cache", bytes(memory.blockCacheBytes()) + " of " + bytes(memory.blockCacheCapacityBytes())));
        rows.add(List.of("memtables", bytes(memory.memtableBytes())));
        rows.add(List.of("table readers", bytes(memory.tableReaderBytes())));
        rows.add(List.of("search buffers", bytes(memory.searchBufferBytes())));
        if (memory.sealedBlockBytes() + memory.sealedVectorBytes() > 0) {
            rows.add(List.of("sealed blocks", bytes(memory.sealedBlockBytes())));
            rows.add(List.of("sealed vectors", bytes(memory.sealedVectorBytes())));
        }
        for (Statistics.Cache cache : statistics.caches()) {
            rows.add(List.of(
                    "cache " + cache.name(), number(cache.hits()) + " hits, " + number(cache.misses()) + " misses"));
        }
        rows.add(List.of("open cursors", number(statistics.openCursors())));
        table("Memory", rows, 0);
    }

    private void log(Statistics.Log log) {
        text.append("\nLog\n  ")
                .append(number(log.entries()))
                .append(" entries (")
                .append(log.firstSequence())
                .append(" to ")
                .append(log.lastSequence())
                .append("), ")
                .append(bytes(log.bytes()))
                .append(log.archiveBytes() == 0 ? "" : ", for replicas " + bytes(log.archiveBytes()))
                .append('\n');
        if (log.archiving() != null) {
            text.append("  archive: ")
                    .append(ReplicationText.archive(log.archiving()))
                    .append('\n');
        }
    }

    private void operations(List<Statistics.Operation> operations) {
        if (operations.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("operation", "count", "failed", "items", "mean", "half within", "99 % within"));
        for (Statistics.Operation operation : operations) {
            rows.add(List.of(
                    operation.name(),
                    number(operation.count()),
                    number(operation.errors()),
                    number(operation.items()),
                    operation.timed() == 0 ? "" : milliseconds(operation.seconds() / operation.timed()),
                    within(operation, HALF),
                    within(operation, 0.99)));
        }
        table("Operations", rows, 0);
    }

    /** The bound within which such a part of them was done. */
    private static String within(Statistics.Operation operation, double part) {
        if (operation.timed() == 0) {
            return "";
        }
        return operation.buckets().stream()
                .filter(bucket -> bucket.count() >= part * operation.timed())
                .findFirst()
                .map(bucket -> milliseconds(bucket.atMostSeconds()))
                .orElse("longer");
    }

    private void errors(Map<String, Long> errors) {
        if (!errors.isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            errors.forEach((code, count) -> rows.add(List.of(code, number(count))));
            table("Errors", rows, 0);
        }
    }

    private void replication(Statistics.@Nullable Replication replication) {
        if (replication == null || replication.role().equals("alone")) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("role", replication.role()));
        Statistics.Following following = replication.following();
        if (following != null) {
            rows.add(List.of("state", following.state()));
            rows.add(List.of("behind", number(following.lagEntries()) + " entries"));
            Double lag = following.lagMs();
            rows.add(List.of("lag", lag == null ? "not known" : milliseconds(lag / MS)));
            rows.add(List.of("received", bytes(following.bytes())));
            rows.add(List.of("reconnects", number(following.reconnects())));
        }
        for (Statistics.Replica replica : replication.replicas()) {
            rows.add(List.of(
                    "replica " + replica.name(),
                    number(replica.lagEntries()) + " entries behind" + (replica.connected() ? ", connected" : "")));
        }
        table("Replication", rows, 0);
    }

    /**
     * Cells under each other, numbers at the right.
     *
     * @param textsAtEnd columns at the end that are texts
     */
    private void table(String title, List<List<String>> rows, int textsAtEnd) {
        int columns = rows.getFirst().size();
        text.append('\n').append(title).append('\n');
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int column = 0; column < columns; column++) {
                int place = column;
                int width = rows.stream()
                        .mapToInt(each -> Text.width(each.get(place)))
                        .max()
                        .orElse(0);
                String cell = row.get(column);
                boolean left = column == 0 || column >= columns - textsAtEnd || columns == 2;
                line.append(' ')
                        .append(left ? Text.pad(cell, width) : " ".repeat(width - Text.width(cell)) + cell)
                        .append(' ');
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String bytes(long bytes) {
        double rest = bytes;
        int unit = 0;
        while (rest >= UNIT && unit < UNITS.length - 1) {
            rest /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", rest, UNITS[unit]);
    }

    private static String milliseconds(double seconds) {
        double ms = seconds * MS;
        return String.format(Locale.ROOT, ms < 10 ? "%.2f ms" : "%.0f ms", ms);
    }

    private static String time(double seconds) {
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        return duration.toHours() > 0
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : duration.toMinutes() > 0
                        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                        : duration.toSeconds() + " s";
    }
}
