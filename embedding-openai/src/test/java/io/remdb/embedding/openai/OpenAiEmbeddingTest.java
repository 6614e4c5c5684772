package io.remdb.embedding.openai;

import static io.remdb.embedding.openai.EmbeddingServer.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProvider;
import io.remdb.embedding.EstimatedTokenizer;
import io.remdb.embedding.openai.EmbeddingServer.Failure;
import io.remdb.http.RecordedWaiting;
import io.remdb.http.RetryPolicy;
import io.remdb.http.ServiceClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class OpenAiEmbeddingTest {
    private static final String MODEL = "text-embedding-test";

    private final RecordedWaiting waiting = new RecordedWaiting();
    private final OpenAiEmbeddingProvider provider = new OpenAiEmbeddingProvider(RetryPolicy.STANDARD, waiting);
    private EmbeddingServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new EmbeddingServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void isFoundByItsPrefix() {
        assertThat(ServiceLoader.load(EmbeddingProvider.class))
                .extracting(EmbeddingProvider::prefix)
                .contains("openai");
    }

    @Test
    void returnsUnitVectorsInTheOrderOfTheTexts() {
        try (EmbeddingModel model = open()) {
            List<String> texts = texts(50);

            assertVectors(model.embedDocuments(texts), texts);
            assertThat(model.name()).isEqualTo("openai:" + MODEL);
            assertThat(model.dimension()).isEqualTo(EmbeddingServer.DIMENSION);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void takesNumbersFromServersThatDoNotKnowBase64() {
        server.sendNumbers();
        try (EmbeddingModel model = open()) {
            assertThat(model.embedQuery("numbers")).containsExactly(vectorOf("numbers"), within(1e-6f));
        }
    }

    @Test
    void sendsNoMoreTextsARequestThanConfigured() {
        try (EmbeddingModel model = open("P8_EMBEDDING_BATCH_SIZE", "10")) {
            List<String> texts = texts(95);

            assertVectors(model.embedDocuments(texts), texts);
            assertThat(server.requests())
                    .hasSize(10)
                    .allSatisfy(request -> assertThat(request).hasSizeLessThanOrEqualTo(10));
        }
    }

    @Test
    void boundsTheTokensOfARequest() {
        try (EmbeddingModel model = open()) {
            List<String> texts = IntStream.range(0, 60)
                    .mapToObj(i -> i + " " + "lorem ipsum ".repeat(2000))
                    .toList();

            assertVectors(model.embedDocuments(texts), texts);
            // 60 texts of about 7,200 estimated tokens against 300,000 a request.
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void averagesTheWindowsOfALongText() {
        String first = "a".repeat(20_000);
        String second = "b".repeat(20_000);
        try (EmbeddingModel model = open()) {
            float[] vector = model.embedQuery(first + " " + second);

            List<String> windows = server.requests().getFirst();
            assertThat(windows).hasSize(2);
            assertThat(String.join("", windows)).isEqualTo(first + " " + second);
            assertThat(windows)
                    .allSatisfy(window ->
                            assertThat(EstimatedTokenizer.tokens(window)).isLessThanOrEqualTo(Window.MOST_TOKENS));
            assertThat(vector).containsExactly(average(windows), within(1e-5f));
        }
    }

    @Test
    void neverCutsACharacterInTwo() {
        // Half of a window's worth of one and a half tokens is odd, so that a pair lies across every limit.
        String text = "x" + "😀".repeat(10_000);
        List<Window> windows = Window.of(List.of(text));

        assertThat(windows).hasSizeGreaterThan(2);
        assertThat(windows)
                .allSatisfy(window -> assertThat(
                                Character.isLowSurrogate(window.part().charAt(0)))
                        .isFalse());
        assertThat(String.join("", windows.stream().map(Window::part).toList())).isEqualTo(text);
    }

    @Test
    void embedsTheEmptyTextAndBrokenCharacters() {
        try (EmbeddingModel model = open()) {
            assertThat(model.embedDocuments(List.of("", "half a pair \ud83d"))).hasSize(2);
            assertThat(model.embedDocuments(List.of())).isEmpty();
        }
    }

    @Test
    void runsAFewRequestsAtATime() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        server.holdUntil(open);
        List<String> texts = texts(100);
        try (EmbeddingModel model = open("P8_EMBEDDING_BATCH_SIZE", "5");
                ExecutorService caller = Executors.newFixedThreadPool(2)) {
            Future<List<float[]>> one = caller.submit(() -> model.embedDocuments(texts));
            Future<List<float[]>> other = caller.submit(() -> model.embedDocuments(texts));
            while (server.running() < ServiceClient.PARALLEL_REQUESTS) {
                Thread.onSpinWait();
            }
            open.countDown();

            assertVectors(one.get(), texts);
            assertVectors(other.get(), texts);
            assertThat(server.mostRunning()).isEqualTo(ServiceClient.PARALLEL_REQUESTS);
        }
    }

    @Test
    void holdsManyCallersToTheSameBound() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        server.holdUntil(open);
        try (EmbeddingModel model = open();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<float[]>> calls = texts(40).stream()
                    .map(text -> callers.submit(() -> model.embedQuery(text)))
                    .toList();
            while (server.running() < ServiceClient.PARALLEL_REQUESTS) {
                Thread.onSpinWait();
            }
            open.countDown();

            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).get()).containsExactly(vectorOf("text " + i), within(1e-6f));
            }
            assertThat(server.mostRunning()).isEqualTo(ServiceClient.PARALLEL_REQUESTS);
        }
    }

    @Test
    void repeatsWhatFailedForTheMomentAndWaitsAsLongAsAsked() {
        server.failWith(
                Failure.of(429, "Rate limit reached").withHeader("Retry-After", "7"),
                Failure.of(500, "Oops"),
                Failure.of(503, "Busy").withHeader("Retry-After", "Thu, 01 Jan 2026 00:00:30 GMT"),
                Failure.of(429, "Rate limit reached").withHeader("retry-after-ms", "250"));
        try (EmbeddingModel model = open()) {
            assertVectors(model.embedDocuments(List.of("again")), List.of("again"));
        }
        List<Duration> pauses = waiting.pauses();
        assertThat(pauses).hasSize(4);
        assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_500));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(pauses.get(0).plus(pauses.get(1)).plus(pauses.get(2)))
                .isBetween(Duration.ofSeconds(30), Duration.ofMillis(30_500));
        assertThat(pauses.get(3)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
    }

    @Test
    void backsOffExponentiallyUpToALimit() {
        RetryPolicy policy = RetryPolicy.STANDARD;
        for (int attempt = 1; attempt <= 60; attempt++) {
            long most = Math.min(20_000, attempt > 20 ? 20_000 : 500L << (attempt - 1));
            assertThat(policy.pauseAfter(attempt, null))
                    .isBetween(Duration.ofMillis(most / 2), Duration.ofMillis(most));
        }
    }

    @Test
    void givesUpAfterAllAttempts() {
        server.failOn("never");
        try (EmbeddingModel model = open()) {
            RemException error = failure(ErrorCode.UNAVAILABLE, () -> model.embedQuery("never"));

            assertThat(error.details())
                    .containsEntry("attempts", "6")
                    .containsEntry(
                            "service",
                            server.baseUrl().substring(7, server.baseUrl().length() - 3))
                    .containsEntry("problem", "HTTP 500 That text again");
            assertThat(server.requests()).hasSize(6);
        }
    }

    @Test
    void givesUpAtOnceWhenAskedToWaitBeyondTheDeadline() {
        server.failWith(Failure.of(429, "Come back tomorrow").withHeader("Retry-After", "86400"));
        try (EmbeddingModel model = open()) {
            RemException error = failure(ErrorCode.UNAVAILABLE, () -> model.embedQuery("x"));

            assertThat(error.details()).containsEntry("attempts", "1").containsEntry("retry_after_seconds", "86400");
            assertThat(waiting.pauses()).isEmpty();
        }
    }

    @Test
    void doesNotRepeatWhenTheQuotaIsUsedUp() {
        server.failWith(new Failure(
                429,
                "{\"error\":{\"message\":\"You exceeded your quota\",\"code\":\"insufficient_quota\"}}",
                Map.of()));
        try (EmbeddingModel model = open()) {
            RemException error = failure(ErrorCode.EMBEDDING_FAILED, () -> model.embedQuery("x"));

            assertThat(error).hasMessageContaining("You exceeded your quota");
        }
    }

    @Test
    void reportsAServerThatIsNotThere() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (EmbeddingModel model = open("P8_OPENAI_BASE_URL", "http://localhost:" + port + "/v1")) {
            RemException error = failure(ErrorCode.UNAVAILABLE, () -> model.embedQuery("x"));

            assertThat(error).hasMessageContaining("localhost:" + port).hasMessageContaining("ConnectException");
            assertThat(waiting.pauses()).hasSize(5);
        }
    }

    @Test
    void reportsAServerThatNeverAnswers() {
        server.holdUntil(new CountDownLatch(1));
        RetryPolicy impatient = new RetryPolicy(
                2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(50), Duration.ofSeconds(5));
        try (EmbeddingModel model = new OpenAiEmbeddingProvider(impatient, waiting).open(MODEL, config(Map.of()))) {
            RemException error = failure(ErrorCode.UNAVAILABLE, () -> model.embedQuery("x"));

            assertThat(error).hasMessageContaining("no answer within 50 ms").hasMessageContaining("attempts=2");
        }
    }

    @Test
    void aQuestionGivesUpWhenNobodyWaitsForItAnyMore() {
        server.failOn("never");
        try (EmbeddingModel model = open()) {
            RemException error = failure(ErrorCode.UNAVAILABLE, () -> model.embedQuery("never", Duration.ofSeconds(2)));

            assertThat(error).hasMessageContaining("500");
            assertThat(waiting.pauses().stream().mapToLong(Duration::toMillis).sum())
                    .isLessThan(2_000);
        }
    }

    @Test
    void reportsAServerThatStopsInTheMiddleOfItsAnswer() throws IOException {
        RetryPolicy impatient = new RetryPolicy(
                1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(100), Duration.ofSeconds(5));
        try (ServerSocket stalling = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<Socket> begun = new FutureTask<>(() -> {
                Socket socket = stalling.accept();
                String beginning = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
                socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
                return socket;
            });
            Thread.ofVirtual().start(begun);
            String address = "http://localhost:" + stalling.getLocalPort();
            try (EmbeddingModel model = new OpenAiEmbeddingProvider(impatient, waiting)
                    .open(MODEL, config(Map.of("P8_OPENAI_BASE_URL", address)))) {
                assertThat(failure(ErrorCode.UNAVAILABLE, () -> model.embedQuery("x")))
                        .hasMessageContaining("no answer within 100 ms");
            }
            begun.resultNow().close();
        }
    }

    @Test
    void reportsRefusedCredentialsWithoutTheKey() {
        try (EmbeddingModel model = open("P8_OPENAI_API_KEY", "sk-secret-but-wrong")) {
            RemException error = failure(ErrorCode.UNAUTHORIZED, () -> model.embedQuery("x"));

            assertThat(error.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("P8_OPENAI_API_KEY"));
            assertThat(error.toString()).doesNotContain("secret");
            assertThat(waiting.pauses()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 429, 500})
    void neverShowsAKeyThatTheServiceQuotes(int status) {
        Failure quoting = Failure.of(status, "Your key " + EmbeddingServer.KEY + " is bad");
        server.failWith(quoting, quoting, quoting, quoting, quoting, quoting);
        try (EmbeddingModel model = open()) {
            RemException error = catchThrowableOfType(RemException.class, () -> model.embedQuery("x"));

            assertThat(error).hasMessageContaining("Your key **** is bad");
            assertThat(error).hasStackTraceContaining("****");
        }
    }

    @Test
    void needsAKeyForOpenAiItselfBeforeAnyRequest() {
        RemConfig config = RemConfig.of(Map.of());

        RemException error = failure(
                ErrorCode.UNAUTHORIZED,
                () -> provider.open("text-embedding-3-small", config).close());
        assertThat(error.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("P8_OPENAI_API_KEY"));
    }

    @Test
    void sendsNoKeyWhereNoneIsSet() {
        server.requireNoKey();
        RemConfig config = RemConfig.of(Map.of("P8_OPENAI_BASE_URL", server.baseUrl()));
        try (EmbeddingModel model = provider.open(MODEL, config)) {
            assertThat(model.embedQuery("x")).hasSize(EmbeddingServer.DIMENSION);
        }
    }

    @Test
    void reportsAModelThatTheServiceDoesNotHave() {
        try (EmbeddingModel model = provider.open("mystery", config(Map.of()))) {
            RemException error = failure(ErrorCode.UNKNOWN_MODEL, () -> model.embedQuery("x"));

            assertThat(error).hasMessageContaining("The model `mystery` does not exist");
        }
        failure(
                ErrorCode.UNKNOWN_MODEL,
                () -> provider.open(" ", config(Map.of())).close());
    }

    @Test
    void passesOnWhyARequestWasRefused() {
        server.failWith(Failure.of(400, "This input is too long"));
        try (EmbeddingModel model = open()) {
            assertThat(failure(ErrorCode.EMBEDDING_FAILED, () -> model.embedQuery("x")))
                    .hasMessageContaining("This input is too long");
        }
    }

    @Test
    void pointsAtTheAddressWhenItIsNotTheApi() {
        try (EmbeddingModel model = open("P8_OPENAI_BASE_URL", server.baseUrl() + "/elsewhere")) {
            RemException error = failure(ErrorCode.EMBEDDING_FAILED, () -> model.embedQuery("x"));

            assertThat(error.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("P8_OPENAI_BASE_URL"));
        }
    }

    @Test
    void followsNoRedirects() throws IOException {
        try (EmbeddingServer other = new EmbeddingServer();
                EmbeddingModel model = open()) {
            server.failWith(Failure.of(307, "").withHeader("Location", other.baseUrl() + "/embeddings"));

            failure(ErrorCode.EMBEDDING_FAILED, () -> model.embedQuery("x"));
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"error\":{\"message\":\"no\"}}",
                "{\"data\":[{\"index\":0,\"embedding\":[1,2]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":2,\"embedding\":[1]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[1,2]},{\"index\":1,\"embedding\":[1]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[]},{\"index\":1,\"embedding\":[]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[1e99]},{\"index\":1,\"embedding\":[1]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[null]},{\"index\":1,\"embedding\":[1]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[0]},{\"index\":1,\"embedding\":[0]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":\"!\"},{\"index\":1,\"embedding\":\"!\"}]}",
                "{\"data\":[{\"index\":0,\"embedding\":\"AAA=\"},{\"index\":1,\"embedding\":\"AAA=\"}]}",
                "{\"data\":[{\"index\":0,\"embedding\":\"AADAfw==\"},{\"index\":1,\"embedding\":\"AADAfw==\"}]}"
            })
    void refusesMalformedAnswers(String answer) {
        server.tamper(regular -> answer);
        try (EmbeddingModel model = open()) {
            failure(ErrorCode.EMBEDDING_FAILED, () -> model.embedDocuments(List.of("one", "two")));
            assertThat(waiting.pauses()).isEmpty();
        }
    }

    @Test
    void refusesAnotherDimensionThanTheModelHas() {
        try (EmbeddingModel model = open()) {
            assertThat(model.dimension()).isEqualTo(EmbeddingServer.DIMENSION);
            server.tamper(regular -> "{\"data\":[{\"index\":0,\"embedding\":[1,2]}]}");

            assertThat(failure(ErrorCode.EMBEDDING_FAILED, () -> model.embedQuery("x")))
                    .hasMessageContaining("expected=8")
                    .hasMessageContaining("found=2");
        }
    }

    @Test
    void failsAsAWholeWhenOneOfManyRequestsFailsAndWorksAgainAfterwards() {
        List<String> texts = texts(100);
        server.failOn("text 57");
        try (EmbeddingModel model = open("P8_EMBEDDING_BATCH_SIZE", "10")) {
            failure(ErrorCode.UNAVAILABLE, () -> model.embedDocuments(texts));
            server.failOn("nothing");

            assertVectors(model.embedDocuments(texts), texts);
        }
    }

    @Test
    void stopsWhenTheCallerIsInterrupted() throws Exception {
        server.holdUntil(new CountDownLatch(1));
        try (EmbeddingModel model = open("P8_EMBEDDING_BATCH_SIZE", "10")) {
            for (int count : List.of(1, 100)) {
                int before = server.requests().size();
                FutureTask<Boolean> call = new FutureTask<>(() -> {
                    failure(ErrorCode.CANCELLED, () -> model.embedDocuments(texts(count)));
                    return Thread.interrupted();
                });
                Thread caller = Thread.ofPlatform().start(call);
                while (server.requests().size() == before) {
                    Thread.onSpinWait();
                }
                caller.interrupt();

                assertThat(call.get(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void knowsTheDimensionsOfOpenAisModelsWithoutAsking() {
        RemConfig config = RemConfig.of(Map.of());

        assertThat(provider.dimension("text-embedding-3-small", config)).isEqualTo(1536);
        assertThat(provider.dimension("text-embedding-3-large", config)).isEqualTo(3072);
        assertThat(provider.dimension("text-embedding-ada-002", config)).isEqualTo(1536);
    }

    @Test
    void asksForTheDimensionOfAnotherModelOnce() {
        assertThat(provider.dimension(MODEL, config(Map.of()))).isEqualTo(EmbeddingServer.DIMENSION);
        assertThat(provider.dimension(MODEL, config(Map.of()))).isEqualTo(EmbeddingServer.DIMENSION);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aDimensionThatCannotBeAskedForIsAnErrorThatSaysSo() {
        RemConfig unreachable = config(Map.of("P8_OPENAI_BASE_URL", "http://127.0.0.1:1/v1"));
        assertThat(provider.dimension("nomic-embed-text", unreachable)).isEqualTo(768);

        RemException error = catchThrowableOfType(RemException.class, () -> provider.dimension(MODEL, unreachable));

        assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(error.getMessage())
                .contains("dimension of the model is not known")
                .contains(MODEL);
        assertThat(error.hint().orElseThrow()).contains("must answer once when a schema with this model is registered");
    }

    @Test
    void estimatesTokensForWhoCutsTexts() {
        OpenAiEmbeddingProvider provider = new OpenAiEmbeddingProvider();
        RemConfig config = RemConfig.of(Map.of());
        assertThat(provider.tokenizer("text-embedding-3-small", config).windowTokens())
                .isEqualTo(Window.MOST_TOKENS);
        assertThat(provider.tokenizer("a-model-of-your-own", config).windowTokens())
                .isEqualTo(512);
        assertThat(provider.tokenizer("bge-m3", config).count("twelve small letters"))
                .isEqualTo(6);
    }

    @Test
    void refusesToWorkAfterClose() {
        EmbeddingModel model = open();
        model.close();
        model.close();

        failure(ErrorCode.CLOSED, () -> model.embedQuery("x"));
    }

    private EmbeddingModel open() {
        return provider.open(MODEL, config(Map.of()));
    }

    private EmbeddingModel open(String variable, String value) {
        return provider.open(MODEL, config(Map.of(variable, value)));
    }

    private RemConfig config(Map<String, String> changes) {
        Map<String, String> environment =
                new HashMap<>(Map.of("P8_OPENAI_BASE_URL", server.baseUrl(), "P8_OPENAI_API_KEY", EmbeddingServer.KEY));
        environment.putAll(changes);
        return RemConfig.of(environment);
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "text " + i).toList();
    }

    private static void assertVectors(List<float[]> vectors, List<String> texts) {
        assertThat(vectors).hasSameSizeAs(texts);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(vectors.get(i)).containsExactly(vectorOf(texts.get(i)), within(1e-6f));
        }
    }

    private static float[] average(List<String> windows) {
        float[] sum = new float[EmbeddingServer.DIMENSION];
        double squares = 0;
        for (int i = 0; i < sum.length; i++) {
            for (String window : windows) {
                sum[i] += vectorOf(window)[i] * (float) EstimatedTokenizer.tokens(window);
            }
            squares += (double) sum[i] * sum[i];
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (sum[i] / Math.sqrt(squares));
        }
        return sum;
    }

    private static RemException failure(ErrorCode code, ThrowingCallable call) {
        RemException error = catchThrowableOfType(RemException.class, call);
        assertThat(error).isNotNull();
        assertThat(error.code()).as(error.toString()).isEqualTo(code);
        return error;
    }
}
