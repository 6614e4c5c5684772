package io.remdb.embedding.onnx;

import ai.onnxruntime.OrtEnvironment;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntConsumer;

/**
 * A local model. A text longer than the model's window is read in consecutive windows, whose vectors are averaged, weighted by
 * their tokens. The empty text has a vector too, that of nothing between [CLS] and [SEP]. The vector of a text does not depend
 * on what else is embedded with it or at the same time.
 *
 * <p>Thread-safe. Closing waits for running calls; later calls fail with {@link ErrorCode#CLOSED}.
 */
final class OnnxEmbeddingModel implements EmbeddingModel {
    /** Enough to keep the workers busy while the next are read; a few megabytes of tokens and vectors. */
    private static final int BATCH_WINDOWS = 512;

    private final LocalModel model;
    private final Tokenizer tokenizer;
    private final LoadedGraph graph;
    private final WorkerPool workers;

    /** Shared by calls, exclusive to closing. */
    private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

    private volatile boolean closed;
    private boolean released;

    private OnnxEmbeddingModel(LocalModel model, Tokenizer tokenizer, LoadedGraph graph, int threads) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.graph = graph;
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        this.workers =
                new WorkerPool(threads, "rem-embedding", () -> new WindowEncoder(environment, graph.session(), model));
    }

    static OnnxEmbeddingModel open(LocalModel model, RemConfig config) {
        // The tokenizer and the graph take about as long as each other: load them side by side.
        CompletableFuture<Tokenizer> tokenizer = CompletableFuture.supplyAsync(
                () -> {
                    NativeLibraries.loadTokenizer(config.home());
                    return Tokenizer.open(model.tokenizerResource());
                },
                task -> Thread.ofPlatform().daemon().name("rem-tokenizer").start(task));
        LoadedGraph graph;
        try {
            graph = new GraphLoader(model, config.home()).load();
        } catch (RuntimeException | Error e) {
            var _ = tokenizer.thenAccept(Tokenizer::close);
            throw e;
        }
        try {
            return new OnnxEmbeddingModel(
                    model,
                    tokenizer.join(),
                    graph,
                    Math.max(1, config.embedding().threads()));
        } catch (CompletionException e) {
            graph.close();
            throw failure(e);
        }
    }

    @Override
    public String name() {
        return "local:" + model.modelName();
    }

    @Override
    public int dimension() {
        return model.dimension();
    }

    @Override
    public List<float[]> embedDocuments(List<String> texts) {
        return embedDocuments(texts, any -> {});
    }

    @Override
    public List<float[]> embedDocuments(List<String> texts, IntConsumer done) {
        if (closed || !calls.readLock().tryLock()) {
            throw closed();
        }
        try {
            if (closed) {
                throw closed();
            }
            return embed(texts, done);
        } finally {
            calls.readLock().unlock();
        }
    }

    @Override
    public float[] embedQuery(String text) {
        return embedDocuments(List.of(model.queryPrefix() + text)).getFirst();
    }

    private List<float[]> embed(List<String> texts, IntConsumer done) {
        List<float[]> vectors = new ArrayList<>(texts.size());
        WindowReader reader = new WindowReader(tokenizer, model.windowTokens(), texts);
        WindowAverage average = new WindowAverage();
        List<Window> windows = reader.next(BATCH_WINDOWS);
        while (!windows.isEmpty()) {
            WindowBatch batch = new WindowBatch(windows);
            workers.submit(batch);
            List<Window> following;
            float[][] encoded;
            try {
                following = reader.next(BATCH_WINDOWS);
                int before = vectors.size();
                int inBatch = windows.getLast().text() - before; // the last may go on in the next batch
                int size = batch.size();
                encoded = await(batch, finished -> done.accept(before + (int) ((long) inBatch * finished / size)));
            } finally {
                batch.fail(new CancellationException()); // unless it is done
            }
            for (int i = 0; i < encoded.length; i++) {
                Window window = windows.get(i);
                if (window.text() > vectors.size()) {
                    vectors.add(average.vector());
                    average = new WindowAverage();
                }
                average.add(encoded[i], window.weight());
            }
            windows = following;
            done.accept(vectors.size());
        }
        if (reader.hasNext()) {
            throw cancelled(); // the reader stops only for an interruption
        }
        if (!texts.isEmpty()) {
            vectors.add(average.vector());
        }
        done.accept(vectors.size());
        return vectors;
    }

    private static float[][] await(WindowBatch batch, IntConsumer finished) {
        try {
            return batch.await(finished);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RemException failure(Exception wrapper) {
        return wrapper.getCause() instanceof RemException cause
                ? cause
                : new RemException(ErrorCode.EMBEDDING_FAILED, "The local embedding model failed", wrapper)
                        .with("cause", wrapper.getCause());
    }

    private static RemException cancelled() {
        return new RemException(ErrorCode.CANCELLED, "The thread was interrupted while it embedded texts");
    }

    private RemException closed() {
        return new RemException(ErrorCode.CLOSED, "The embedding model has been closed").with("model", name());
    }

    @Override
    public void close() {
        closed = true;
        calls.writeLock().lock();
        try {
            if (!released) {
                released = true;
                workers.close();
                graph.close();
                tokenizer.close();
            }
        } finally {
            calls.writeLock().unlock();
        }
    }
}
