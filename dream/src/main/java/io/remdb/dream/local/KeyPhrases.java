package io.remdb.dream.local;

import io.remdb.dream.activity.Vectors;
import io.remdb.dream.text.Phrases;
import io.remdb.dream.text.Phrases.Phrase;
import io.remdb.dream.text.WordCounts;
import io.remdb.embedding.EmbeddingModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The phrases that say best what an activity is about: near its middle in embedding space (as EmbedRank: Bennani-Smires et al. 2018), said more than
 * once, early, and not what everything else is about as well.
 */
final class KeyPhrases {
    static final int MOST = 5;
    private static final int CANDIDATES = 20;
    private static final double FREQUENCY = 0.15;
    private static final double EARLY = 0.05;
    private static final double TELLING = 0.3;
    private static final double NOVELTY = 0.3;

    /** Words that are rarer than this (half of the way from in every text to in one) are all as telling: rare ones are mostly chance. */
    private static final double RARE = 0.5;

    /** A single word with the ending of a verb or adverb is rarely a topic. */
    private static final Pattern FORM_OF_VERB = Pattern.compile("(?:ed|ing|ly)$");

    private static final double VERB = 0.15;

    private final EmbeddingModel model;
    private final WordCounts counts;

    KeyPhrases(EmbeddingModel model, WordCounts counts) {
        this.model = model;
        this.counts = counts;
    }

    /**
     * The best phrases, the best first, no two with a word in common.
     *
     * @param texts in order of time
     * @param centre what they are about
     * @param without words that are in no phrase
     */
    List<String> of(List<String> texts, float[] centre, Collection<String> without) {
        List<Phrase> phrases = Phrases.of(texts, without);
        Map<String, Integer> wordCounts = new HashMap<>();
        phrases.stream()
                .filter(phrase -> phrase.stems().size() == 1)
                .forEach(phrase -> wordCounts.put(phrase.stems().getFirst(), phrase.count()));
        List<Phrase> candidates = phrases.stream()
                .filter(phrase -> phrase.stems().size() == 1 || phrase.count() > 1 || repeated(phrase, wordCounts))
                .sorted(Comparator.comparingDouble((Phrase phrase) -> plain(phrase, wordCounts))
                        .reversed())
                .limit(CANDIDATES)
                .toList();
        if (candidates.isEmpty()) {
            return List.of();
        }
        List<float[]> vectors =
                model.embedDocuments(candidates.stream().map(Phrase::text).toList());
        return chosen(candidates, vectors, centre, wordCounts);
    }

    private List<String> chosen(
            List<Phrase> candidates, List<float[]> vectors, float[] centre, Map<String, Integer> wordCounts) {
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < MOST) {
            int best = -1;
            double score = 0;
            for (int i = 0; i < candidates.size(); i++) {
                Phrase candidate = candidates.get(i);
                if (chosen.stream().anyMatch(other -> candidates.get(other).overlaps(candidate))) {
                    continue;
                }
                float[] vector = vectors.get(i);
                double known = chosen.stream()
                        .mapToDouble(other -> Vectors.cosine(vectors.get(other), vector))
                        .max()
                        .orElse(0);
                double here = Vectors.cosine(vector, centre) + plain(candidate, wordCounts) - NOVELTY * known;
                if (best < 0 || here > score) {
                    best = i;
                    score = here;
                }
            }
            if (best < 0) {
                break;
            }
            chosen.add(best);
        }
        return chosen.stream().map(i -> candidates.get(i).text()).toList();
    }

    /** What can be said of a phrase without a model. */
    private double plain(Phrase phrase, Map<String, Integer> wordCounts) {
        double telling =
                phrase.stems().stream().mapToDouble(counts::weight).average().orElse(0);
        double often = phrase.stems().stream()
                .mapToDouble(stem -> Math.log(wordCounts.getOrDefault(stem, 1)))
                .average()
                .orElse(0);
        double form = phrase.stems().size() == 1
                        && FORM_OF_VERB.matcher(phrase.stems().getFirst()).find()
                ? VERB
                : 0;
        return FREQUENCY * often + EARLY * (1 - phrase.first()) + TELLING * Math.min(1, telling / RARE) - form;
    }

    /** Words that meet once by chance make no phrase; one of them must be a matter of the activity. */
    private static boolean repeated(Phrase phrase, Map<String, Integer> wordCounts) {
        return phrase.stems().stream().anyMatch(stem -> wordCounts.getOrDefault(stem, 0) > 1);
    }
}
