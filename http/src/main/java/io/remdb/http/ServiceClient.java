package io.remdb.http;

import io.remdb.RemException;
import io.remdb.http.Outcome.Answered;
import io.remdb.http.Outcome.Unavailable;
import io.remdb.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Sends requests to one service, each repeated while that may help. Thread-safe; however many threads call, at most
 * {@value #PARALLEL_REQUESTS} requests are under way.
 */
public final class ServiceClient implements AutoCloseable {
    /** The most requests at a time. */
    public static final int PARALLEL_REQUESTS = 4;

    /** For who waits as long as the retries take. */
    public static final Duration NO_LIMIT = Duration.ofDays(1);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final RetryPolicy retries;
    private final Waiting waiting;
    private final ServiceErrors errors;
    private final HttpClient http;
    private final Semaphore turns = new Semaphore(PARALLEL_REQUESTS, true);

    /** A client that asks one model of a service; nothing is sent yet. */
    public ServiceClient(Service service, String model, RetryPolicy retries, Waiting waiting) {
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

    /** How what this service does wrong is said. */
    public ServiceErrors errors() {
        return errors;
    }

    /**
     * The body of the answer, which should be JSON.
     *
     * @param request to the service, its key included
     * @param limit after which nobody wants the answer any more, where that is sooner than the end of the retries
     * @throws RemException {@link io.remdb.ErrorCode#UNAVAILABLE} after all retries, {@link io.remdb.ErrorCode#UNAUTHORIZED}, {@link
     *     io.remdb.ErrorCode#UNKNOWN_MODEL}, {@link io.remdb.ErrorCode#CANCELLED} when the thread is interrupted, and the failure of the
     *     kind of service for all else that it refuses
     */
    public byte[] send(HttpRequest request, Duration limit) {
        Duration deadline = limit.compareTo(retries.deadline()) < 0 ? limit : retries.deadline();
        long start = waiting.nanoTime();
        for (int attempt = 1; ; attempt++) {
            Duration left = deadline.minusNanos(waiting.nanoTime() - start);
            switch (attempt(request, left)) {
                case Answered answered -> {
                    return answered.body();
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

    private Outcome attempt(HttpRequest request, Duration left) {
        try {
            long start = waiting.nanoTime();
            if (!turns.tryAcquire(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS)) {
                return new Unavailable("all connections were busy for " + left.toMillis() + " ms", null, null);
            }
            try {
                return exchange(request, left.minusNanos(waiting.nanoTime() - start));
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            throw errors.cancelled(e);
        }
    }

    /** The JDK's own time-out ends with the headers; this one covers the body too. */
    private Outcome exchange(HttpRequest request, Duration left) throws InterruptedException {
        Duration timeout = left.compareTo(retries.attemptTimeout()) < 0 ? left : retries.attemptTimeout();
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request, _ -> new LimitedBody(Json.LONGEST_DOCUMENT));
        try {
            return errors.outcome(response.get(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            response.cancel(true);
            return new Unavailable("no answer within " + timeout.toMillis() + " ms", e, null);
        } catch (InterruptedException e) {
            response.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LimitedBody.TooLongException problem) {
                throw errors.failed(errors.the("sent an answer that is too long"), problem)
                        .with("most_bytes", Json.LONGEST_DOCUMENT);
            }
            if (e.getCause() instanceof IOException problem && !(problem instanceof SSLHandshakeException)) {
                return new Unavailable(describe(problem), problem, null);
            }
            throw errors.failed("The request to the " + errors.service().kind().noun() + " failed", e.getCause());
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
            throw errors.cancelled(e);
        }
    }
}
