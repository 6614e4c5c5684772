package io.remdb.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.remdb.config.RemConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a caller sends: the owner answers in frames or hangs up, and goes on serving. Profile {@code fuzz} searches for other bytes.
 */
class CommandFuzzTest {
    private static final int HEADER_BYTES = 5;
    private static final int EXIT_CODE = 7;
    private static final List<Byte> ANSWERS = List.of(
            FrameType.TAKEN.code(),
            FrameType.OUTPUT.code(),
            FrameType.ERRORS.code(),
            FrameType.WANTED.code(),
            FrameType.EXIT.code(),
            FrameType.REFUSED.code());
    private static final byte[] ECHO = frame(
            'R',
            "1\0this\06ba7b810-9dad-11d1-80b4-00c04fd430c8\0/\0\00080\0false\0001\0P8_X=y\0echo\0"
                    .getBytes(StandardCharsets.UTF_8));

    @TempDir
    static Path folder;

    private static CommandServer server;

    @BeforeAll
    static void starts() throws IOException {
        OwnedDatabase owned = new OwnedDatabase(
                folder,
                () -> {
                    throw new IllegalStateException("not needed here");
                },
                RemConfig.of(Map.of()));
        server = CommandServer.start(new Echo(), owned, () -> {}, "this", 1_000);
    }

    @AfterAll
    static void ends() {
        server.close();
    }

    /** Gives back what it is given. */
    private static final class Echo implements CommandRunner {
        @Override
        public OptionalInt run(CommandRequest request, Caller caller, OwnedDatabase owned) {
            try {
                if (request.arguments().isEmpty()) {
                    return OptionalInt.empty();
                }
                caller.err().write(request.toString().getBytes(StandardCharsets.UTF_8));
                caller.in().transferTo(caller.out());
            } catch (IOException e) {
                return OptionalInt.of(1);
            }
            return OptionalInt.of(EXIT_CODE);
        }

        @Override
        public void prepare() {}
    }

    @DictionaryEntries({
        "R",
        "w",
        "i",
        "f",
        "C",
        "\0\0\0\1",
        "1\0this\0",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8\0",
        "/\0"
    })
    @FuzzTest(maxDuration = "10m")
    void whatEverIsSentIsAnsweredOrHungUpOn(byte[] bytes) throws IOException {
        byte[] sent = bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
        switch (bytes.length == 0 ? 0 : bytes[0] % 4) {
            case 0 -> read(sent);
            case 1 -> isFramed(answer(sent));
            case 2 -> isFramed(answer(frame('R', sent)));
            default -> isFramed(answer(joined(ECHO, sent)));
        }
        assertThat(server.idleNanos()).isNotNegative();
    }

    private static void read(byte[] request) {
        try {
            CommandRequest read = CommandRequest.of(request);
            assertThat(read.arguments()).isNotNull();
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static byte[] answer(byte[] sent) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("command")))) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                channel.write(ByteBuffer.wrap(sent));
                channel.shutdownOutput();
                ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
                while (channel.read(buffer) >= 0) {
                    answer.write(buffer.array(), 0, buffer.position());
                    buffer.clear();
                }
            } catch (IOException hungUp) {
                assertThat(hungUp).hasMessageMatching("Broken pipe|Connection reset.*");
            }
            return answer.toByteArray();
        }
    }

    private static void isFramed(byte[] answer) {
        ByteBuffer rest = ByteBuffer.wrap(answer);
        while (rest.remaining() >= HEADER_BYTES) {
            assertThat(rest.get()).isIn(ANSWERS);
            int length = rest.getInt();
            assertThat(length).isBetween(0, FrameChannel.MOST_BYTES);
            rest.position(Math.min(rest.limit(), rest.position() + length));
        }
    }

    private static byte[] frame(char type, byte[] payload) {
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .put((byte) type)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
