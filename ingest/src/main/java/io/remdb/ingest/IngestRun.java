package io.remdb.ingest;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.ingest.parser.ParserProcess;
import io.remdb.ingest.source.Spool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Files being taken in. Each result that is asked for comes when its file is durable, in the order of the files; files are embedded and
 * written some at a time, each whole in one atomic write. One thread, but {@link #stop}, which any may call.
 */
public final class IngestRun implements Iterator<FileResult>, AutoCloseable {
    private static final int CHUNKS_AT_ONCE = 256;
    private static final long CHARACTERS_AT_ONCE = 1 << 20;

    private final Sources sources;
    private final FileIntake intake;
    private final Reading reading;
    private final ParserProcess parser;
    private final PlanMaker plan;
    private final Spool spool;
    private final DocumentWriter writer;
    private final IngestProgress progress;

    private final Deque<FileResult> results = new ArrayDeque<>();
    private final Tally tally = new Tally();
    private @Nullable Item next;
    private boolean ended;
    private long bytes;

    private IngestRun(
            RemDatabase database,
            IngestOptions options,
            Sources sources,
            PlanMaker plan,
            Spool spool,
            ParserProcess parser) {
        this.sources = sources;
        this.plan = plan;
        this.spool = spool;
        this.parser = parser;
        this.progress = options.progress();
        this.intake = new FileIntake(database, options, plan, parser);
        this.reading = new Reading(sources, intake);
        this.writer = new DocumentWriter(database, options, reading::stopped, this::tell);
    }

    static IngestRun start(RemDatabase database, RemConfig config, List<String> places, IngestOptions options) {
        if (options.schema() != null) {
            // An unknown table is an error before anything is read.
            database.count(options.schema());
        }
        Spool spool = Spool.create();
        PlanMaker plan = new PlanMaker(database, config, options);
        try {
            Sources sources = new Sources(List.copyOf(places), options, spool);
            if (sources.hasText()) {
                var _ = plan.get();
            }
            ParserProcess parser = new ParserProcess(options.limits(), spool.folder());
            IngestRun run = new IngestRun(database, options, sources, plan, spool, parser);
            run.reading.start();
            return run;
        } catch (RuntimeException | Error e) {
            plan.close();
            spool.close();
            throw e;
        }
    }

    /**
     * Waits for the next result.
     *
     * @throws RemException when no other file would fare better: the database is gone, the disk full, the model's service down; what was
     *     written stays
     */
    @Override
    public boolean hasNext() {
        while (results.isEmpty() && !ended) {
            advance();
        }
        return !results.isEmpty();
    }

    @Override
    public FileResult next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return results.removeFirst();
    }

    /** What became of the files whose results have been made. */
    public IngestTotals totals() {
        return tally.totals();
    }

    /** How many files there are in all. */
    public long totalFiles() {
        return sources.files();
    }

    /** Ends the run when what is being written is written: no file is half there. Another run does the rest. */
    public void stop() {
        reading.stop();
        parser.close();
    }

    /** Whether it was stopped before all files were done. */
    public boolean stopped() {
        return reading.stopped();
    }

    private void advance() {
        try {
            Item first = next != null ? next : reading.take();
            next = null;
            switch (first) {
                case null -> ended = true;
                case Item.End(long passedOver) -> {
                    tally.passedOver(passedOver);
                    ended = true;
                }
                case Item.Broken(Throwable cause) -> throw rethrown(cause);
                case Item.Done done -> add(done.result(), done);
                case Item.Rows rows -> writeRows(rows);
                case Item.Pending pending -> writeGroup(pending);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "The ingest was interrupted", e)
                    .hint("What was written stays; running it again does the rest");
        } catch (RemException e) {
            throw e.with("files_done", tally.totals().files()).with("files", sources.files());
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(cause);
        };
    }

    private void add(FileResult result, Item item) {
        bytes += item.bytes();
        tally.add(result);
        results.addLast(result);
        tell(0);
    }

    private void writeRows(Item.Rows item) {
        FileResult result = writer.write(item);
        if (!reading.stopped()) {
            add(result, item);
        }
    }

    /** Writes a document, and those with it that are read already. */
    private void writeGroup(Item.Pending first) {
        List<Item.Pending> group = new ArrayList<>(List.of(first));
        long chunks = first.result().chunks();
        long characters = first.characters();
        while (chunks < CHUNKS_AT_ONCE && characters < CHARACTERS_AT_ONCE) {
            next = reading.poll();
            if (!(next instanceof Item.Pending pending)) {
                break;
            }
            next = null;
            group.add(pending);
            chunks += pending.result().chunks();
            characters += pending.characters();
        }
        List<FileResult> written = writer.write(group);
        for (int i = 0; i < group.size(); i++) {
            reading.done(group.get(i));
            intake.written(group.get(i));
            add(written.get(i), group.get(i));
        }
    }

    private void tell(long chunksReady) {
        IngestTotals totals = tally.totals();
        progress.progress(new IngestProgress.State(
                totals.files(),
                sources.files(),
                bytes,
                sources.bytes(),
                totals.chunks() + totals.rows() + chunksReady));
    }

    /** Stops what is still being read, and removes what was put aside. */
    @Override
    public void close() {
        stop();
        reading.close();
        plan.close();
        spool.close();
    }
}
