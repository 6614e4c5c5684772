package io.remdb.bench.data;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProvider;

/**
 * The model {@code bench:clustered-384}, which exists for measuring and for nothing else: it knows no meaning. It lets a benchmark write a
 * million rows with vectors through the whole real write path in the time that the database takes, not the hours that a
 * language model would. A text with a {@link Mark} gets that vector; one without gets a vector that its characters choose.
 */
public final class ClusteredEmbeddingProvider implements EmbeddingProvider {
    static final String PREFIX = "bench";

    /** The name to write into a schema. */
    public static final String MODEL = PREFIX + ":" + ClusteredModel.NAME;

    /** The model itself, without the database. */
    public static EmbeddingModel openModel() {
        return new ClusteredModel();
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public EmbeddingModel open(String model, RemConfig config) {
        requireKnown(model);
        return openModel();
    }

    @Override
    public int dimension(String model, RemConfig config) {
        requireKnown(model);
        return ClusteredVectors.DIMENSION;
    }

    private static void requireKnown(String model) {
        if (!model.equals(ClusteredModel.NAME)) {
            throw new RemException(ErrorCode.UNKNOWN_MODEL, "There is no such model for measuring")
                    .with("model", PREFIX + ":" + model)
                    .hint("The one there is: " + MODEL);
        }
    }
}
