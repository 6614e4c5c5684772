package io.remdb.export;

import io.remdb.BatchOptions;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.ScanOptions;
import io.remdb.Schema;
import io.remdb.config.RemConfig;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Exports many rows in every format, and imports them again: {@code FOLDER ROWS}; prints the most heap in use after a collection. */
final class ExportInSmallHeap {
    private static final RemConfig.Export SETTINGS = new RemConfig.Export(RemConfig.ParquetCompression.ZSTD, 10_000);

    private ExportInSmallHeap() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        int rows = Integer.parseInt(arguments[1]);
        try (RemDatabase db = RemDatabase.open(folder.resolve("db"), any -> TestDatabase.options())) {
            db.schemas().register(Schema.parse(TestDatabase.EVENTS));
            db.insertAll(
                    "events",
                    IntStream.range(0, rows).mapToObj(ExportInSmallHeap::row).iterator(),
                    BatchOptions.DEFAULTS);
            for (ExportFormat format : ExportFormat.values()) {
                long start = System.nanoTime();
                ExportResult result = Exporter.export(
                        db,
                        new ExportRequest(
                                Map.of("events", folder.resolve("events." + format.extension())),
                                format,
                                ScanOptions.DEFAULTS,
                                SETTINGS),
                        ProgressListener.NONE);
                System.out.println(format + " rows=" + result.files().getFirst().rows() + " ms="
                        + (System.nanoTime() - start) / 1_000_000);
            }
            ImportResult imported = Importer.run(db, List.of(folder.resolve("events.jsonl")), ProgressListener.NONE);
            System.out.println("IMPORT rows=" + imported.files().getFirst().updated() + " ms=" + imported.elapsedMs());
        }
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        System.out.println("heap after the last collections, MB: " + (peak >> 20));
    }

    /** About 450 bytes, so that a hundred thousand rows do not fit into the heap of the test as JSON trees. */
    private static String row(int number) {
        return "{\"number\": " + number + ", \"note\": \"" + ("words of row " + number + " ").repeat(20)
                + "\", \"undeclared\": {\"a\": [" + number + ", true, null], \"b\": \"" + number % 7 + "\"}}";
    }
}
