package io.remdb.export;

import io.remdb.ScanOptions;
import io.remdb.config.RemConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is exported, and to where.
 *
 * @param files the file of each table, in the order in which they are written; the tables are as they were at one moment
 * @param format of all files
 * @param rows which rows, and whether their vectors come; a condition is about one table
 * @param parquet how Parquet files are written
 */
public record ExportRequest(Map<String, Path> files, ExportFormat format, ScanOptions rows, RemConfig.Export parquet) {
    public ExportRequest {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
}
