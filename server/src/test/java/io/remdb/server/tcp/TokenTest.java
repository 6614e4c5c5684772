package io.remdb.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.server.proto.ChangesServiceGrpc;
import io.remdb.server.proto.DataServiceGrpc;
import io.remdb.server.proto.HelloRequest;
import io.remdb.server.proto.HelloResponse;
import io.remdb.server.proto.OperationsServiceGrpc;
import io.remdb.server.proto.OwnerServiceGrpc;
import io.remdb.server.proto.StopRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in. */
class TokenTest {
    @TempDir
    Path home;

    @TempDir
    Path otherHome;

    @Test
    void onLoopbackNobodyNeedsAToken() {
        try (TestServer server = TestServer.at(TestServer.LOOPBACK, home);
                RemDatabase client = server.connect(otherHome, null)) {
            assertThat(server.server().tokenRequired()).isFalse();
            assertThat(client.count("notes")).isZero();
        }
    }

    @Test
    void onLoopbackAWrongTokenIsRefusedAllTheSame() {
        try (TestServer server = TestServer.at(TestServer.LOOPBACK, home)) {
            refused(() -> server.connect(otherHome, "wrong"));
            assertThat(server.serves()).isTrue();
        }
    }

    @Test
    void onLoopbackTheTokenOfTheFileIsNotSentToWhoDoesNotAskForIt() {
        TokenFile.in(otherHome).readOrCreate();
        // Another user's server, who would see the token, and refuses one that is not its own.
        try (TestServer server = TestServer.at(TestServer.LOOPBACK, home);
                RemDatabase client = server.connect(otherHome, null)) {
            assertThat(client.count("notes")).isZero();
        }
    }

    @Test
    void elsewhereNobodyIsLetInWithoutIt() {
        try (TestServer server = TestServer.at(TestServer.EVERYWHERE, home)) {
            RemException without = refused(() -> server.connect(otherHome, null));
            assertThat(without.text()).isEqualTo("The server wants its token");
            assertThat(without.hint().orElseThrow()).contains("P8_API_TOKEN");
            assertThat(server.serves()).isTrue();
        }
    }

    @Test
    void elsewhereAWrongOneIsRefused() {
        try (TestServer server = TestServer.at(TestServer.EVERYWHERE, home)) {
            String token = server.token();
            String nearly = (token.charAt(0) == 'A' ? 'B' : 'A') + token.substring(1);
            for (String wrong :
                    List.of("x", nearly, token + "x", token.substring(1), token.toUpperCase(java.util.Locale.ROOT))) {
                RemException refusal = refused(() -> server.connect(otherHome, wrong));
                assertThat(refusal.text()).isEqualTo("The token is not the server's");
                assertThat(refusal.getMessage()).doesNotContain(token);
            }
            assertThat(server.serves()).isTrue();
        }
    }

    @Test
    void theRightOneIsLetInWhereverItComesFrom() {
        try (TestServer server = TestServer.at(TestServer.EVERYWHERE, home)) {
            assertThat(server.server().tokenRequired()).isTrue();
            assertThat(server.server().tokenOrigin())
                    .isEqualTo(home.resolve("token").toString());
            try (RemDatabase ofSameUser = server.connect(home, null);
                    RemDatabase ofAnother = server.connect(otherHome, server.token())) {
                assertThat(ofSameUser.count("notes")).isZero();
                assertThat(ofAnother.count("notes")).isZero();
            }
        }
    }

    @Test
    void theVariableComesBeforeTheFile() {
        Map<String, String> settings = Map.of("P8_API_TOKEN", "from-the-environment");
        TcpOptions everywhere = new TcpOptions(TestServer.EVERYWHERE, 0, null);
        try (TestServer server = TestServer.start(everywhere, home, TcpLimits.DEFAULTS, settings)) {
            assertThat(server.server().tokenOrigin()).isEqualTo("P8_API_TOKEN");
            assertThat(home.resolve("token")).doesNotExist();
            try (RemDatabase client = server.connect(otherHome, "from-the-environment")) {
                assertThat(client.count("notes")).isZero();
            }
            refused(() -> server.connect(home, server.token()));
        }
    }

