package io.remdb.dream.local;

import io.remdb.dream.activity.Vectors;
import io.remdb.embedding.EmbeddingModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Labels with a description each, of which a text gets the nearest in embedding space, if it is clearly the nearest. One thread.
 *
 * @param <T> what a label is
 */
final class Labels<T> {
    private final EmbeddingModel model;
    private final Map<T, List<String>> descriptions;
    private final Map<T, List<float[]>> vectors = new LinkedHashMap<>();

    /** Labels and the sentences that somebody would say who means them; embedded when they are first needed. */
    Labels(EmbeddingModel model, Map<T, List<String>> descriptions) {
        this.model = model;
        this.descriptions = descriptions;
    }

    /** A label and how near it is: the cosine with its nearest description. */
    record Match<T>(T label, double similarity) {}

    /** All labels, the nearest first. */
    List<Match<T>> ranked(float[] vector) {
        if (vectors.isEmpty()) {
            descriptions.forEach((label, sentences) -> vectors.put(label, model.embedDocuments(sentences)));
        }
        List<Match<T>> matches = new ArrayList<>();
        vectors.forEach((label, described) -> matches.add(new Match<>(
                label,
                described.stream()
                        .mapToDouble(description -> Vectors.cosine(vector, description))
                        .max()
                        .orElse(0))));
        matches.sort(Comparator.comparingDouble((Match<T> match) -> match.similarity())
                .reversed());
        return matches;
    }
}
