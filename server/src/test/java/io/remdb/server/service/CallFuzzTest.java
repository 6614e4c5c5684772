package io.remdb.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Sharing;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.Schemas;
import io.remdb.server.proto.ChangesServiceGrpc;
import io.remdb.server.socket.OwnerChannel;
import io.remdb.server.socket.OwnerSocket;
import io.remdb.server.support.Databases;
import io.remdb.server.support.RawMessages;
import io.remdb.server.wire.ErrorWire;
import io.remdb.spi.replication.ReplicatedDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever messages a client sends in any call: it is answered, or refused with a code that says what is wrong, never with a defect of
 * ours, and soon. Profile {@code fuzz} searches for other messages.
 */
class CallFuzzTest {
    private static final long ENOUGH_MS = 100;
    private static final Set<ErrorCode> DEFECTS = Set.of(ErrorCode.INTERNAL, ErrorCode.CORRUPTED);
    private static final long PATIENCE_SECONDS = 60;
    /** Makes and sends a copy of the whole database: too slow to be tried a million times. */
    private static final Set<String> LEFT_OUT = Set.of("Snapshot");

    @TempDir
    static Path folder;

    private static RemDatabase database;
    private static DataServer server;
    private static ReplicationServer replication;
    private static OwnerSocket socket;
    private static ManagedChannel channel;
    private static List<ServerMethodDefinition<?, ?>> methods;

    @BeforeAll
    static void serves() throws IOException {
        Path path = folder.resolve("db");
        database = RemDatabase.open(
                path, any -> Databases.options(Sharing.ALONE, "P8_SEARCH_TIMEOUT_MS", "2000", "P8_HOME", folder + ""));
        server = new DataServer(database, Databases.config(), false);
        replication = new ReplicationServer(path, ((ReplicatedDatabase) database).replication(), true);
        List<BindableService> services = new ArrayList<>(server.services());
        services.add(replication.service());
        socket = OwnerSocket.open(folder, services);
        channel = OwnerChannel.open(folder).orElseThrow();
        methods = services.stream()
                .flatMap(service -> service.bindService().getMethods().stream())
                .filter(method ->
                        !LEFT_OUT.contains(method.getMethodDescriptor().getBareMethodName()))
                .<ServerMethodDefinition<?, ?>>map(method -> method)
                .toList();
    }

    @AfterAll
    static void ends() {
        channel.shutdownNow();
        socket.close(10_000);
        server.close();
        replication.close();
        database.close();
    }

    /** The name of a call and a line's end, then messages, each preceded by its length in two bytes. */
    @DictionaryEntries({
        "Insert",
        "InsertAll",
        "WriteBatch",
        "Update",
        "Query",
        "Search",
        "articles",
        "events",
        "{\"title\":\"a\",\"content\":\"b\"}",
        "{\"number\":1}",
        "SELECT * FROM articles",
        "SEARCH 'a' IN articles",
        "LOOKUP 'a'",
        "TRAVERSE FROM 'a'",
        "DELETE FROM events",
        "INSERT INTO events (number) VALUES (?)",
        "content",
        "category",
        "year > 1",
        "hybrid"
    })
    @FuzzTest(maxDuration = "10m")
    void anyCallIsAnsweredOrRefused(byte[] bytes) throws Exception {
        int nameEnd = 0;
        while (nameEnd < bytes.length && bytes[nameEnd] != '\n') {
            nameEnd++;
        }
        String name = new String(bytes, 0, nameEnd, StandardCharsets.US_ASCII);
        int start = nameEnd + 1;
        Optional<MethodDescriptor<?, ?>> method = methods.stream()
                .<MethodDescriptor<?, ?>>map(ServerMethodDefinition::getMethodDescriptor)
                .filter(each -> name.equals(each.getBareMethodName()))
                .findFirst();
        if (method.isPresent()) {
            keepTables();
            call(method.get(), messages(bytes, start));
        }
    }

    /** Whatever a call has done to them. */
    private static void keepTables() {
        for (String schema : List.of(Databases.ARTICLES, Databases.EVENTS)) {
            database.schemas().register(Schema.parse(schema), Schemas.Evolution.FORCED, ProgressListener.NONE);
        }
        if (database.count("articles") == 0) {
            database.insert("articles", Databases.article("a", "b", "c", 1));
            database.insert("articles", Databases.article("b", "b", "c", 2));
            database.link("a", "b", "near", "{}");
        }
    }

    private static void call(MethodDescriptor<?, ?> method, List<byte[]> messages) throws Exception {
        if (messages.isEmpty() || !messages.stream().allMatch(message -> isMessage(method, message))) {
            return; // what is no message never reaches a call
        }
        StatusRuntimeException end = send(method, messages);
        if (end.getStatus().getCode() == Status.Code.UNAVAILABLE
                && ErrorWire.refusal(end).isEmpty()) {
            end = send(method, messages); // a busy machine has let the connection time out
        }
        if (!isEndless(method) || end.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
            isRefusedOrAnswered(end);
        }
    }

    /** Of a call that goes on until its caller has enough. */
    private static boolean isEndless(MethodDescriptor<?, ?> method) {
        return method.getFullMethodName()
                .equals(ChangesServiceGrpc.getWatchMethod().getFullMethodName());
    }

    private static StatusRuntimeException send(MethodDescriptor<?, ?> method, List<byte[]> messages) throws Exception {
        MethodDescriptor<byte[], byte[]> raw = RawMessages.of(method);
        CallOptions options = CallOptions.DEFAULT.withWaitForReady();
        ClientCall<byte[], byte[]> call = channel.newCall(
                raw, isEndless(method) ? options.withDeadlineAfter(ENOUGH_MS, TimeUnit.MILLISECONDS) : options);
        CompletableFuture<StatusRuntimeException> end = new CompletableFuture<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] message) {
                        call.request(1);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status.asRuntimeException(trailers));
                    }
                },
                new Metadata());
        call.request(1);
        List<byte[]> sent = method.getType().clientSendsOneMessage() ? messages.subList(0, 1) : messages;
        sent.forEach(call::sendMessage);
        call.halfClose();
        return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void isRefusedOrAnswered(StatusRuntimeException end) {
        if (end.getStatus().isOk()) {
            return;
        }
        Optional<RemException> refusal = ErrorWire.refusal(end);
        assertThat(refusal).as("%s", end.getStatus()).isPresent();
        assertThat(refusal.get().code()).as(refusal.get().getMessage()).isNotIn(DEFECTS);
    }

    private static boolean isMessage(MethodDescriptor<?, ?> method, byte[] message) {
        try {
            return method.getRequestMarshaller().parse(new ByteArrayInputStream(message)) != null;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    private static List<byte[]> messages(byte[] bytes, int start) {
        List<byte[]> messages = new ArrayList<>();
        int at = start;
        while (at + 2 <= bytes.length) {
            int length = ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
            int end = Math.min(bytes.length, at + 2 + length);
            messages.add(Arrays.copyOfRange(bytes, at + 2, end));
            at = end;
        }
        return messages;
    }
}
