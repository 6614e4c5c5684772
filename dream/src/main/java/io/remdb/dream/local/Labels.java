package io.remdb.dream.local;

import io.remdb.dream.activity.Vectors;
import io.remdb.embedding.EmbeddingModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Labels with a description each, of which a text gets the nearest in embedding space, if it is clearly the nearest. Immutable.
 *
 * @param <T> what a label is
 */
final class Labels<T> {
    private final Map<T, List<float[]>> vectors = new LinkedHashMap<>();

    /** Labels and the sentences that somebody would say who means them. */
    Labels(EmbeddingModel model, Map<T, List<String>> descriptions) {
        descriptions.forEach((label, sentences) -> vectors.put(label, model.embedDocuments(sentences)));
    }

    /** A label and how near it is: the cosine with its nearest description. */
    record Match<T>(T label, double similarity) {}

    /** All labels, the nearest first. */
    List<Match<T>> ranked(float[] vector) {
        List<Match<T>> matches = new ArrayList<>();
        vectors.forEach((label, descriptions) -> matches.add(new Match<>(
                label,
                descriptions.stream()
                        .mapToDouble(description -> Vectors.cosine(vector, description))
                        .max()
                        .orElse(0))));
        matches.sort(Comparator.comparingDouble((Match<T> match) -> match.similarity()).reversed());
        return matches;
    }
}
