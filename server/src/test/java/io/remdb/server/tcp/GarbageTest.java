package io.remdb.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.server.proto.DataServiceGrpc;
import io.remdb.server.proto.HelloRequest;
import io.remdb.server.proto.InsertRequest;
import io.remdb.server.service.MessageLimits;
import io.remdb.server.support.RawMessages;
import io.remdb.server.wire.ErrorWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What does not speak the protocol, or too much of it, is shown the door, and the others do not notice. */
@Timeout(60)
class GarbageTest {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_SETTINGS = HexFormat.of().parseHex("000000040000000000");

    @TempDir
    Path home;

    @Test
    void randomBytes() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (TestServer server = impatient()) {
            for (int i = 0; i < 20; i++) {
                byte[] garbage = new byte[1 + random.nextInt(10_000)];
                random.nextBytes(garbage);
                ends(server, garbage);
            }
            assertThat(server.serves()).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void http1() throws IOException {
        try (TestServer server = impatient()) {
            ends(server, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            ends(server, "POST /remdb.v1.DataService/Hello HTTP/1.1\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
            assertThat(server.serves()).isTrue();
        }
    }

    @Test
    void tlsAtAServerOfPlainText() throws IOException {
        byte[] clientHello = HexFormat.of().parseHex("16030100ba010000b60303" + "5a".repeat(32));
        try (TestServer server = impatient()) {
            ends(server, clientHello);
            assertThat(server.serves()).isTrue();
        }
    }

    @Test
    void plainTextAtAServerOfTls() throws Exception {
        Certificates authority = Certificates.authority(home, "ca");
        Certificates own = authority.sign(home, "server", Certificates.address("127.0.0.1"));
        TcpOptions tls = new TcpOptions(TestServer.LOOPBACK, 0, new TlsFiles(own.certificate(), own.key(), null));
        Map<String, String> trust = Map.of("P8_TLS_CA", authority.certificate().toString());
        try (TestServer server = TestServer.start(tls, home, TestServer.IMPATIENT, Map.of())) {
            ends(server, PREFACE, EMPTY_SETTINGS);
            ends(server, "hello?\n".getBytes(StandardCharsets.US_ASCII));
            ends(server); // says nothing at all
            try (RemDatabase client = TestServer.connect(server.address(), home, trust)) {
                assertThat(client.count("notes")).isZero();
            }
        }
    }

    @Test
    void silenceFromTheBeginning() throws IOException {
        try (TestServer server = impatient()) {
            ends(server);
            ends(server, Arrays.copyOf(PREFACE, 10));
            assertThat(server.serves()).isTrue();
        }
    }

    /** Takes ten seconds: gRPC does not ask a silent connection earlier whether somebody is there. */
    @Test
    void halfAFrameThenSilence() throws IOException {
        byte[] headersOfAHundredBytes = HexFormat.of().parseHex("000064010400000001" + "828684");
        byte[] dataOfAMegabyte = HexFormat.of().parseHex("100000000000000001" + "0000");
        try (TestServer server = impatient();
                Socket nothing = open(server, PREFACE, EMPTY_SETTINGS);
                Socket headers = open(server, PREFACE, EMPTY_SETTINGS, headersOfAHundredBytes);
                Socket data = open(server, PREFACE, EMPTY_SETTINGS, dataOfAMegabyte)) {
            assertThat(server.serves()).isTrue(); // meanwhile
            for (Socket silent : List.of(nothing, headers, data)) {
                awaitEnd(silent);
            }
            assertThat(server.serves()).isTrue();
        }
    }

    @Test
    void framesThatMakeNoSense() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (TestServer server = impatient()) {
            for (int i = 0; i < 20; i++) {
                byte[] frame = new byte[9 + random.nextInt(100)];
                random.nextBytes(frame);
                frame[0] = 0;
                frame[1] = 0;
                frame[2] = (byte) (frame.length - 9);
                frame[3] = (byte) random.nextInt(10);
                open(server, PREFACE, EMPTY_SETTINGS, frame)
                        .close(); // by chance one may be right, and the server waits for more
            }
            assertThat(server.serves()).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void messagesThatAreNone() throws Exception {
        MethodDescriptor<byte[], byte[]> count = RawMessages.of(DataServiceGrpc.getCountMethod());
        try (TestServer server = impatient()) {
            TokenTest.with(server, List.of(), channel -> {
                byte[] garbage = HexFormat.of().parseHex("ffffffffffffffffffffff");
                StatusRuntimeException refusal =
                        refusal(() -> ClientCalls.blockingUnaryCall(channel, count, CallOptions.DEFAULT, garbage));
                assertThat(refusal.getStatus().getCode())
                        .isIn(Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.CANCELLED);
                assertThat(String.valueOf(refusal.getStatus().getDescription())).doesNotContain("\tat ", "io.remdb");
            });
            assertThat(server.serves()).isTrue();
        }
    }

    @Test
    void messagesThatAreTooLarge() throws Exception {
        InsertRequest large = InsertRequest.newBuilder()
                .setTable("notes")
                .setRow(ByteString.copyFrom(new byte[MessageLimits.MOST_BYTES]))
                .build();
        try (TestServer server = impatient()) {
            TokenTest.with(
                    server,
                    List.of(),
                    channel -> assertThat(refusal(() -> DataServiceGrpc.newBlockingStub(channel)
                                            .insert(large))
                                    .getStatus()
                                    .getCode())
                            .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED));
            assertThat(server.serves()).isTrue();
        }
    }

    @Test
    void headersThatAreTooLarge() throws Exception {
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("x", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(2 * ErrorWire.MOST_METADATA_BYTES));
        try (TestServer server = impatient()) {
            TokenTest.with(
                    server,
                    List.of(),
                    channel -> refusal(() -> DataServiceGrpc.newBlockingStub(channel)
                            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                            .hello(HelloRequest.getDefaultInstance())));
            assertThat(server.serves()).isTrue();
        }
    }

    @Test
    void connectionsBeyondTheirNumber() throws IOException {
        TcpLimits three = TestServer.limits(3, Duration.ofMinutes(1), Duration.ofMinutes(1));
        try (TestServer server =
                TestServer.start(new TcpOptions(TestServer.LOOPBACK, 0, null), home, three, Map.of())) {
            List<Socket> taken = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                socket.getOutputStream().write(PREFACE);
                socket.getOutputStream().write(EMPTY_SETTINGS);
                assertThat(socket.getInputStream().read()).isNotNegative();
                taken.add(socket);
            }
            ends(server, PREFACE, EMPTY_SETTINGS);
            ends(server, PREFACE, EMPTY_SETTINGS);
            for (Socket socket : taken) {
                socket.close();
            }
            // The server sees them go a moment later.
            boolean serves = false;
            while (!serves) {
                try {
                    serves = server.serves();
                } catch (RemException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                }
            }
        }
    }

    @Test
    void connectionsThatNobodyIsLetInThrough() throws Exception {
        TcpLimits hasty = new TcpLimits(
                100,
                100,
                Duration.ofSeconds(2),
                100,
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                10_000);
        try (TestServer server =
                        TestServer.start(new TcpOptions(TestServer.EVERYWHERE, 0, null), home, hasty, Map.of());
                RemDatabase known = server.connect(home, server.token());
                Socket stranger = new Socket(InetAddress.getLoopbackAddress(), server.port());
                EntityCursor cursor = known.list("notes", RemDatabase.Visibility.LIVE)) {
            stranger.getOutputStream().write(PREFACE);
            stranger.getOutputStream().write(EMPTY_SETTINGS);
            awaitEnd(stranger);
            assertThat(cursor.hasNext()).isFalse();
            assertThat(known.count("notes")).isZero();
        }
    }

    private TestServer impatient() {
        return TestServer.start(new TcpOptions(TestServer.LOOPBACK, 0, null), home, TestServer.IMPATIENT, Map.of());
    }

    private static StatusRuntimeException refusal(Runnable call) {
        StatusRuntimeException[] refusal = new StatusRuntimeException[1];
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(call::run)
                .satisfies(e -> refusal[0] = e);
        return refusal[0];
    }

    /** The server ends the connection by itself, which stays open on this side. */
    private static void ends(TestServer server, byte[]... parts) throws IOException {
        try (Socket socket = open(server, parts)) {
            awaitEnd(socket);
        }
    }

    private static Socket open(TestServer server, byte[]... parts) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        try {
            for (byte[] part : parts) {
                socket.getOutputStream().write(part);
            }
        } catch (SocketException _) {
            // reset: it did not even read to the end
        }
        return socket;
    }

    private static void awaitEnd(Socket socket) throws IOException {
        try {
            var _ = socket.getInputStream().readAllBytes();
        } catch (SocketException _) {
            // reset
        }
    }
}
