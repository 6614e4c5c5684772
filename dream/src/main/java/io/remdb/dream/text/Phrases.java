package io.remdb.dream.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * Phrases that may be topics: runs of up to {@value #LONGEST} words between function words and signs, as in RAKE (Rose, Engel, Cramer and Cowley
 * 2010).
 */
public final class Phrases {
    static final int LONGEST = 3;

    /** A longer word, in chars, is a number, an address or a key, and no topic. */
    private static final int LONGEST_WORD = 40;

    private Phrases() {}

    /**
     * A phrase of a text.
     *
     * @param text as it stands where it is met first
     * @param stems its words, stemmed
     * @param count how often it was met
     * @param first in which text it was met first, 0 to 1 of all
     */
    public record Phrase(String text, List<String> stems, int count, double first) {
        public Phrase {
            stems = List.copyOf(stems);
        }

        /** Whether it shares words with another one. */
        public boolean overlaps(Phrase other) {
            return stems.stream().anyMatch(other.stems::contains);
        }
    }

    /**
     * The phrases of texts, in the order in which they are met.
     *
     * @param without words that belong to no phrase, such as names of people, stemmed
     */
    public static List<Phrase> of(List<String> texts, Collection<String> without) {
        Map<List<String>, Phrase> found = new LinkedHashMap<>();
        Set<String> excluded = new HashSet<>(without);
        for (int i = 0; i < texts.size(); i++) {
            double place = (double) i / texts.size();
            for (List<String> run : runs(texts.get(i), excluded)) {
                for (int start = 0; start < run.size(); start++) {
                    for (int end = start + 1; end <= Math.min(run.size(), start + LONGEST); end++) {
                        add(run.subList(start, end), place, found);
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static void add(List<String> words, double place, Map<List<String>, Phrase> found) {
        List<String> stems = words.stream().map(Words::stem).toList();
        if (new HashSet<>(stems).size() < stems.size()) {
            return;
        }
        Phrase known = found.get(stems);
        found.put(
                stems,
                known == null
                        ? new Phrase(String.join(" ", words), stems, 1, place)
                        : new Phrase(known.text, stems, known.count + 1, known.first));
    }

    private static List<List<String>> runs(String text, Set<String> excluded) {
        List<List<String>> runs = new ArrayList<>();
        List<String> run = new ArrayList<>();
        Matcher matcher = Words.WORD.matcher(text);
        int end = 0;
        while (matcher.find()) {
            boolean sign = !text.substring(end, matcher.start()).isBlank();
            String word = matcher.group();
            boolean topical = !Words.functional(word)
                    && word.length() > 1
                    && word.length() <= LONGEST_WORD
                    && word.codePoints().anyMatch(Character::isLetter)
                    && word.indexOf('\'') < 0
                    && word.indexOf('’') < 0
                    && !excluded.contains(Words.stem(word));
            if ((sign || !topical) && !run.isEmpty()) {
                runs.add(run);
                run = new ArrayList<>();
            }
            if (topical) {
                run.add(lowerUnlessName(word));
            }
            end = matcher.end();
        }
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return runs;
    }

    /** Words written in capitals, or with capitals and digits inside, stay as they are. */
    private static String lowerUnlessName(String word) {
        boolean special = word.substring(1).codePoints().anyMatch(Character::isUpperCase);
        return special ? word : Words.plain(word);
    }
}