    @Test
    void aServerThatNeedsItDoesNotStartWithATokenThatOthersCanRead() throws Exception {
        TokenFile file = TokenFile.in(home);
        file.readOrCreate();
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> TestServer.at(TestServer.EVERYWHERE, home))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG))
                .satisfies(e -> assertThat(e.hint().orElseThrow()).contains("chmod 600 " + file.path()));

        // On loopback nobody needs it; it lets nobody in either.
        try (TestServer server = TestServer.at(TestServer.LOOPBACK, home);
                RemDatabase client = server.connect(home, null)) {
            assertThat(server.server().tokenOrigin()).isEqualTo("none");
            assertThat(client.count("notes")).isZero();
            String seen = Files.readString(file.path()).strip();
            refused(() -> server.connect(otherHome, seen));
        }
    }

    @Test
    void aTokenThatMayBeGuessedIsWarnedOf() {
        List<LogRecord> warnings = new ArrayList<>();
        Logger logger = Logger.getLogger(AccessToken.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                warnings.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            var _ = AccessToken.ofServer(TestServer.config(home, Map.of("P8_API_TOKEN", "0123456789abcdef")), true);
            assertThat(warnings).isEmpty();
            var _ = AccessToken.ofServer(TestServer.config(home, Map.of("P8_API_TOKEN", "0123456789abcde")), true);
            assertThat(warnings).hasSize(1);
            assertThat(new SimpleFormatter().formatMessage(warnings.getFirst()))
                    .contains("P8_API_TOKEN")
                    .doesNotContain("0123456789abcde");
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void theTokenOfTheFileIsNotSentToOtherMachines() {
        TokenFile.in(home).readOrCreate();

        assertThat(AccessToken.ofFile(TestServer.config(home, Map.of()), "127.0.0.1"))
                .isPresent();
        assertThat(AccessToken.ofFile(TestServer.config(home, Map.of()), "::1")).isPresent();
        assertThat(AccessToken.ofFile(TestServer.config(home, Map.of()), "192.0.2.1"))
                .isEmpty();
        assertThat(AccessToken.ofVariable(TestServer.config(home, Map.of("P8_API_TOKEN", "t"))))
                .isPresent()
                .hasToString("Optional[AccessToken[origin=P8_API_TOKEN]]");
    }

    @Test
    void headersThatAreNoBearerTokenAreRefused() throws Exception {
        try (TestServer server = TestServer.at(TestServer.EVERYWHERE, home)) {
            String token = server.token();
            for (List<String> values : List.of(
                    List.of(token),
                    List.of("Basic " + token),
                    List.of("Bearer"),
                    List.of("Bearer "),
                    List.of(""),
                    List.of("Bearer " + token, "Bearer " + token),
                    List.of("Bearer wrong", "Bearer " + token))) {
                assertThat(hello(server, values)).as("%s", values).isEqualTo(Status.Code.UNAUTHENTICATED);
            }
            assertThat(hello(server, List.of("Bearer " + token))).isEqualTo(Status.Code.OK);
            assertThat(hello(server, List.of("bearer " + token))).isEqualTo(Status.Code.OK);
        }
    }

    @Test
    void whetherItIsWellCanBeAskedByEverybody() throws Exception {
        try (TestServer server = TestServer.at(TestServer.EVERYWHERE, home)) {
            HealthCheckRequest data = HealthCheckRequest.newBuilder()
                    .setService(DataServiceGrpc.SERVICE_NAME)
                    .build();
            with(server, List.of(), channel -> {
                assertThat(HealthGrpc.newBlockingStub(channel).check(data).getStatus())
                        .isEqualTo(ServingStatus.SERVING);
                assertThat(HealthGrpc.newBlockingStub(channel)
                                .check(HealthCheckRequest.getDefaultInstance())
                                .getStatus())
                        .isEqualTo(ServingStatus.SERVING);
                // But not for hours, at the cost of a connection.
                assertThatExceptionOfType(StatusRuntimeException.class)
                        .isThrownBy(() ->
                                HealthGrpc.newBlockingStub(channel).watch(data).next())
                        .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
            });
            with(
                    server,
                    List.of("Bearer wrong"),
                    channel -> assertThatExceptionOfType(StatusRuntimeException.class)
                            .isThrownBy(
                                    () -> HealthGrpc.newBlockingStub(channel).check(data)));
        }
    }

    @Test
    void whatItOffersIsToldToThoseWhoAreLetIn() throws Exception {
        try (TestServer server = TestServer.at(TestServer.EVERYWHERE, home)) {
            with(
                    server,
                    List.of("Bearer " + server.token()),
                    channel -> assertThat(services(channel)
                                    .get(10, TimeUnit.SECONDS)
                                    .getListServicesResponse()
                                    .getServiceList())
                            .extracting(io.grpc.reflection.v1.ServiceResponse::getName)
                            .containsExactlyInAnyOrder(
                                    ChangesServiceGrpc.SERVICE_NAME,
                                    DataServiceGrpc.SERVICE_NAME,
                                    OperationsServiceGrpc.SERVICE_NAME,
                                    HealthGrpc.SERVICE_NAME,
                                    ServerReflectionGrpc.SERVICE_NAME));
            with(
                    server,
                    List.of(),
                    channel -> assertThat(services(channel))
                            .failsWithin(10, TimeUnit.SECONDS)
                            .withThrowableThat()
                            .withMessageContaining("UNAUTHENTICATED"));
        }
    }

    private static CompletableFuture<ServerReflectionResponse> services(ManagedChannel channel) {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        return answer;
    }

    @Test
    void theOwnerCannotBeStoppedFromElsewhere() throws Exception {
        try (TestServer server = TestServer.at(TestServer.LOOPBACK, home)) {
            with(
                    server,
                    List.of("Bearer " + server.token()),
                    channel -> assertThatExceptionOfType(StatusRuntimeException.class)
                            .isThrownBy(() ->
                                    OwnerServiceGrpc.newBlockingStub(channel).stop(StopRequest.getDefaultInstance()))
                            .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED)));
        }
    }

    private static Status.Code hello(TestServer server, List<String> authorization) throws Exception {
        Status.Code[] code = {Status.Code.OK};
        with(server, authorization, channel -> {
            try {
                HelloResponse hello = ClientCalls.blockingUnaryCall(
                        channel,
                        DataServiceGrpc.getHelloMethod(),
                        CallOptions.DEFAULT,
                        HelloRequest.getDefaultInstance());
                assertThat(hello.getRelease()).isNotEmpty();
            } catch (StatusRuntimeException e) {
                code[0] = e.getStatus().getCode();
            }
        });
        return code[0];
    }

    @FunctionalInterface
    interface Use {
        void of(ManagedChannel channel) throws Exception;
    }

    /** A client that says what it likes. */
    static void with(TestServer server, List<String> authorization, Use use) throws Exception {
        Metadata headers = new Metadata();
        authorization.forEach(value -> headers.put(TokenCheck.AUTHORIZATION, value));
        ManagedChannel channel = OkHttpChannelBuilder.forAddress(
                        "127.0.0.1", server.port(), InsecureChannelCredentials.create())
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build();
        try {
            use.of(channel);
        } finally {
            channel.shutdownNow();
        }
    }

    private static RemException refused(Runnable use) {
        RemException[] refusal = new RemException[1];
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(use::run)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED))
                .satisfies(e -> refusal[0] = e);
        return refusal[0];
    }
}
