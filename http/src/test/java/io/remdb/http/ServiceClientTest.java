package io.remdb.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ServiceClientTest {
    private static final String KEY = "sk-secret-key";
    private static final ServiceKind KIND = new ServiceKind(
            "weather service", ErrorCode.INTERNAL, "/weather", "WEATHER_URL", "WEATHER_KEY", "weather:today");

    private record Answer(int status, String body, Map<String, String> headers) {}

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RecordedWaiting waiting = new RecordedWaiting();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private HttpServer server;
    private Service service;
    private ServiceClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
        service = Service.of(KIND, "http://localhost:" + server.getAddress().getPort(), KEY);
        client = new ServiceClient(service, "today", RetryPolicy.STANDARD, waiting);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            gate.await();
            Answer answer = answers.poll();
            Answer sent = answer == null ? new Answer(200, "sunny", Map.of()) : answer;
            sent.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] body = sent.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(sent.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anAnswerThatIsTooLongIsAnErrorForGood() {
        answers.add(new Answer(200, "x".repeat(Json.LONGEST_DOCUMENT + 1), Map.of()));

        RemException error =
                catchThrowableOfType(RemException.class, () -> client.send(request(), ServiceClient.NO_LIMIT));

        assertThat(error.code()).isEqualTo(KIND.failure());
        assertThat(error).hasMessageContaining("too long").hasMessageContaining("most_bytes=" + Json.LONGEST_DOCUMENT);
        assertThat(requests).hasValue(1);
        answers.add(new Answer(200, "x".repeat(Json.LONGEST_DOCUMENT), Map.of()));
        assertThat(client.send(request(), ServiceClient.NO_LIMIT)).hasSize(Json.LONGEST_DOCUMENT);
    }

    @Test
    void repeatsWhatMaySucceedLater() {
        answers.add(new Answer(503, "storm", Map.of("Retry-After", "Thu, 01 Jan 2026 00:00:09 GMT")));
        answers.add(new Answer(408, "slow", Map.of("retry-after-ms", "100")));
        answers.add(new Answer(500, "fog", Map.of("Retry-After", "soon")));

        assertThat(send()).isEqualTo("sunny");

        assertThat(waiting.pauses()).hasSize(3);
        assertThat(waiting.pauses().get(0)).isBetween(Duration.ofSeconds(9), Duration.ofMillis(9_250));
        assertThat(waiting.pauses().get(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(350));
        assertThat(waiting.pauses().get(2)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void givesUpAfterAllAttempts() {
        for (int attempt = 0; attempt < 6; attempt++) {
            answers.add(new Answer(500, "{\"error\": {\"message\": \"hail on " + KEY + "\"}}", Map.of()));
        }
        RemException error = failure(ErrorCode.UNAVAILABLE, this::send);

        assertThat(error.text()).isEqualTo("The weather service does not answer, or is overloaded");
        assertThat(error.details())
                .containsEntry("attempts", "6")
                .containsEntry("problem", "HTTP 500 hail on ****")
                .containsEntry("service", service.host());
        assertThat(error.hint().orElseThrow()).contains("WEATHER_URL");
    }

    @Test
    void doesNotRepeatWhatIsRefused() {
        answers.add(new Answer(422, "{\"error\": \"no such weather\"}", Map.of()));
        answers.add(new Answer(401, "who is " + KEY, Map.of()));
        answers.add(new Answer(403, "{\"message\": \"not you, " + KEY + "\"}", Map.of()));
        answers.add(new Answer(404, "{\"error\": {\"message\": \"The model is unknown\"}}", Map.of()));
        answers.add(new Answer(404, "<html>", Map.of()));
        answers.add(new Answer(302, "", Map.of("Location", "/elsewhere")));

        assertThat(failure(ErrorCode.INTERNAL, this::send))
                .hasMessageContaining("The weather service refused the request")
                .hasMessageContaining("no such weather");
        assertThat(failure(ErrorCode.UNAUTHORIZED, this::send)).hasMessageNotContaining("who is");
        assertThat(failure(ErrorCode.UNAUTHORIZED, this::send)).hasMessageContaining("not you, ****");
        assertThat(failure(ErrorCode.UNKNOWN_MODEL, this::send).hint().orElseThrow())
                .contains("weather:today");
        assertThat(failure(ErrorCode.INTERNAL, this::send).hint().orElseThrow()).contains("WEATHER_URL", "/weather");
        assertThat(failure(ErrorCode.INTERNAL, this::send).details()).containsEntry("status", "302");
        assertThat(requests).hasValue(6);
    }

    @Test
    void ofAServiceWithoutKeysNoneIsAskedFor() {
        ServiceKind open = new ServiceKind("tide service", ErrorCode.INTERNAL, "/tide", "TIDE_URL", null, "tide:low");
        try (ServiceClient tides = new ServiceClient(
                Service.of(open, "http://localhost:" + server.getAddress().getPort(), null),
                "low",
                RetryPolicy.STANDARD,
                waiting)) {
            answers.add(new Answer(401, "who are you", Map.of()));

            RemException error = failure(ErrorCode.UNAUTHORIZED, () -> tides.send(request(), ServiceClient.NO_LIMIT));

            assertThat(error.hint()).isEmpty();
        }
    }

    @Test
    void sendsAFewRequestsAtATime() throws Exception {
        gate = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Queue<Future<String>> running = new ConcurrentLinkedQueue<>();
            for (int caller = 0; caller < ServiceClient.PARALLEL_REQUESTS; caller++) {
                running.add(callers.submit(this::send));
            }
            while (requests.get() < ServiceClient.PARALLEL_REQUESTS) {
                Thread.onSpinWait();
            }
            RemException error = failure(ErrorCode.UNAVAILABLE, () -> client.send(request(), Duration.ofMillis(20)));
            assertThat(error).hasMessageContaining("all connections were busy");

            gate.countDown();
            for (Future<String> one : running) {
                assertThat(one.get()).isEqualTo("sunny");
            }
        }
        assertThat(requests).hasValue(ServiceClient.PARALLEL_REQUESTS);
    }

    @Test
    void endsWhenItsCallerIsInterrupted() {
        answers.add(new Answer(500, "fog", Map.of()));
        Thread.currentThread().interrupt();

        assertThat(failure(ErrorCode.CANCELLED, this::send))
                .hasMessageContaining("Waiting for the weather service was interrupted");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void refusesAddressesAndKeysThatCannotBeSent() {
        assertThat(failure(ErrorCode.INVALID_CONFIG, () -> Service.of(KIND, "http://a b", null)))
                .hasMessageContaining("WEATHER_URL");
        assertThat(failure(ErrorCode.INVALID_CONFIG, () -> Service.of(KIND, "http://host", "two words")))
                .hasMessageContaining("WEATHER_KEY")
                .hasMessageNotContaining("two words");
        assertThat(service.toString()).doesNotContain(KEY);
    }

    private String send() {
        return new String(client.send(request(), ServiceClient.NO_LIMIT), StandardCharsets.UTF_8);
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(service.address()).build();
    }

    private static RemException failure(ErrorCode code, ThrowingCallable call) {
        RemException error = catchThrowableOfType(RemException.class, call);
        assertThat(error).isNotNull();
        assertThat(error.code()).describedAs(error.getMessage()).isEqualTo(code);
        return error;
    }
}
