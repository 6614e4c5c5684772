package io.remdb.cli.output;

import java.io.PrintStream;

/** One line on stderr that changes, while a person is looking; silent otherwise. Not thread-safe: its owner is. */
final class StatusLine {
    private static final long REDRAW_NANOS = 100_000_000L;

    private final PrintStream messages;
    private final boolean visible;
    private long drawnNanos = System.nanoTime() - REDRAW_NANOS;
    private int drawnWidth;

    StatusLine(Output output) {
        this.messages = output.messages();
        this.visible = output.terminal().errors();
    }

    /** Whether it is time to draw again; so often that it seems to move, so rarely that it costs nothing. */
    boolean due() {
        return visible && System.nanoTime() - drawnNanos >= REDRAW_NANOS;
    }

    /** Whether anybody sees it. */
    boolean visible() {
        return visible;
    }

    void draw(String line) {
        drawnNanos = System.nanoTime();
        int width = Text.width(line);
        messages.print("\r" + line + " ".repeat(Math.max(0, drawnWidth - width)));
        messages.flush();
        drawnWidth = width;
    }

    /** Takes the line away; the next is drawn at once. */
    void clear() {
        if (drawnWidth > 0) {
            draw("");
            messages.print('\r');
            messages.flush();
            drawnWidth = 0;
            drawnNanos -= REDRAW_NANOS;
        }
    }
}
