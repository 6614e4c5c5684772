package io.remdb.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.http.RecordedWaiting;
import io.remdb.json.Json;
import io.remdb.llm.ModelServer.Api;
import io.remdb.llm.ModelServer.Call;
import io.remdb.llm.Reply.End;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

@Timeout(30)
class LanguageModelTest {
    private static final ObjectNode SCHEMA = Json.parseObject("""
            {"type": "object", "additionalProperties": false, "required": ["colours"],
             "properties": {"colours": {"type": "array", "items": {"type": "string", "enum": ["red", "blue"]}}}}
            """);

    private final RecordedWaiting waiting = new RecordedWaiting();
    private ModelServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new ModelServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void asksForJsonOfASchema(Api api) {
        server.reply("{\"colours\": [\"blue\"]}");
        try (LanguageModel model = open(api)) {
            Reply reply = model.complete(request());

            assertThat(model.name()).isEqualTo(api.model());
            assertThat(reply.json()).isEqualTo(Json.parseObject("{\"colours\": [\"blue\"]}"));
            assertThat(reply.end()).isEqualTo(End.COMPLETE);
            assertThat(reply.tokens()).isEqualTo(ModelServer.TOKENS);
        }
        Call call = server.calls().getFirst();
        assertThat(call.system()).isEqualTo("You name colours.");
        assertThat(call.user()).isEqualTo("The sky");
        assertThat(call.schema()).isEqualTo(SCHEMA);
        assertThat(Json.text(call.body())).doesNotContain(ModelServer.KEY).contains("321");
    }

    @Test
    void tellsOllamaHowLongARequestMayBe() {
        server.reply("{}");
        try (LanguageModel model = open(Api.OLLAMA)) {
            model.complete(request());
        }
        assertThat(server.calls()
                        .getFirst()
                        .body()
                        .path("options")
                        .path("num_ctx")
                        .asInt())
                .isGreaterThan(10_000);
    }

