package io.remdb.bench.data;

import io.remdb.embedding.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link Mark}s and answers with {@link ClusteredVectors}. */
final class ClusteredModel implements EmbeddingModel {
    static final String NAME = "clustered-" + ClusteredVectors.DIMENSION;

    private static final Pattern MARK = Pattern.compile("\\bc(\\d{1,3})m(\\d{1,18})\\b");

    @Override
    public String name() {
        return ClusteredEmbeddingProvider.PREFIX + ":" + NAME;
    }

    @Override
    public int dimension() {
        return ClusteredVectors.DIMENSION;
    }

    @Override
    public List<float[]> embedDocuments(List<String> texts) {
        List<float[]> vectors = new ArrayList<>(texts.size());
        for (String text : texts) {
            vectors.add(embedQuery(text));
        }
        return List.copyOf(vectors);
    }

    @Override
    public float[] embedQuery(String text) {
        return markOf(text).vector();
    }

    @Override
    public void close() {
        // holds nothing
    }

    private static Mark markOf(String text) {
        Matcher matcher = MARK.matcher(text);
        if (matcher.find()) {
            return new Mark(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
        }
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return Mark.draw(new Noise(hash), hash);
    }
}
