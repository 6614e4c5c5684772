package io.remdb.ingest;

import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import java.util.List;

/**
 * Takes files into a database: each becomes one row of {@code documents} and the chunks of its text, with an edge {@code has_chunk} to each,
 * written in one atomic write. A file that has not changed since is not read again; one that has is replaced, and leaves nothing of what it
 * was. What a run did not get done, because it was stopped, the next does.
 *
 * {@snippet :
 * try (IngestRun run = new Ingester(db, config).start(List.of("docs/", "README.md"), IngestOptions.DEFAULTS)) {
 *     run.forEachRemaining(file -> System.out.println(file.uri() + " " + file.action()));
 *     System.out.println(run.totals());
 * }
 * }
 *
 * Files are read in this process (those of formats that are not text in a child of it), whoever has the database open. Thread-safe.
 */
public final class Ingester {
    private final RemDatabase database;
    private final RemConfig config;

    /**
     * Of one database.
     *
     * @param config settings of this process, from which embedding models are found
     */
    public Ingester(RemDatabase database, RemConfig config) {
        this.database = database;
        this.config = config;
    }

    /**
     * Begins to read; what is read is written as results are asked for.
     *
     * @param places files and folders: paths, {@code file://} URIs, {@code -} for stdin
     * @throws RemException {@link io.remdb.ErrorCode#UNKNOWN_TABLE}, {@link io.remdb.ErrorCode#UNSUPPORTED} and
     *     {@link io.remdb.ErrorCode#VALIDATION_FAILED} for a table that chunks cannot go to, and
     *     {@link io.remdb.ErrorCode#INVALID_ARGUMENT}, all before anything is read
     */
    public IngestRun start(List<String> places, IngestOptions options) {
        return IngestRun.start(database, config, places, options);
    }
}
