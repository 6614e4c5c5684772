package io.remdb.embedding.openai;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.embedding.openai.Outcome.Answered;
import io.remdb.embedding.openai.Outcome.Unavailable;
import io.remdb.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One batch of texts to vectors: a request, repeated while that may help. Thread-safe; however many threads call, at most
 * {@value #PARALLEL_REQUESTS} requests are under way.
 */
final class EmbeddingsClient implements AutoCloseable {
    static final int PARALLEL_REQUESTS = 4;

    /** For who waits as long as the retries take. */
    static final Duration NO_LIMIT = Duration.ofDays(1);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Service service;
    private final String model;
    private final RetryPolicy retries;
    private final Waiting waiting;
    private final ServiceErrors errors;
    private final HttpClient http;
    private final Semaphore turns = new Semaphore(PARALLEL_REQUESTS, true);

    EmbeddingsClient(Service service, String model, RetryPolicy retries, Waiting waiting) {
        this.service = service;
        this.model = model;
        this.retries = retries;
        this.waiting = waiting;
        this.errors = new ServiceErrors(service, model, waiting);
        // Redirects would carry the key to another host. Without TLS, asking for HTTP/2 means an upgrade header on
        // every
        // request, at which some local servers drop the body.
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(service.isEncrypted() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * The vectors in the order of the texts, as the service gave them, but of finite numbers and one length.
     *
     * @param limit after which nobody wants them any more, where that is sooner than the end of the retries
     * @throws RemException as {@link io.remdb.embedding.EmbeddingModel#embedDocuments}
     */
    List<float[]> embed(List<String> texts, Duration limit) {
        HttpRequest request = request(texts);
        Duration deadline = limit.compareTo(retries.deadline()) < 0 ? limit : retries.deadline();
        long start = waiting.nanoTime();
        for (int attempt = 1; ; attempt++) {
            Duration left = deadline.minusNanos(waiting.nanoTime() - start);
            switch (attempt(request, left)) {
                case Answered answered -> {
                    return new EmbeddingsAnswer(errors, texts.size()).vectors(answered.body());
                }
                case Unavailable unavailable -> {
                    Duration pause = retries.pauseAfter(attempt, unavailable.askedFor());
                    left = deadline.minusNanos(waiting.nanoTime() - start);
                    if (attempt >= retries.attempts() || pause.compareTo(left) >= 0) {
                        throw errors.unavailable(unavailable, attempt);
                    }
                    pause(pause);
                }
            }
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private HttpRequest request(List<String> texts) {
        ObjectNode body = Json.object();
        body.put("model", model);
        ArrayNode input = body.putArray("input");
        texts.forEach(input::add);
        // A third of the size of decimal digits, and exact. Servers that do not know it send numbers, which are taken
        // too.
        body.put("encoding_format", "base64");
        HttpRequest.Builder request = HttpRequest.newBuilder(service.embeddings())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.write(body)));
        if (service.apiKey() != null) {
            request.header("Authorization", "Bearer " + service.apiKey());
        }
        return request.build();
    }

    private Outcome attempt(HttpRequest request, Duration left) {
        try {
            long start = waiting.nanoTime();
            if (!turns.tryAcquire(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS)) {
                return new Unavailable("all connections were busy for " + left.toMillis() + " ms", null, null);
            }
            try {
                return send(request, left.minusNanos(waiting.nanoTime() - start));
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            throw cancelled(e);
        }
    }

    /** The JDK's own time-out ends with the headers; this one covers the body too. */
    private Outcome send(HttpRequest request, Duration left) throws InterruptedException {
        Duration timeout = left.compareTo(retries.attemptTimeout()) < 0 ? left : retries.attemptTimeout();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), Json.LONGEST_DOCUMENT));
        try {
            return errors.outcome(exchange.get(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return new Unavailable("no answer within " + timeout.toMillis() + " ms", e, null);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException problem && !(problem instanceof SSLHandshakeException)) {
                return new Unavailable(describe(problem), problem, null);
            }
            throw errors.failed("The request to the embedding service failed", e.getCause());
        }
    }

    /** Some have no message, such as a refused connection. */
    private static String describe(IOException problem) {
        String name = problem.getClass().getSimpleName();
        return problem.getMessage() == null ? name : name + ": " + problem.getMessage();
    }

    private void pause(Duration duration) {
        try {
            waiting.pause(duration);
        } catch (InterruptedException e) {
            throw cancelled(e);
        }
    }

    /** The interrupt stays set, for whoever owns the thread. */
    static RemException cancelled(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RemException(ErrorCode.CANCELLED, "Waiting for the embedding service was interrupted", e);
    }
}
