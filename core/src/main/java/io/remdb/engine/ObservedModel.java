package io.remdb.engine;

import io.remdb.embedding.EmbeddingModel;
import io.remdb.telemetry.Kind;
import io.remdb.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;

/** Measures the calls of an embedding model. */
record ObservedModel(EmbeddingModel model, Telemetry telemetry) implements EmbeddingModel {
    @Override
    public String name() {
        return model.name();
    }

    @Override
    public int dimension() {
        return model.dimension();
    }

    @Override
    public List<float[]> embedDocuments(List<String> texts) {
        return telemetry.observe(Kind.EMBED, null, () -> model.embedDocuments(texts), List::size);
    }

    @Override
    public List<float[]> embedDocuments(List<String> texts, IntConsumer done) {
        return telemetry.observe(Kind.EMBED, null, () -> model.embedDocuments(texts, done), List::size);
    }

    @Override
    public float[] embedQuery(String text, Duration limit) {
        return telemetry.observe(Kind.EMBED, null, () -> model.embedQuery(text, limit), _ -> 1);
    }

    @Override
    public float[] embedQuery(String text) {
        return telemetry.observe(Kind.EMBED, null, () -> model.embedQuery(text), _ -> 1);
    }

    @Override
    public void close() {
        model.close();
    }
}
