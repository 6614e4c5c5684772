package io.remdb.server.client;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.spi.BatchRequest;
import io.remdb.spi.PacedRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A batch that outlives its connection: the rows that are not acknowledged yet are kept, so that another connection can be given
 * them again, and what is acknowledged is counted once. A strict batch is acknowledged at its end, so all of it is kept, as its
 * writer does too. One thread at a time.
 */
public final class ResumableBatch {
    /** What the rows are. */
    public enum Kind {
        /** As users write them. */
        NEW_ROWS,
        /** Whole entities, written back as they were. */
        RESTORED_ROWS
    }

    static final String WRITTEN = "written";

    /** What to do when a batch was interrupted. */
    static final String RUN_AGAIN = "What was written stays; running it again completes it";

    private final Kind kind;
    private final Iterator<String> source;
    private final BatchOptions options;
    /** Of the caller, where it means to give the same rows again one day. */
    private final UUID id = BatchRequest.current().map(BatchRequest::id).orElseGet(UUID::randomUUID);

    private final long start = System.nanoTime();
    private final Deque<String> sent = new ArrayDeque<>();
    private final Deque<String> again = new ArrayDeque<>();
    private final List<RowError> errors = new ArrayList<>();
    private long acknowledged;
    private long inserted;
    private long updated;
    private long failed;

    /** Over rows that come once. */
    public ResumableBatch(Kind kind, Iterator<String> rows, BatchOptions options) {
        this.kind = kind;
        this.source = rows;
        this.options = options;
    }

    /** Makes the ids of rows without a key, the same each time they are sent. */
    UUID id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    BatchOptions options() {
        return options;
    }

    /** Begins again with the first row that is not acknowledged. */
    void rewind() {
        while (!sent.isEmpty()) {
            again.addFirst(sent.removeLast());
        }
    }

    boolean hasNext() {
        return !again.isEmpty() || source.hasNext();
    }

    /** As {@link PacedRows#awaitNext}, for rows that are paced; others are never waited for in vain. */
    boolean awaitNext(long nanos) {
        return !again.isEmpty() || !(source instanceof PacedRows paced) || paced.awaitNext(nanos);
    }

    String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        String row = again.isEmpty() ? source.next() : again.removeFirst();
        sent.addLast(row);
        return row;
    }

    /** Rows that are done for good. */
    public long acknowledged() {
        return acknowledged;
    }

    /** Rows that are written for good. */
    long written() {
        return inserted + updated;
    }

    /** The oldest rows that were given out are done. */
    void acknowledge(long rows, long newInserted, long newUpdated, long newFailed) {
        for (long i = 0; i < rows; i++) {
            sent.removeFirst();
        }
        acknowledged += rows;
        inserted += newInserted;
        updated += newUpdated;
        failed += newFailed;
        if (rows > 0) {
            tell(acknowledged);
        }
    }

    /** So many rows are done, or as good as that. */
    void tell(long done) {
        options.progress().progress(done, ProgressListener.UNKNOWN_TOTAL);
    }

    /** A row is not written. */
    void reject(RowError error) {
        options.onReject().accept(error);
        if (errors.size() < BatchResult.ERRORS_KEPT) {
            errors.add(error);
        }
    }

    /** Everything is acknowledged. */
    BatchResult result() {
        return new BatchResult(inserted, updated, failed, errors, (System.nanoTime() - start) / 1_000_000);
    }

    /** What its user is told when nobody is there any more who could write the rest. */
    public RemException cutOff(RemException cause) {
        if (cause.code() == ErrorCode.CLOSED) {
            return cause; // by the user
        }
        if (cause.code() == ErrorCode.CANCELLED) {
            return cause.with(WRITTEN, written()).hint(RUN_AGAIN);
        }
        return new RemException(
                        cause.code(), "The server went in the middle of the batch, and has not come back", cause)
                .with(WRITTEN, written())
                .with("rows_done", acknowledged)
                .with("problem", cause.getMessage())
                .hint(advice());
    }

    private String advice() {
        return switch (options.mode()) {
            case ALL_OR_NOTHING ->
                "The server went before it said that all was written; it is all there or nothing: run it again";
            case SKIP_INVALID ->
                "The server went after " + written() + " rows were written; run it again. A row whose key is there is"
                        + " replaced; of a table without a key leave out the first " + acknowledged
                        + " rows, or they are there twice";
        };
    }

    /** Writes what is left to a database that is in this process. */
    public BatchResult writeRest(RemDatabase database, String table) {
        boolean begun = !sent.isEmpty() || acknowledged > 0;
        rewind();
        long before = acknowledged;
        ProgressListener progress = options.progress();
        BatchOptions rest = options.withProgress((done, total) -> progress.progress(before + done, total))
                .withOnReject(error -> reject(placed(error, before)));
        Supplier<BatchResult> write = () -> switch (kind) {
            case NEW_ROWS -> database.insertAll(table, forgetful(), rest);
            case RESTORED_ROWS -> database.restoreAll(table, forgetful(), rest);
        };
        BatchResult result = begun ? new BatchRequest(id, before).during(write) : write.get();
        inserted += result.inserted();
        updated += result.updated();
        failed += result.failed();
        return result();
    }

    /** The same error in a batch of which the error's is the part after so many rows. */
    static RowError placed(RowError error, long before) {
        return error.atLine(before + error.line());
    }

    private Iterator<String> forgetful() {
        return new PacedRows() {
            @Override
            public boolean awaitNext(long nanos) {
                return ResumableBatch.this.awaitNext(nanos);
            }

            @Override
            public boolean hasNext() {
                return ResumableBatch.this.hasNext();
            }

            @Override
            public String next() {
                String row = ResumableBatch.this.next();
                sent.clear();
                return row;
            }
        };
    }
}
