package io.remdb.llm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.remdb.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that speaks the chat APIs of OpenAI, Anthropic and Ollama with structured output, refuses what they refuse, and answers what it was
 * told to, one request after the other.
 */
public final class ModelServer implements AutoCloseable {
    /** The only key that it takes. */
    public static final String KEY = "sk-secret-key-of-the-tests";

    /** What each reply is said to have cost. */
    public static final TokenCount TOKENS = new TokenCount(1_200, 34);

    /** The languages that it speaks. */
    public enum Api {
        /** {@code POST /v1/chat/completions}. */
        OPENAI("/v1", "P8_OPENAI_BASE_URL", "P8_OPENAI_API_KEY", "openai:gpt-4.1"),
        /** {@code POST /anthropic/v1/messages}. */
        ANTHROPIC("/anthropic/v1", "P8_ANTHROPIC_BASE_URL", "P8_ANTHROPIC_API_KEY", "anthropic:claude-sonnet-4-5"),
        /** {@code POST /api/chat}. */
        OLLAMA("", "P8_OLLAMA_BASE_URL", "", "ollama:llama3.1");

        private final String base;
        private final String addressVariable;
        private final String keyVariable;
        private final String model;

        Api(String base, String addressVariable, String keyVariable, String model) {
            this.base = base;
            this.addressVariable = addressVariable;
            this.keyVariable = keyVariable;
            this.model = model;
        }

        /** The name of the model that the server has. */
        public String model() {
            return model;
        }

        /** The settings that lead to a server, with a key where there is one. */
        public Map<String, String> environment(String origin, String key) {
            return keyVariable.isEmpty()
                    ? Map.of(addressVariable, origin + base)
                    : Map.of(addressVariable, origin + base, keyVariable, key);
        }
    }

    /** A request that was well-formed. */
    public record Call(Api api, Map<String, String> headers, ObjectNode body) {
        /** What the model is told it has to do. */
        public String system() {
            return switch (api) {
                case OPENAI, OLLAMA ->
                    body.path("messages").path(0).path("content").asString();
                case ANTHROPIC -> body.path("system").path(0).path("text").asString();
            };
        }

        /** What it has to do that with. */
        public String user() {
            return switch (api) {
                case OPENAI, OLLAMA ->
                    body.path("messages").path(1).path("content").asString();
                case ANTHROPIC ->
                    body.path("messages")
                            .path(0)
                            .path("content")
                            .path(0)
                            .path("text")
                            .asString();
            };
        }

        /** The schema that the reply is held to. */
        public JsonNode schema() {
            return switch (api) {
                case OPENAI -> body.path("response_format").path("json_schema").path("schema");
                case ANTHROPIC -> body.path("output_config").path("format").path("schema");
                case OLLAMA -> body.path("format");
            };
        }
    }

    private sealed interface Step {
        record Reply(String text, String end) implements Step {}

        record Body(int status, String text, Map<String, String> headers) implements Step {}

        record Silence() implements Step {}
    }

    private static final String END = "end";
    private static final String CUT = "cut";
    private static final String REFUSED = "refused";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public ModelServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Where it is, without the path of an API. */
    public String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The settings that lead here, key included. */
    public Map<String, String> environment(Api api) {
        return api.environment(origin(), KEY);
    }

    /** The next requests are answered with these texts. */
    public void reply(String... texts) {
        for (String text : texts) {
            steps.add(new Step.Reply(text, END));
        }
    }

    /** The next reply ends at the limit of tokens. */
    public void replyCutOff(String text) {
        steps.add(new Step.Reply(text, CUT));
    }

    /** The model, or its filter, refuses the next request. */
    public void refuse(String text) {
        steps.add(new Step.Reply(text, REFUSED));
    }

    /** The next request fails. */
    public void fail(int status, String message, Map<String, String> headers) {
        steps.add(new Step.Body(status, message, headers));
    }

    /** The next request is answered with this body. */
    public void sendRaw(String body) {
        steps.add(new Step.Body(200, body, Map.of()));
    }

    /** The next request is never answered. */
    public void keepSilent() {
        steps.add(new Step.Silence());
    }

