package io.remdb.dream.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * In how many texts of the window each word stands, so that what everybody talks about all the time is no topic. Counts are halved, and rare words
 * forgotten, when there are too many. Not thread-safe while it is filled.
 */
public final class WordCounts {
    private static final int MOST_WORDS = 200_000;

    private final Map<String, Integer> counts = new HashMap<>();
    private int texts;

    /** Counts the words of a text. */
    public void add(String text) {
        texts++;
        new HashSet<>(Words.content(text)).forEach(word -> counts.merge(word, 1, Integer::sum));
        if (counts.size() > MOST_WORDS) {
            texts /= 2;
            counts.replaceAll((word, count) -> count / 2);
            counts.values().removeIf(count -> count == 0);
        }
    }

    /** How much a word tells, 0 (stands in every text) to 1 (in one): its inverse document frequency, normalised. */
    public double weight(String stem) {
        double all = Math.log(texts + 1.0);
        return all == 0 ? 1 : Math.clamp(Math.log((texts + 1.0) / counts.getOrDefault(stem, 1)) / all, 0, 1);
    }
}
