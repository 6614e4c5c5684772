package io.remdb;

import java.util.function.Consumer;

/**
 * How a batch is written.
 *
 * @param mode what an invalid row means for the others
 * @param chunkRows the most rows in one call of a model and, unless it is strict, in one atomic write, which also ends after some MiB of text, 1 to 100,000; 0 for the database's default ({@code P8_BATCH_SIZE})
 * @param progress told how many rows are done: after each atomic write, and in between how many are embedded and wait for theirs
 * @param onReject told of each row that is not written
 */
public record BatchOptions(Mode mode, int chunkRows, ProgressListener progress, Consumer<RowError> onReject) {
    /** Rows that a chunk has at most. */
    public static final int MOST_CHUNK_ROWS = 100_000;

    /** Skips invalid rows, chunks of the default size, tells nobody. */
    public static final BatchOptions DEFAULTS =
            new BatchOptions(Mode.SKIP_INVALID, 0, ProgressListener.NONE, error -> {});

    /** What an invalid row means for the others. */
    public enum Mode {
        /** It is reported and skipped, the others are written. */
        SKIP_INVALID,
        /**
         * All rows are one atomic write, so that a killed process or a full disk leaves all or nothing too. Nothing is written if
         * any row is invalid, if embedding one fails, or if the thread is interrupted or the iterator of the rows throws before
         * the write; it is asked after its end too, until then. Links may point to the keys of all rows of the batch. All rows
         * and their vectors are held in memory; more than 2 GiB of what is stored are {@link ErrorCode#TOO_LARGE}.
         */
        ALL_OR_NOTHING
    }

    public BatchOptions {
        if (chunkRows < 0 || chunkRows > MOST_CHUNK_ROWS) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A chunk has 1 to 100,000 rows")
                    .with("chunkRows", chunkRows);
        }
    }

    /** The same with another mode. */
    public BatchOptions withMode(Mode mode) {
        return new BatchOptions(mode, chunkRows, progress, onReject);
    }

    /** The same with another chunk size. */
    public BatchOptions withChunkRows(int chunkRows) {
        return new BatchOptions(mode, chunkRows, progress, onReject);
    }

    /** The same with another listener. */
    public BatchOptions withProgress(ProgressListener progress) {
        return new BatchOptions(mode, chunkRows, progress, onReject);
    }

    /** The same with another consumer of rejected rows. */
    public BatchOptions withOnReject(Consumer<RowError> onReject) {
        return new BatchOptions(mode, chunkRows, progress, onReject);
    }
}
