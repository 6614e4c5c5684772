package io.remdb.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The protocol, spoken by hand. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandServerTest {
    private static final int EXIT_CODE = 7;

    @TempDir
    Path folder;

    private final CountDownLatch replaced = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private CommandServer server;

    @BeforeEach
    void starts() throws IOException {
        OwnedDatabase owned = new OwnedDatabase(folder, CommandServerTest::noDatabase, RemConfig.of(Map.of()));
        server = CommandServer.start(new Runner(), owned, replaced::countDown, "this", 1_000);
    }

    private static RemDatabase noDatabase() {
        throw new IllegalStateException("not needed here");
    }

    @AfterEach
    void ends() {
        server.close();
    }

    /** Does what its first argument says. */
    private final class Runner implements CommandRunner {
        @Override
        public OptionalInt run(CommandRequest request, Caller caller, OwnedDatabase owned) {
            try {
                switch (request.arguments().getFirst()) {
                    case "echo" -> {
                        caller.in().transferTo(caller.out());
                        caller.err()
                                .write(request.environment()
                                        .getOrDefault("P8_X", "")
                                        .getBytes(StandardCharsets.UTF_8));
                    }
                    case "fail" -> throw new StackOverflowError("a defect");
                    case "wait" -> {
                        CountDownLatch stop = new CountDownLatch(1);
                        caller.onInterrupt(stop::countDown);
                        stop.await();
                        interrupted.countDown();
                        caller.err().write('!');
                    }
                    default -> {
                        return OptionalInt.empty();
                    }
                }
            } catch (IOException e) {
                return OptionalInt.of(String.valueOf(e.getMessage()).length());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return OptionalInt.of(EXIT_CODE);
        }

        @Override
        public void prepare() {}
    }

    /** A carrier. */
    private final class Carrying implements AutoCloseable {
        private final SocketChannel channel;
        private final DataInputStream in;
        private final DataOutputStream out;

        Carrying() throws IOException {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("command")));
            in = new DataInputStream(Channels.newInputStream(channel));
            out = new DataOutputStream(Channels.newOutputStream(channel));
        }

        Carrying request(String version, String build, String... arguments) throws IOException {
            List<String> fields = new ArrayList<>(
                    List.of(version, build, UUID.randomUUID().toString(), "/", "", "80", "false", "1", "P8_X=ü"));
            fields.addAll(List.of(arguments));
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            for (String field : fields) {
                payload.write(field.getBytes(StandardCharsets.UTF_8));
                payload.write(0);
            }
            return send('R', payload.toByteArray());
        }

        Carrying send(char type, byte... payload) throws IOException {
            out.writeByte(type);
            out.writeInt(payload.length);
            out.write(payload);
            return this;
        }

        /** The type and the text of the next frame; empty at the end of the connection. */
        String next() throws IOException {
            try {
                char type = (char) in.readByte();
                byte[] payload = in.readNBytes(in.readInt());
                return type + new String(payload, StandardCharsets.UTF_8);
            } catch (EOFException e) {
                return "";
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Test
    void asksForWhatTheCommandReadsAndWrites() throws IOException {
        echoes();
    }

    private void echoes() throws IOException {
        try (Carrying carrier = new Carrying().request("1", "this", "echo")) {
            assertThat(carrier.next()).isEqualTo("T");
            assertThat(carrier.next()).startsWith("I");
            assertThat(carrier.send('i', (byte) 'h', (byte) 'i').next()).isEqualTo("Ohi");
            assertThat(carrier.send('w').next()).startsWith("I");
            assertThat(carrier.send('i').next()).isEqualTo("Eü");
            assertThat(carrier.send('w').next()).isEqualTo("X" + (char) EXIT_CODE);
            assertThat(carrier.next()).isEmpty();
        }
    }

    @Test
    void whatCannotBeWrittenIsTheCommandsError() throws IOException {
        try (Carrying carrier = new Carrying().request("1", "this", "echo")) {
            carrier.next();
            carrier.next();
            assertThat(carrier.send('i', (byte) 'h').next()).isEqualTo("Oh");
            assertThat(carrier.send('w', "Broken pipe".getBytes(StandardCharsets.UTF_8))
                            .next())
                    .isEqualTo("X" + (char) "Broken pipe".length());
        }
    }

    @Test
    void leavesToOthersWhatItDoesNotRun() throws IOException {
        for (Carrying carrier : List.of(
                new Carrying().request("1", "this", "another command"),
                new Carrying().request("2", "this", "echo"),
                new Carrying().send('R', (byte) 'x'),
                new Carrying().send('w'),
                new Carrying().send('?'),
                new Carrying().send('R', (byte) '1', (byte) 0, (byte) 0xFF, (byte) 0))) {
            try (carrier) {
                String answer = carrier.next();
                assertThat(answer.equals("T") ? carrier.next() : answer).startsWith("N");
            }
        }
        assertThat(replaced.getCount()).isEqualTo(1);
    }

    @Test
    void makesPlaceForAnOwnerOfAnotherBuild() throws Exception {
        try (Carrying carrier = new Carrying().request("1", "another", "echo")) {
            assertThat(carrier.next()).isEqualTo("T");
            assertThat(carrier.next()).startsWith("N");
        }
        assertThat(replaced.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDefectOfOneCommandIsNoHarmToTheNext() throws IOException {
        try (Carrying carrier = new Carrying().request("1", "this", "fail")) {
            carrier.next();
            assertThat(carrier.next()).startsWith("Eerror[INTERNAL]: ");
            assertThat(carrier.send('w').next()).isEqualTo("X" + (char) 1);
        }
        echoes();
    }

    @Test
    void ctrlCIsHandedOnAndTheCommandHasTheLastWord() throws IOException {
        try (Carrying carrier = new Carrying().request("1", "this", "wait")) {
            carrier.next();
            assertThat(carrier.send('C').next()).isEqualTo("E!");
            assertThat(carrier.send('w').next()).isEqualTo("X" + (char) EXIT_CODE);
        }
    }

    @Test
    void aCallerThatGoesEndsItsCommand() throws Exception {
        try (Carrying carrier = new Carrying().request("1", "this", "wait")) {
            carrier.next();
        }
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theEndOfTheOwnerInterruptsWhatDoesNotEndInTime() throws Exception {
        try (Carrying carrier = new Carrying().request("1", "this", "wait")) {
            carrier.next();
            assertThat(server.idleNanos()).isZero();
            Thread closing = Thread.ofPlatform().start(server::close);
            assertThat(carrier.next()).isEqualTo("E!");
            carrier.send('w');
            closing.join();
        }
        assertThat(folder.resolve("command")).doesNotExist();
    }

    @Test
    void moreCommandsThanItsLimitGoElsewhere() throws IOException {
        List<Carrying> running = new ArrayList<>();
        for (int i = 0; i < CommandServer.MOST_RUNNING; i++) {
            Carrying carrier = new Carrying().request("1", "this", "wait");
            assertThat(carrier.next()).isEqualTo("T");
            running.add(carrier);
        }
        try (Carrying one = new Carrying()) {
            assertThat(one.next()).isEmpty();
        }
        for (Carrying carrier : running) {
            carrier.close();
        }
    }

    @Test
    void aSocketThatIsClearedAwayIsMadeAgainWhileACommandRuns() throws IOException {
        server.lookAfterSocket(); // which is there
        try (Carrying before = new Carrying().request("1", "this", "echo")) {
            assertThat(before.next()).isEqualTo("T");
            Files.delete(folder.resolve("command"));
            server.lookAfterSocket();
            echoes();
            assertThat(before.next()).startsWith("I");
            assertThat(before.send('i', (byte) 'h').next()).isEqualTo("Oh");
        }
        assertPrivate();
    }

    @Test
    void onlyItsUserMayConnect() throws IOException {
        assertPrivate();
    }

    private void assertPrivate() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("command"))))
                .isEqualTo("rw-------");
    }
}
