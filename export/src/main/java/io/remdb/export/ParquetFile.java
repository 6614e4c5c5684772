package io.remdb.export;

import io.remdb.Entity;
import io.remdb.ScannedTable;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.impl.ColumnWriteStoreV1;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * An Apache Parquet file: a batch of rows becomes a row group, encoded and compressed in memory, so that several are made at a time.
 * Uses Parquet's own encoders and file writer below the classes that need Hadoop. The schema document and the models of vectors are
 * in the file's metadata.
 */
final class ParquetFile implements TableFile<ParquetFile.RowGroup> {
    /** Bounds of longer texts are kept as their beginnings. */
    private static final int BOUND_BYTES = 64;

    /** Rows are aligned to nothing. */
    private static final int NO_PADDING = 0;

    private static final long NO_BLOCKS = Long.MAX_VALUE;

    /**
     * A row group that is ready to be written.
     *
     * @param rows how many
     * @param pages compressed
     */
    record RowGroup(int rows, ColumnChunkPageWriteStore pages) {}

    private final TableColumns columns;
    private final List<ParquetColumn> parquetColumns;
    private final MessageType schema;
    private final ParquetProperties properties;
    private final Compressor compressor;
    private final int rowGroupRows;
    private final ParquetFileWriter writer;
    private final Map<String, String> metadata;

    /** Begins the file. */
    ParquetFile(OutputStream output, ScannedTable table, TableColumns columns, RemConfig.Export settings)
            throws IOException {
        this.columns = columns;
        this.parquetColumns = columns.columns().stream().map(ParquetColumn::new).toList();
        this.schema = new MessageType(
                table.name(), parquetColumns.stream().map(ParquetColumn::type).toList());
        this.properties = properties(parquetColumns);
        this.compressor = new Compressor(settings.compression());
        this.rowGroupRows = settings.rowGroupRows();
        this.metadata = metadata(table);
        this.writer = new ParquetFileWriter(
                new CountedOutput(output),
                schema,
                ParquetFileWriter.Mode.CREATE,
                NO_BLOCKS,
                NO_PADDING,
                BOUND_BYTES,
                BOUND_BYTES,
                true);
        writer.start();
    }

    private static ParquetProperties properties(List<ParquetColumn> columns) {
        // Histograms of levels are for readers that plan by them, and no small part of the work.
        ParquetProperties.Builder properties = ParquetProperties.builder()
                .withWriterVersion(WriterVersion.PARQUET_1_0)
                .withSizeStatisticsEnabled(false);
        for (ParquetColumn column : columns) {
            if (!column.repeatsItself()) {
                properties.withDictionaryEncoding(column.column().name(), false);
            }
        }
        return properties.build();
    }

    private static Map<String, String> metadata(ScannedTable table) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("rem.table", table.name());
        metadata.put("rem.schema", Json.text(table.schema()));
        table.embeddings().forEach((name, vectors) -> {
            metadata.put("rem." + name + ".model", vectors.model());
            metadata.put("rem." + name + ".dimension", Integer.toString(vectors.dimension()));
        });
        return metadata;
    }

    @Override
    public int batchRows() {
        return rowGroupRows;
    }

    @Override
    public RowGroup encode(List<Entity> rows) {
        ColumnChunkPageWriteStore pages = new ColumnChunkPageWriteStore(
                compressor, schema, HeapByteBufferAllocator.getInstance(), BOUND_BYTES, true);
        try (ColumnWriteStore store = new ColumnWriteStoreV1(schema, pages, properties)) {
            List<ColumnDescriptor> descriptors = schema.getColumns();
            ColumnWriter[] writers =
                    descriptors.stream().map(store::getColumnWriter).toArray(ColumnWriter[]::new);
            for (Entity row : rows) {
                @Nullable Object[] values = columns.values(row);
                for (int i = 0; i < writers.length; i++) {
                    parquetColumns.get(i).write(values[i], writers[i]);
                }
                store.endRecord();
            }
            store.flush();
        }
        return new RowGroup(rows.size(), pages);
    }

    @Override
    public void write(RowGroup group) throws IOException {
        try (ColumnChunkPageWriteStore pages = group.pages()) {
            writer.startBlock(group.rows());
            pages.flushToFileWriter(writer);
            writer.endBlock();
        }
    }

    @Override
    public void finish() throws IOException {
        writer.end(metadata);
    }
}
