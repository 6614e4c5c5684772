package io.remdb.embedding.openai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.remdb.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that speaks the embeddings API: refuses what OpenAI refuses, sends the vectors in another order than asked, and fails
 * when told to. The vector of a text is made of its first characters, so that tests can tell vectors apart.
 */
final class EmbeddingServer implements AutoCloseable {
    static final String KEY = "sk-secret-key-of-the-tests";
    static final int DIMENSION = 8;

    /** One answer other than the regular one. */
    record Failure(int status, String body, Map<String, String> headers) {
        static Failure of(int status, String message) {
            return new Failure(status, "{\"error\":{\"message\":\"" + message + "\",\"code\":null}}", Map.of());
        }

        Failure withHeader(String name, String value) {
            return new Failure(status, body, Map.of(name, value));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final Queue<List<String>> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private volatile @Nullable String key = KEY;
    private volatile @Nullable String failingText;
    private volatile boolean base64 = true;
    private volatile UnaryOperator<String> tampering = UnaryOperator.identity();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    EmbeddingServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String baseUrl() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    /** The next requests fail like this, one after the other. */
    void failWith(Failure... next) {
        Collections.addAll(failures, next);
    }

    /** Requests with this text fail with 500. */
    void failOn(String text) {
        failingText = text;
    }

    void requireNoKey() {
        key = null;
    }

    /** As older servers do, whatever is asked for. */
    void sendNumbers() {
        base64 = false;
    }

    /** Changes the text of regular answers. */
    void tamper(UnaryOperator<String> change) {
        tampering = change;
    }

    /** Holds answers back until the latch is open. */
    void holdUntil(CountDownLatch latch) {
        gate = latch;
    }

    /** The inputs of the requests that were well-formed, also of those that were told to fail. */
    List<List<String>> requests() {
        return List.copyOf(requests);
    }

    int running() {
        return running.get();
    }

    int mostRunning() {
        return mostRunning.get();
    }

    static float[] vectorOf(String text) {
        float[] vector = new float[DIMENSION];
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = 1 + (i < text.length() ? text.charAt(i) : 0) * (i + 1);
            squares += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (vector[i] / Math.sqrt(squares));
        }
        return vector;
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Failure answer = answer(exchange, body);
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.decrementAndGet();
        }
    }

    private Failure answer(HttpExchange exchange, String body) throws InterruptedException {
        if (!exchange.getRequestURI().getPath().equals("/v1/embeddings")) {
            return new Failure(404, "<html>not here</html>", Map.of());
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return Failure.of(405, "Use POST");
        }
        String sentKey = exchange.getRequestHeaders().getFirst("Authorization");
        if (key == null ? sentKey != null : !("Bearer " + key).equals(sentKey)) {
            return Failure.of(401, "Incorrect API key provided: " + sentKey);
        }
        if (!"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            return Failure.of(400, "Send JSON");
        }
        ObjectNode request = Json.parseObject(body);
        List<String> texts = new ArrayList<>();
        request.get("input").forEach(text -> texts.add(text.asString()));
        if (texts.isEmpty() || texts.size() > 2048 || texts.contains("")) {
            return Failure.of(400, "'$.input' is invalid");
        }
        requests.add(texts);
        gate.await();
        Failure failure = failures.poll();
        if (failure != null) {
            return failure;
        }
        if (failingText != null && texts.contains(failingText)) {
            return Failure.of(500, "That text again");
        }
        String model = request.get("model").asString();
        if (!model.startsWith("text-embedding-test")) {
            return Failure.of(404, "The model `" + model + "` does not exist");
        }
        return new Failure(200, tampering.apply(vectors(texts, request)), Map.of());
    }

    private String vectors(List<String> texts, JsonNode request) {
        boolean asBase64 =
                base64 && "base64".equals(request.path("encoding_format").asString(""));
        List<ObjectNode> entries = new ArrayList<>();
        for (int index = 0; index < texts.size(); index++) {
            ObjectNode entry = Json.object().put("object", "embedding").put("index", index);
            // Not of unit length: that is the client's to make.
            float[] vector = vectorOf(texts.get(index));
            for (int i = 0; i < vector.length; i++) {
                vector[i] *= 3;
            }
            if (asBase64) {
                entry.put("embedding", encode(vector));
            } else {
                ArrayNode numbers = entry.putArray("embedding");
                for (float component : vector) {
                    numbers.add(component);
                }
            }
            entries.add(entry);
        }
        Collections.shuffle(entries, new Random(42));
        ObjectNode answer = Json.object().put("object", "list");
        answer.putArray("data").addAll(entries);
        answer.putObject("usage").put("prompt_tokens", 1).put("total_tokens", 1);
        return Json.text(answer);
    }

    static String encode(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
