package io.remdb.bench;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.config.RemConfig;
import io.remdb.config.RemConfig.ParquetCompression;
import io.remdb.export.ExportFormat;
import io.remdb.export.ExportRequest;
import io.remdb.export.ExportResult;
import io.remdb.export.Exporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the table of rows without text to files, with the default settings. */
final class ExportFiles implements Measurement {
    private static final RemConfig.Export SETTINGS = new RemConfig.Export(ParquetCompression.ZSTD, 10_000);
    private static final double MEGABYTE = 1 << 20;

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String what() {
        return "export of all rows to one file (5 fields): Parquet with zstd, JSON Lines, CSV";
    }

    @Override
    public List<Result> run(Context context) {
        context.plain();
        List<Result> results = new ArrayList<>();
        for (ExportFormat format : ExportFormat.values()) {
            results.add(measure(context, format));
        }
        return List.copyOf(results);
    }

    private static Result measure(Context context, ExportFormat format) {
        Path file = context.folder().resolveSibling("rem-bench-export." + format.extension());
        double[] milliseconds = new double[context.pace().rounds()];
        long rows = 0;
        long bytes = 0;
        try {
            for (int round = -1; round < milliseconds.length; round++) {
                Garbage.collect();
                long begin = System.nanoTime();
                ExportResult result = Exporter.export(
                        context.database(),
                        new ExportRequest(Map.of(PlainTable.NAME, file), format, ScanOptions.DEFAULTS, SETTINGS),
                        ProgressListener.NONE);
                double took = Loading.secondsSince(begin) * 1000;
                if (round >= 0) { // the first warms the path up
                    milliseconds[round] = took;
                }
                rows = result.files().getFirst().rows();
                bytes = result.files().getFirst().bytes();
            }
        } finally {
            delete(file);
            delete(file.resolveSibling("rem-bench-export.schema.json"));
        }
        double median = Timing.median(milliseconds);
        Result result = Result.of("export, " + format.extension(), rows)
                .withP50(median)
                .withRate(rows / median * 1000, "rows")
                .withFigure("file", bytes / MEGABYTE, "MB");
        // The budget is for 100,000 rows, as the mission has it.
        return format == ExportFormat.PARQUET && rows <= 150_000 ? result.withBudget(Budget.EXPORT) : result;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A file of the benchmark cannot be removed", e)
                    .with("path", file);
        }
    }
}
