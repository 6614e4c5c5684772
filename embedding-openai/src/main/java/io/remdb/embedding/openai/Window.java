package io.remdb.embedding.openai;

import io.remdb.embedding.EstimatedTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text, or a part of one that is longer than a model reads, with an estimate of its tokens ({@link EstimatedTokenizer}).
 *
 * @param textIndex which of the texts
 */
record Window(int textIndex, String part, double tokens) {
    /** What OpenAI's models read. */
    static final int MOST_TOKENS = 8191;

    /** How far back from its limit a window may end early, at a space. */
    private static final int LONGEST_WORD = 200;

    static List<Window> of(List<String> texts) {
        List<Window> windows = new ArrayList<>(texts.size());
        for (int index = 0; index < texts.size(); index++) {
            addWindows(index, wellFormed(texts.get(index)), windows);
        }
        return windows;
    }

    private static void addWindows(int index, String text, List<Window> windows) {
        int start = 0;
        do {
            int end = end(text, start);
            String part = text.substring(start, end);
            windows.add(new Window(index, part, Math.max(1, EstimatedTokenizer.tokens(part))));
            start = end;
        } while (start < text.length());
    }

    /** Where the window that begins at {@code start} ends: at a space where one is near, never inside a character. */
    private static int end(String text, int start) {
        double tokens = 0;
        int end = start;
        while (end < text.length() && tokens + EstimatedTokenizer.tokens(text.charAt(end)) <= MOST_TOKENS) {
            tokens += EstimatedTokenizer.tokens(text.charAt(end));
            end++;
        }
        if (end == text.length()) {
            return end;
        }
        for (int space = end; space > end - LONGEST_WORD; space--) {
            if (Character.isWhitespace(text.charAt(space - 1))) {
                return space;
            }
        }
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    /** The API takes no empty text, and JSON no half of a surrogate pair. */
    private static String wellFormed(String text) {
        return text.isEmpty() ? " " : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
