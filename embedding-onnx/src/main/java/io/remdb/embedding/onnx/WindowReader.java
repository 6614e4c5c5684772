package io.remdb.embedding.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads texts as windows, in order: each text gives one window at least, also an empty one, and all but the last of a text
 * are full. Holds the tokens of one piece of one text at a time. Not thread-safe.
 */
final class WindowReader {
    private static final long[] NONE = {};

    private final Tokenizer tokenizer;
    private final List<String> texts;
    private final long[] window;

    private int text = -1;
    private TextPieces pieces = new TextPieces("");
    private long[] tokens = NONE;
    private int position;

    /** {@code windowTokens} includes [CLS] and [SEP]. */
    WindowReader(Tokenizer tokenizer, int windowTokens, List<String> texts) {
        this.tokenizer = tokenizer;
        this.texts = texts;
        this.window = new long[windowTokens];
        window[0] = tokenizer.firstToken();
    }

    /** The next windows, at most so many; empty at the end. Stops early, with what it has, when the thread is interrupted. */
    List<Window> next(int most) {
        List<Window> windows = new ArrayList<>();
        while (windows.size() < most && !Thread.currentThread().isInterrupted() && hasNext()) {
            if (!fillTokens()) {
                text++;
                pieces = new TextPieces(texts.get(text));
            }
            windows.add(new Window(text, nextWindow()));
        }
        return windows;
    }

    /** Whether there is another window. */
    boolean hasNext() {
        return text + 1 < texts.size() || fillTokens();
    }

    private long[] nextWindow() {
        int length = 1;
        while (length < window.length - 1 && fillTokens()) {
            int count = Math.min(tokens.length - position, window.length - 1 - length);
            System.arraycopy(tokens, position, window, length, count);
            position += count;
            length += count;
        }
        window[length] = tokenizer.lastToken();
        return Arrays.copyOf(window, length + 1);
    }

    /** Whether the present text has another token, which is then at {@code tokens[position]}. */
    private boolean fillTokens() {
        while (position == tokens.length && pieces.hasNext()) {
            tokens = tokenizer.tokens(pieces.next());
            position = 0;
        }
        return position < tokens.length;
    }
}
