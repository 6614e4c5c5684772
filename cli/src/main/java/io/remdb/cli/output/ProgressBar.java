package io.remdb.cli.output;

import io.remdb.ProgressListener;
import java.util.Locale;

/** A bar on stderr while a person is looking; silent otherwise. Thread-safe. */
public final class ProgressBar implements ProgressListener, AutoCloseable {
    private static final int BAR_WIDTH = 30;
    private static final double NANOS_PER_SECOND = 1e9;

    private final StatusLine status;
    private final String label;
    private final long startNanos = System.nanoTime();
    private long done;

    /** {@code label} says what is being done, such as {@code inserting}. */
    public ProgressBar(Output output, String label) {
        this.status = new StatusLine(output);
        this.label = label;
    }

    @Override
    public void progress(long done, long total) {
        show(done, total, "");
    }

    /** The same of a total that is a guess; 0 for none. */
    public void estimate(long done, long total) {
        show(done, total, "~");
    }

    private synchronized void show(long done, long total, String about) {
        this.done = done;
        if (status.due() || (status.visible() && done == total)) {
            status.draw(line(done, total, about, (System.nanoTime() - startNanos) / NANOS_PER_SECOND));
        }
    }

    /** How many items are finished. */
    public synchronized long done() {
        return done;
    }

    /** Takes the bar away. */
    @Override
    public synchronized void close() {
        status.clear();
    }

    private static String bar(int filled) {
        return "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
    }

    /** A bar of which a share is filled, 0 to 1. */
    static String bar(double share) {
        return bar((int) Math.clamp(BAR_WIDTH * share, 0, BAR_WIDTH));
    }

    private String line(long done, long total, String about, double seconds) {
        long rate = seconds <= 0 ? 0 : Math.round(done / seconds);
        String counted = String.format(Locale.ROOT, "%,d", done);
        if (total <= 0) {
            return String.format(Locale.ROOT, "%s  %s  %,d/s", label, counted, rate);
        }
        int filled = (int) Math.min(BAR_WIDTH, BAR_WIDTH * done / total);
        String bar = bar(filled);
        return String.format(Locale.ROOT, "%s  %s  %s/%s%,d  %,d/s", label, bar, counted, about, total, rate);
    }
}
