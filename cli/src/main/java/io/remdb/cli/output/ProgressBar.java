package io.remdb.cli.output;

import io.remdb.ProgressListener;
import java.io.PrintStream;
import java.util.Locale;

/** A bar on stderr while a person is looking; silent otherwise. Thread-safe. */
public final class ProgressBar implements ProgressListener, AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final int BAR_WIDTH = 30;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintStream messages;
    private final boolean visible;
    private final String label;
    private final long startNanos = System.nanoTime();
    private long drawnNanos = startNanos - REDRAW_NANOS;
    private long done;
    private int drawnWidth;

    /** {@code label} says what is being done, such as {@code inserting}. */
    public ProgressBar(Output output, String label) {
        this.messages = output.messages();
        this.visible = output.terminal().errors();
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
        long now = System.nanoTime();
        if (!visible || (now - drawnNanos < REDRAW_NANOS && done != total)) {
            return;
        }
        drawnNanos = now;
        draw(line(done, total, about, (now - startNanos) / NANOS_PER_SECOND));
    }

    /** How many items are finished. */
    public synchronized long done() {
        return done;
    }

    /** Takes the bar away. */
    @Override
    public synchronized void close() {
        if (drawnWidth > 0) {
            draw("");
            messages.print('\r');
            messages.flush();
            drawnWidth = 0;
        }
    }

    private String line(long done, long total, String about, double seconds) {
        long rate = seconds <= 0 ? 0 : Math.round(done / seconds);
        String counted = String.format(Locale.ROOT, "%,d", done);
        if (total <= 0) {
            return String.format(Locale.ROOT, "%s  %s  %,d/s", label, counted, rate);
        }
        int filled = (int) Math.min(BAR_WIDTH, BAR_WIDTH * done / total);
        String bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
        return String.format(Locale.ROOT, "%s  %s  %s/%s%,d  %,d/s", label, bar, counted, about, total, rate);
    }

    private void draw(String line) {
        int width = Text.width(line);
        messages.print("\r" + line + " ".repeat(Math.max(0, drawnWidth - width)));
        messages.flush();
        drawnWidth = width;
    }
}
