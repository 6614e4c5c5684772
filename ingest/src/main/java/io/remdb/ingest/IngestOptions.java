package io.remdb.ingest;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.ingest.parser.ParserLimits;
import io.remdb.ingest.table.Description;
import io.remdb.json.Json;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How files are taken in.
 *
 * @param schema the table that chunks and rows go to; null: chunks go to {@code resources}, and a file of rows is refused
 * @param description what is to be said of each document and chunk: keys of its metadata that are fields of the table fill these, the
 *     others go into its {@code metadata}
 * @param chunkSize the most tokens of a chunk, counted by the tokenizer of the table's model
 * @param chunkOverlap the most tokens that a chunk repeats of the one before
 * @param limits what one file may cost
 * @param input what {@code -} stands for
 * @param progress told how far it is
 */
public record IngestOptions(
        @Nullable String schema,
        Description description,
        int chunkSize,
        int chunkOverlap,
        ParserLimits limits,
        InputStream input,
        IngestProgress progress) {
    /** Tokens of a chunk. */
    public static final int DEFAULT_CHUNK_SIZE = 200;

    /** Tokens that a chunk repeats. */
    public static final int DEFAULT_CHUNK_OVERLAP = 30;

    /** Into {@code resources}, nothing said of anything, nobody told. */
    public static final IngestOptions DEFAULTS = new IngestOptions(
            null,
            new Description(null, List.of(), Json.object(), null, null),
            DEFAULT_CHUNK_SIZE,
            DEFAULT_CHUNK_OVERLAP,
            ParserLimits.DEFAULTS,
            InputStream.nullInputStream(),
            IngestProgress.NONE);

    /** The same into another table. */
    public IngestOptions withSchema(@Nullable String schema) {
        return new IngestOptions(schema, description, chunkSize, chunkOverlap, limits, input, progress);
    }

    /** The same with what is to be said of each document and chunk. */
    public IngestOptions describing(@Nullable String category, List<String> tags, ObjectNode metadata) {
        return described(new Description(category, tags, metadata, description.activeStart(), description.activeEnd()));
    }

    /**
     * The same for content that holds in a time.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for one that ends before it begins
     */
    public IngestOptions active(@Nullable Instant start, @Nullable Instant end) {
        if (start != null && end != null && end.isBefore(start)) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The content would end to hold before it begins to")
                    .with("active_start", start)
                    .with("active_end", end);
        }
        return described(
                new Description(description.category(), description.tags(), description.metadata(), start, end));
    }

    private IngestOptions described(Description otherwise) {
        return new IngestOptions(schema, otherwise, chunkSize, chunkOverlap, limits, input, progress);
    }

    /** The same with chunks of another size. */
    public IngestOptions withChunks(int size, int overlap) {
        return new IngestOptions(schema, description, size, overlap, limits, input, progress);
    }

    /** The same with other limits. */
    public IngestOptions withLimits(ParserLimits limits) {
        return new IngestOptions(schema, description, chunkSize, chunkOverlap, limits, input, progress);
    }

    /** The same with what {@code -} stands for. */
    public IngestOptions withInput(InputStream input) {
        return new IngestOptions(schema, description, chunkSize, chunkOverlap, limits, input, progress);
    }

    /** The same with another listener. */
    public IngestOptions withProgress(IngestProgress progress) {
        return new IngestOptions(schema, description, chunkSize, chunkOverlap, limits, input, progress);
    }
}
