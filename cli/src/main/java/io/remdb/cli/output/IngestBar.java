package io.remdb.cli.output;

import io.remdb.ingest.IngestProgress;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;

/** How far the taking in of files is: files, chunks, chunks a second, time left. One line on stderr. Thread-safe. */
public final class IngestBar implements IngestProgress, AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double LEAST_SHARE = 0.01;

    private final StatusLine status;
    private final long startNanos = System.nanoTime();

    /** A bar of a run that begins now. */
    public IngestBar(Output output) {
        this.status = new StatusLine(output);
    }

    @Override
    public synchronized void progress(State state) {
        if (status.due()) {
            status.draw(line(state, (System.nanoTime() - startNanos) / NANOS_PER_SECOND));
        }
    }

    private static String line(State state, double seconds) {
        double share = state.totalBytes() == 0 ? 1 : (double) state.bytes() / state.totalBytes();
        String text = String.format(
                Locale.ROOT,
                "ingesting  %s  %,d/%,d files  %,d chunks  %,d/s",
                ProgressBar.bar(share),
                state.files(),
                state.totalFiles(),
                state.chunks(),
                seconds <= 0 ? 0 : Math.round(state.chunks() / seconds));
        return share < LEAST_SHARE ? text : text + "  " + left(seconds * (1 - share) / share) + " left";
    }

    private static String left(double seconds) {
        Duration left = Duration.ofSeconds(Math.round(seconds));
        return left.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart());
    }

    /** The same things, with the bar out of the way while one of them is printed. */
    public <T> Iterator<T> hiddenWhile(Iterator<T> things) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return things.hasNext();
            }

            @Override
            public T next() {
                T next = things.next();
                close();
                return next;
            }
        };
    }

    /** Takes the bar away. */
    @Override
    public synchronized void close() {
        status.clear();
    }
}
