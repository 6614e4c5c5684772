package io.remdb.export;

import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.ScanOptions;
import io.remdb.config.RemConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Exports the events of the database in a folder in every format, and imports them again where that is asked for. */
final class ExportInSmallHeap {
    private static final RemConfig.Export SETTINGS = new RemConfig.Export(RemConfig.ParquetCompression.ZSTD, 10_000);

    private ExportInSmallHeap() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try (RemDatabase db = RemDatabase.open(folder.resolve("db"), any -> TestDatabase.options())) {
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
            if (!arguments[1].endsWith("IMPORT")) {
                return;
            }
            ImportResult imported = Importer.run(db, List.of(folder.resolve("events.jsonl")), ProgressListener.NONE);
            System.out.println("IMPORT rows=" + imported.files().getFirst().updated() + " ms=" + imported.elapsedMs());
        }
    }
}
