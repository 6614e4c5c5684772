package io.remdb.embedding.openai;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.http.ServiceClient;
import io.remdb.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** One model of the service: cuts texts into requests, runs those at a time, puts the vectors together. */
final class OpenAiEmbeddingModel implements EmbeddingModel {
    private static final int MOST_TEXTS = 2048;
    private static final int MOST_TOKENS = 300_000;
    /** Digits, sign, exponent and comma of a number, at their longest. */
    private static final int NUMBER_LENGTH = 24;
    /** Of the models in use: bounds the size of an answer as long as the dimension is not known. */
    private static final int LARGEST_DIMENSION = 4096;

    private final String name;
    private final EmbeddingsClient client;
    private final int batchTexts;
    /** 0 until the first answer, for a model that is not known. */
    private final AtomicInteger dimension;

    private final ExecutorService workers;
    private volatile boolean closed;

    OpenAiEmbeddingModel(String name, EmbeddingsClient client, int batchTexts, int knownDimension) {
        this.name = name;
        this.client = client;
        this.batchTexts = batchTexts;
        this.dimension = new AtomicInteger(knownDimension);
        this.workers = Executors.newFixedThreadPool(
                ServiceClient.PARALLEL_REQUESTS,
                Thread.ofVirtual().name("rem-openai-", 0).factory());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimension() {
        if (dimension.get() == 0) {
            embedQuery("dimension");
        }
        return dimension.get();
    }

    @Override
    public List<float[]> embedDocuments(List<String> texts) {
        return embedDocuments(texts, any -> {});
    }

    @Override
    public List<float[]> embedDocuments(List<String> texts, IntConsumer done) {
        return embed(texts, ServiceClient.NO_LIMIT, done);
    }

    private List<float[]> embed(List<String> texts, Duration limit, IntConsumer done) {
        if (closed) {
            throw new RemException(ErrorCode.CLOSED, "The embedding model has been closed").with("model", name);
        }
        float[][] vectors = new float[texts.size()][];
        List<List<Window>> batches = batches(Window.of(texts));
        // One batch, such as a question, does not queue behind those of a large insert.
        if (batches.size() == 1) {
            collect(embed(batches.getFirst(), limit), vectors);
        } else {
            embedAll(batches, limit, vectors, done);
        }
        for (float[] vector : vectors) {
            normalise(vector);
        }
        return Arrays.asList(vectors);
    }

    @Override
    public float[] embedQuery(String text) {
        return embedQuery(text, ServiceClient.NO_LIMIT);
    }

    @Override
    public float[] embedQuery(String text, Duration limit) {
        return embed(List.of(text), limit, any -> {}).getFirst();
    }

    @Override
    public void close() {
        closed = true;
        workers.shutdownNow();
        client.close();
    }

    private List<List<Window>> batches(List<Window> windows) {
        int known = dimension.get() == 0 ? LARGEST_DIMENSION : dimension.get();
        int answerTexts = Math.max(1, Json.LONGEST_DOCUMENT / (NUMBER_LENGTH * known));
        int mostTexts = Math.min(Math.min(batchTexts, MOST_TEXTS), answerTexts);
        List<List<Window>> batches = new ArrayList<>();
        List<Window> batch = new ArrayList<>();
        double tokens = 0;
        for (Window window : windows) {
            if (batch.size() == mostTexts || (tokens + window.tokens() > MOST_TOKENS && !batch.isEmpty())) {
                batches.add(batch);
                batch = new ArrayList<>();
                tokens = 0;
            }
            batch.add(window);
            tokens += window.tokens();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    private void embedAll(List<List<Window>> batches, Duration limit, float[][] vectors, IntConsumer done) {
        CompletionService<List<Part>> completed = new ExecutorCompletionService<>(workers);
        List<Future<List<Part>>> running = new ArrayList<>(batches.size());
        try {
            for (List<Window> batch : batches) {
                running.add(completed.submit(() -> embed(batch, limit)));
            }
            for (int i = 1; i <= batches.size(); i++) {
                completed.take().get();
                done.accept((int) ((long) vectors.length * i / batches.size()));
            }
            // In the order of the text, so that its windows always add up to the same vector.
            running.forEach(future -> collect(future.resultNow(), vectors));
        } catch (InterruptedException e) {
            throw client.cancelled(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RemException problem) {
                throw problem;
            }
            throw new RemException(ErrorCode.INTERNAL, "A request to the embedding service broke", e.getCause());
        } finally {
            // Nothing to do for those that are done; the others are of no use without the one that failed.
            running.forEach(future -> future.cancel(true));
        }
    }

    private List<Part> embed(List<Window> batch, Duration limit) {
        List<float[]> vectors = client.embed(batch.stream().map(Window::part).toList(), limit);
        List<Part> parts = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            requireDimension(vectors.get(i).length);
            normalise(vectors.get(i));
            parts.add(new Part(batch.get(i), vectors.get(i)));
        }
        return parts;
    }

    private void requireDimension(int found) {
        int expected = dimension.compareAndExchange(0, found);
        if (expected != 0 && expected != found) {
            throw new RemException(
                            ErrorCode.EMBEDDING_FAILED, "The embedding service sent vectors of another dimension")
                    .with("model", name)
                    .with("expected", expected)
                    .with("found", found);
        }
    }

    /** Adds the vectors of windows up, each with its tokens for weight; only the direction counts in the end. */
    private static void collect(List<Part> parts, float[][] vectors) {
        for (Part part : parts) {
            float weight = (float) part.window().tokens();
            float[] vector = part.vector();
            float[] sum = vectors[part.window().textIndex()];
            if (sum == null) {
                sum = new float[vector.length];
                vectors[part.window().textIndex()] = sum;
            }
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * vector[i];
            }
        }
    }

    private void normalise(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        double length = Math.sqrt(squares);
        if (length == 0) {
            throw new RemException(ErrorCode.EMBEDDING_FAILED, "A vector of zeros has no direction")
                    .with("model", name);
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
    }

    /** The vector of a window. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Part(Window window, float[] vector) {}
}