    @ParameterizedTest
    @EnumSource
    void saysThatAReplyWasCutOff(Api api) {
        server.replyCutOff("{\"colours\": [\"bl");
        try (LanguageModel model = open(api)) {
            Reply reply = model.complete(request());

            assertThat(reply.tokens()).isEqualTo(ModelServer.TOKENS);
            assertThat(failure(ErrorCode.LANGUAGE_MODEL_FAILED, reply::json))
                    .hasMessageContaining("cut off at its limit of tokens");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Api.class,
            names = {"OPENAI", "ANTHROPIC"})
    void saysThatTheModelRefuses(Api api) {
        server.refuse("I do not talk about colours");
        try (LanguageModel model = open(api)) {
            assertThat(failure(ErrorCode.LANGUAGE_MODEL_FAILED, model.complete(request())::json))
                    .hasMessageContaining("refuses")
                    .hasMessageContaining("I do not talk about colours");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Api.class,
            names = {"OPENAI", "ANTHROPIC"})
    void aRefusalCostsItsTokens(Api api) {
        server.refuse("I do not talk about colours");
        try (LanguageModel model = open(api)) {
            Reply reply = model.complete(request());

            assertThat(reply.end()).isEqualTo(Reply.End.REFUSED);
            assertThat(reply.tokens()).isEqualTo(ModelServer.TOKENS);
        }
    }

    @Test
    void whoWaitsAMinuteSeesASecondAttempt() {
        assertThat(LanguageModels.INTERACTIVE.attemptTimeout().multipliedBy(2)).isLessThan(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @EnumSource
    void saysThatAReplyIsNotJson(Api api) {
        server.reply("Here you go: blue");
        try (LanguageModel model = open(api)) {
            assertThat(failure(ErrorCode.LANGUAGE_MODEL_FAILED, model.complete(request())::json))
                    .hasMessageContaining("not a JSON object")
                    .hasMessageContaining("Here you go");
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatAServiceSpeaksAnotherLanguage(Api api) {
        server.sendRaw("<html>" + ModelServer.KEY + "</html>");
        try (LanguageModel model = open(api)) {
            RemException error = failure(ErrorCode.LANGUAGE_MODEL_FAILED, () -> model.complete(request()));

            assertThat(error).hasMessageContaining("malformed answer").hasMessageContaining("<html>");
            assertThat(error.getMessage()).doesNotContain(api == Api.OLLAMA ? "nothing" : ModelServer.KEY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsAsLongAsTheServiceAsksFor(Api api) {
        server.fail(429, "Too many requests", Map.of("Retry-After", "3"));
        server.fail(529, "Overloaded", Map.of());
        server.reply("{}");
        try (LanguageModel model = open(api)) {
            assertThat(model.complete(request()).end()).isEqualTo(End.COMPLETE);
        }
        assertThat(server.calls()).hasSize(3);
        assertThat(waiting.pauses()).hasSize(2);
        assertThat(waiting.pauses().getFirst()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3_300));
    }

    @ParameterizedTest
    @EnumSource
    void waitsForMinutesWhereNobodyWaitsForTheAnswer(Api api) {
        server.fail(429, "Too many requests", Map.of("Retry-After", "120"));
        server.fail(429, "Too many requests", Map.of("Retry-After", "240"));
        server.reply("{}");
        Request request =
                new Request("You name colours.", "The sky", "colours", SCHEMA, 321, LanguageModels.BULK.deadline());
        try (LanguageModel model = LanguageModels.open(
                        api.model(), RemConfig.of(new HashMap<>(server.environment(api))), LanguageModels.BULK, waiting)
                .orElseThrow()) {
            assertThat(model.complete(request).end()).isEqualTo(End.COMPLETE);
        }
        assertThat(waiting.pauses()).hasSize(2);
        assertThat(waiting.pauses().getLast()).isGreaterThanOrEqualTo(Duration.ofMinutes(4));
    }

    @ParameterizedTest
    @EnumSource
    void givesUpWhenTheServiceAsksForMoreTimeThanThereIs(Api api) {
        server.fail(429, "Too many requests", Map.of("Retry-After", "60"));
        try (LanguageModel model = open(api)) {
            RemException error = failure(ErrorCode.UNAVAILABLE, () -> model.complete(request()));

            assertThat(error.details())
                    .containsEntry("retry_after_seconds", "60")
                    .containsEntry("attempts", "1");
            assertThat(error).hasMessageContaining("Too many requests");
        }
        assertThat(waiting.pauses()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void endsWithTheLimitOfTheRequest(Api api) {
        server.keepSilent();
        try (LanguageModel model = open(api)) {
            Request hasty = new Request("s", "u", "colours", SCHEMA, 10, Duration.ofMillis(200));

            assertThat(failure(ErrorCode.UNAVAILABLE, () -> model.complete(hasty)))
                    .hasMessageContaining("no answer within 200 ms");
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatNobodyListens(Api api) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (LanguageModel model = open(api, api.environment("http://localhost:" + port, ModelServer.KEY))) {
            RemException error = failure(ErrorCode.UNAVAILABLE, () -> model.complete(request()));

            assertThat(error).hasMessageContaining("ConnectException").hasMessageContaining("localhost:" + port);
            assertThat(error.details()).containsEntry("attempts", "3");
        }
    }

    @Test
    void saysThatThereIsNoSuchHost() {
        try (LanguageModel model = open(Api.OPENAI, Api.OPENAI.environment("http://no-such-host.invalid", "k"))) {
            assertThat(failure(ErrorCode.UNAVAILABLE, () -> model.complete(request())))
                    .hasMessageContaining("no-such-host.invalid");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Api.class,
            names = {"OPENAI", "ANTHROPIC"})
    void doesNotShowAKeyThatIsRefused(Api api) {
        try (LanguageModel model = open(api, api.environment(server.origin(), "sk-secret-but-wrong"))) {
            RemException error = failure(ErrorCode.UNAUTHORIZED, () -> model.complete(request()));

            assertThat(error.toString()).doesNotContain("sk-secret");
            assertThat(error.hint().orElseThrow()).contains("_API_KEY");
        }
        assertThat(waiting.pauses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 500})
    void doesNotShowAKeyThatTheServiceQuotes(int status) {
        for (int attempt = 0; attempt < 3; attempt++) {
            server.fail(status, "Your key " + ModelServer.KEY + " is bad", Map.of());
        }
        try (LanguageModel model = open(Api.OPENAI)) {
            assertThatThrownBy(() -> model.complete(request()))
                    .hasMessageContaining("Your key **** is bad")
                    .hasMessageNotContaining(ModelServer.KEY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsWhyARequestIsRefused(Api api) {
        server.fail(400, "The prompt is too long", Map.of());
        try (LanguageModel model = open(api)) {
            assertThat(failure(ErrorCode.LANGUAGE_MODEL_FAILED, () -> model.complete(request())))
                    .hasMessageContaining("The prompt is too long");
        }
        assertThat(server.calls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void saysThatTheServiceDoesNotHaveTheModel(Api api) {
        server.fail(404, "model not found", Map.of());
        try (LanguageModel model = open(api)) {
            RemException error = failure(ErrorCode.UNKNOWN_MODEL, () -> model.complete(request()));

            assertThat(error.hint().orElseThrow()).contains(api.name().toLowerCase(Locale.ROOT) + ":");
        }
    }

    @ParameterizedTest
    @EnumSource
    void canBeInterrupted(Api api) {
        server.keepSilent();
        try (LanguageModel model = open(api)) {
            Thread.currentThread().interrupt();

            failure(ErrorCode.CANCELLED, () -> model.complete(request()));

            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void sendsNothingWithoutAKey() {
        Queue<URI> asked = new ConcurrentLinkedQueue<>();
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(recording(asked));
        try (LanguageModel openai =
                        LanguageModels.open("gpt-4.1", RemConfig.of(Map.of())).orElseThrow();
                LanguageModel anthropic = LanguageModels.open("anthropic:claude-sonnet-4-5", RemConfig.of(Map.of()))
                        .orElseThrow();
                LanguageModel served = open(Api.OPENAI)) {
            assertThat(failure(ErrorCode.UNAUTHORIZED, () -> openai.complete(request()))
                            .hint()
                            .orElseThrow())
                    .contains("P8_OPENAI_API_KEY");
            assertThat(failure(ErrorCode.UNAUTHORIZED, () -> anthropic.complete(request()))
                            .hint()
                            .orElseThrow())
                    .contains("P8_ANTHROPIC_API_KEY");
            assertThat(asked).isEmpty();

            // The same, where there is a key: so nothing gets past the one who looks.
            server.reply("{}");
            served.complete(request());
            assertThat(asked).hasSize(1);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    private static ProxySelector recording(Queue<URI> asked) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException problem) {}
        };
    }

    @Test
    void asksAServerOfOnesOwnWithoutAKey() {
        try (LanguageModel model = open(Api.OPENAI, Map.of("P8_OPENAI_BASE_URL", server.origin() + "/v1"))) {
            // This one wants a key, and says so.
            failure(ErrorCode.UNAUTHORIZED, () -> model.complete(request()));
        }
    }

    @Test
    void isLocalWhereNothingIsSet() {
        RemConfig config = RemConfig.of(Map.of());

        assertThat(LanguageModels.open(config.languageModels().defaultModel(), config))
                .isEmpty();
    }

    @Test
    void knowsModelsByTheirNames() {
        RemConfig config = RemConfig.of(Map.of("P8_OPENAI_API_KEY", "k"));

        assertThat(LanguageModels.open(config.languageModels().defaultModel(), config)
                        .map(LanguageModel::name))
                .contains("openai:gpt-4.1");
        assertThat(LanguageModels.open("ollama:qwen3:8b", config).map(LanguageModel::name))
                .contains("ollama:qwen3:8b");
        for (String name : List.of("mistral:large", "openai:", "")) {
            failure(ErrorCode.UNKNOWN_MODEL, () -> LanguageModels.open(name, config));
        }
    }

    @Test
    void knowsWhatTokensCost() {
        RemConfig config = RemConfig.of(Map.of("P8_OPENAI_API_KEY", "k"));
        try (LanguageModel release =
                        LanguageModels.open("gpt-4.1-2025-04-14", config).orElseThrow();
                LanguageModel unknown =
                        LanguageModels.open("openai:gpt-99", config).orElseThrow();
                LanguageModel elsewhere = open(Api.OPENAI)) {
            Reply reply = new Reply("{}", End.COMPLETE, new TokenCount(1_000, 500), "m");

            Usage usage = Usage.none(release).plus(release, reply).plus(release, reply);
            assertThat(usage.costUsd()).isEqualByComparingTo(new BigDecimal("0.012"));
            assertThat(Json.parse(Json.text(usage.json()))).isEqualTo(Json.parseObject("""
                            {"model": "openai:gpt-4.1-2025-04-14", "calls": 2, "input_tokens": 2000, "output_tokens": 1000,
                             "cost_usd": 0.012}
                            """));
            assertThat(Usage.none(unknown).plus(unknown, reply).costUsd()).isNull();
            assertThat(elsewhere.price()).isEmpty();
        }
    }

    private LanguageModel open(Api api) {
        return open(api, server.environment(api));
    }

    private LanguageModel open(Api api, Map<String, String> environment) {
        return LanguageModels.open(
                        api.model(), RemConfig.of(new HashMap<>(environment)), LanguageModels.INTERACTIVE, waiting)
                .orElseThrow();
    }

    private static Request request() {
        return new Request("You name colours.", "The sky", "colours", SCHEMA, 321, Duration.ofSeconds(20));
    }

    private static RemException failure(ErrorCode code, ThrowingCallable call) {
        RemException error = catchThrowableOfType(RemException.class, call);
        assertThat(error).isNotNull();
        assertThat(error.code()).describedAs(error.getMessage()).isEqualTo(code);
        return error;
    }
}
