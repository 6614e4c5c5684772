package io.remdb.dream.local;

import io.remdb.dream.activity.Item.Kind;
import io.remdb.dream.activity.Vectors;
import io.remdb.dream.text.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A summary of sentences: those in the middle of what is said (centroid-based extraction: Radev, Jing, Styś and Tam 2004), each unlike the ones chosen
 * before it (maximal marginal relevance: Carbonell and Goldstein 1998), in order of time.
 */
final class CentralSentences {
    private static final int MOST_SENTENCES = 3;
    private static final int FEWEST_WORDS = 5;
    private static final int LONGEST = 300;
    private static final double NOVELTY = 0.4;

    /** What comes first usually says what it is about. */
    private static final double FIRST = 0.05;

    private CentralSentences() {}

    /** A sentence, what it says, and who says it. */
    @SuppressWarnings("ArrayRecordComponent") // vectors are never changed, and never compared as a whole
    record Sentence(String text, float[] vector, Kind kind) {}

    static String summary(List<Sentence> sentences, float[] centre) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            if (tells(sentences.get(i).text())) {
                open.add(i);
            }
        }
        if (open.isEmpty()) {
            return sentences.stream()
                    .limit(MOST_SENTENCES)
                    .map(sentence -> shortened(sentence.text()))
                    .collect(Collectors.joining(" "));
        }
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < MOST_SENTENCES && !open.isEmpty()) {
            Integer best = open.stream()
                    .max(Comparator.comparingDouble(i -> score(i, sentences, centre, chosen)))
                    .orElseThrow();
            open.removeIf(best::equals);
            chosen.add(best);
        }
        return chosen.stream()
                .sorted()
                .map(i -> shortened(sentences.get(i).text()))
                .collect(Collectors.joining(" "));
    }

    private static double score(int i, List<Sentence> sentences, float[] centre, List<Integer> chosen) {
        double central =
                Vectors.cosine(sentences.get(i).vector(), centre) + FIRST * (1 - (double) i / sentences.size());
        double known = chosen.stream()
                .mapToDouble(other -> Vectors.cosine(
                        sentences.get(i).vector(), sentences.get(other).vector()))
                .max()
                .orElse(0);
        return central - NOVELTY * known;
    }

    /** A question says what is not known, and three words say little. */
    private static boolean tells(String sentence) {
        return !sentence.endsWith("?") && sentence.split("\\s+").length >= FEWEST_WORDS;
    }

    private static String shortened(String sentence) {
        return sentence.length() <= LONGEST ? sentence : Texts.cut(sentence, LONGEST) + "…";
    }
}