    /** The well-formed requests so far. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Step.Body answer = answer(exchange, text);
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] bytes = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Step.Body answer(HttpExchange exchange, String text) throws InterruptedException {
        Api api = switch (exchange.getRequestMethod() + " " + exchange.getRequestURI()) {
            case "POST /v1/chat/completions" -> Api.OPENAI;
            case "POST /anthropic/v1/messages" -> Api.ANTHROPIC;
            case "POST /api/chat" -> Api.OLLAMA;
            default -> null;
        };
        if (api == null) {
            return new Step.Body(404, "<html>not here</html>", Map.of());
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        Call call = new Call(api, headers, Json.parseObject(text));
        String problem = problem(call);
        if (problem != null) {
            return error(api, problem.startsWith("key") ? 401 : 400, problem, Map.of());
        }
        calls.add(call);
        Step step = steps.poll();
        return switch (step) {
            case null -> error(api, 500, "The test has not said what to answer", Map.of());
            case Step.Silence() -> {
                closed.await();
                yield error(api, 500, "closed", Map.of());
            }
            case Step.Body body when body.status() == 200 -> body;
            case Step.Body body -> error(api, body.status(), body.text(), body.headers());
            case Step.Reply reply -> new Step.Body(200, Json.text(success(call, reply)), Map.of());
        };
    }

    // What the services refuse
    // -------------------------------------------------------------------------------------------

    private static @Nullable String problem(Call call) {
        if (!call.headers().getOrDefault("Content-Type", "").startsWith("application/json")) {
            return "Send JSON";
        }
        String model = call.api().model().substring(call.api().model().indexOf(':') + 1);
        if (!call.body().path("model").asString("").equals(model)) {
            return "There is no such model";
        }
        return switch (call.api()) {
            case OPENAI -> openAiProblem(call);
            case ANTHROPIC -> anthropicProblem(call);
            case OLLAMA -> ollamaProblem(call);
        };
    }

    private static @Nullable String openAiProblem(Call call) {
        JsonNode format = call.body().path("response_format");
        if (!("Bearer " + KEY).equals(call.headers().get("Authorization"))) {
            return "key: Incorrect API key provided: " + call.headers().get("Authorization");
        }
        if (!format.path("type").asString("").equals("json_schema")
                || !format.path("json_schema").path("strict").asBoolean(false)
                || !format.path("json_schema").path("name").asString("").matches("[A-Za-z0-9_-]{1,64}")) {
            return "Invalid response_format";
        }
        return call.body().path("stream").asBoolean(false) ? "No streams" : strictProblem(call.schema());
    }

    private static @Nullable String anthropicProblem(Call call) {
        if (!KEY.equals(call.headers().get("x-api-key"))) {
            return "key: invalid x-api-key " + call.headers().get("x-api-key");
        }
        if (!"2023-06-01".equals(call.headers().get("anthropic-version"))) {
            return "anthropic-version: header is required";
        }
        if (call.body().path("max_tokens").asInt(0) < 1) {
            return "max_tokens: Field required";
        }
        if (!call.body()
                .path("output_config")
                .path("format")
                .path("type")
                .asString("")
                .equals("json_schema")) {
            return "output_config.format: Input should be json_schema";
        }
        return strictProblem(call.schema());
    }

    private static @Nullable String ollamaProblem(Call call) {
        if (call.headers().containsKey("Authorization")
                || call.body().path("stream").asBoolean(true)) {
            return "No keys and no streams";
        }
        return call.schema().isObject() ? null : "format has to be a schema";
    }

    /** The rules of strict schemas: each object names all of its properties as required, and takes no others. */
    private static @Nullable String strictProblem(JsonNode schema) {
        if (schema.path("type").asString("").equals("object")) {
            List<String> required = schema.path("required")
                    .valueStream()
                    .map(JsonNode::asString)
                    .sorted()
                    .toList();
            List<String> properties = schema.path("properties").properties().stream()
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
            if (schema.path("additionalProperties").asBoolean(true) || !required.equals(properties)) {
                return "Invalid schema: 'additionalProperties' is required to be false, and all properties to be required";
            }
        } else if (!schema.has("type")) {
            return "Invalid schema: a type is missing";
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String problem = strictProblem(property.getValue());
            if (problem != null) {
                return problem;
            }
        }
        return schema.has("items") ? strictProblem(schema.get("items")) : null;
    }

    // What they answer
    // ----------------------------------------------------------------------------------------------------

    private static Step.Body error(Api api, int status, String message, Map<String, String> headers) {
        ObjectNode body = Json.object();
        switch (api) {
            case OPENAI ->
                body.putObject("error")
                        .put("message", message)
                        .put("type", "invalid_request_error")
                        .putNull("code");
            case ANTHROPIC ->
                body.put("type", "error")
                        .putObject("error")
                        .put("type", "api_error")
                        .put("message", message);
            case OLLAMA -> body.put("error", message);
        }
        return new Step.Body(status, Json.text(body), headers);
    }

    private static ObjectNode success(Call call, Step.Reply reply) {
        return switch (call.api()) {
            case OPENAI -> completion(call, reply);
            case ANTHROPIC -> message(call, reply);
            case OLLAMA -> chat(call, reply);
        };
    }

    private static ObjectNode completion(Call call, Step.Reply reply) {
        boolean refused = reply.end().equals(REFUSED);
        ObjectNode body = Json.object();
        body.put("id", "chatcmpl-1").put("object", "chat.completion").put("created", 1_750_000_000);
        body.set("model", call.body().get("model"));
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.put("finish_reason", reply.end().equals(CUT) ? "length" : "stop");
        ObjectNode said = choice.putObject("message").put("role", "assistant");
        if (refused) {
            said.putNull("content").put("refusal", reply.text());
        } else {
            said.put("content", reply.text()).putNull("refusal");
        }
        body.putObject("usage")
                .put("prompt_tokens", TOKENS.input())
                .put("completion_tokens", TOKENS.output())
                .put("total_tokens", TOKENS.input() + TOKENS.output());
        return body;
    }

    private static ObjectNode message(Call call, Step.Reply reply) {
        ObjectNode body = Json.object();
        body.put("id", "msg_1").put("type", "message").put("role", "assistant");
        body.set("model", call.body().get("model"));
        body.putArray("content").addObject().put("type", "text").put("text", reply.text());
        body.put(
                "stop_reason",
                switch (reply.end()) {
                    case CUT -> "max_tokens";
                    case REFUSED -> "refusal";
                    default -> "end_turn";
                });
        body.putObject("usage").put("input_tokens", TOKENS.input()).put("output_tokens", TOKENS.output());
        return body;
    }

    private static ObjectNode chat(Call call, Step.Reply reply) {
        ObjectNode body = Json.object();
        body.set("model", call.body().get("model"));
        body.put("created_at", "2026-01-01T00:00:00.000Z");
        body.putObject("message").put("role", "assistant").put("content", reply.text());
        body.put("done", true).put("done_reason", reply.end().equals(CUT) ? "length" : "stop");
        body.put("prompt_eval_count", TOKENS.input()).put("eval_count", TOKENS.output());
        return body;
    }
}
