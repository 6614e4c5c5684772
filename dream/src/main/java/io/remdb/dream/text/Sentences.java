package io.remdb.dream.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a text into sentences. */
public final class Sentences {
    private Sentences() {}

    /** The sentences of a text, in order, without space around them; lines are never joined. */
    public static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        for (String line : text.split("\\R+")) {
            BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
            breaks.setText(line);
            int start = breaks.first();
            for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
                String sentence = line.substring(start, end).strip();
                if (!sentence.isEmpty()) {
                    sentences.add(sentence);
                }
            }
        }
        return sentences;
    }
}
