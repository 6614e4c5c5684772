package io.remdb.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Sharing;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.Verification;
import io.remdb.server.client.RemoteDatabase;
import io.remdb.server.client.RemoteDatabase.Side;
import io.remdb.server.proto.DataServiceGrpc;
import io.remdb.server.proto.FlushRequest;
import io.remdb.server.proto.FuzzyRequest;
import io.remdb.server.proto.GetRequest;
import io.remdb.server.proto.InsertRequest;
import io.remdb.server.proto.InsertResponse;
import io.remdb.server.proto.LookupRequest;
import io.remdb.server.proto.QueryRequest;
import io.remdb.server.proto.SearchRequest;
import io.remdb.server.proto.Value;
import io.remdb.server.socket.OwnerChannel;
import io.remdb.server.socket.OwnerSocket;
import io.remdb.server.support.Await;
import io.remdb.server.support.Databases;
import io.remdb.server.support.Served;
import io.remdb.server.support.WordsEmbeddingProvider;
import io.remdb.server.wire.EntityWire;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a call may hold, how it is ended, and what is refused. */
class FlowTest {
    private static final String ENDLESS =
            "SELECT count(*) FROM events a, events b, events c, events d, events e, events f, events g, events h";

    @TempDir
    Path folder;

    /** Runs something in a thread of its own, which can be interrupted. */
    private static final class Caller<T> {
        private final FutureTask<T> task;
        private final Thread thread;

        Caller(java.util.concurrent.Callable<T> work) {
            task = new FutureTask<>(work);
            thread = Thread.ofPlatform().start(task);
        }

        void interrupt() {
            thread.interrupt();
        }

        RemException failure() throws InterruptedException {
            try {
                task.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RemException failure) {
                    return failure;
                }
                throw new AssertionError(e);
            }
            throw new AssertionError("it did not fail");
        }
    }

    @Test
    void anInterruptEndsAStatementOnTheOtherSide() throws Exception {
        try (Served served = Served.open(folder).withTables()) {
            served.database().insertAll("events", Databases.events(0, 100).iterator(), BatchOptions.DEFAULTS);
            Caller<Long> caller = new Caller<>(() -> {
                try (QueryResult result = served.remote().query(ENDLESS)) {
                    return result.iterator()
                            .next()
                            .number(result.columns().getFirst().name());
                }
            });
            Await.until("the statement runs", () -> served.server().runningCalls() == 1);
            caller.interrupt();
            assertThat(caller.failure().code()).isEqualTo(ErrorCode.CANCELLED);
            served.awaitIdle();
            assertThat(served.remote().count("events")).isEqualTo(100);
        }
    }

    @Test
    void anInterruptEndsABatchAndWhatWasAcknowledgedStays() throws Exception {
        try (Served served = Served.open(folder).withTables()) {
            CountDownLatch acknowledged = new CountDownLatch(1);
            CountDownLatch never = new CountDownLatch(1);
            Iterator<String> stuck = new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    if (next == 100_000) { // more than is in flight before the first is acknowledged
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return true;
                }

                @Override
                public String next() {
                    return Databases.event(next++);
                }
            };
            BatchOptions options = BatchOptions.DEFAULTS.withChunkRows(100).withProgress((done, total) -> {
                acknowledged.countDown();
            });
            Caller<BatchResult> caller = new Caller<>(() -> served.remote().insertAll("events", stuck, options));
            acknowledged.await();
            caller.interrupt();
            RemException failure = caller.failure();
            assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED);
            served.awaitIdle();
            long written = Long.parseLong(String.valueOf(failure.details().get("written")));
            assertThat(served.database().count("events"))
                    .isGreaterThanOrEqualTo(written)
                    .isLessThan(200_000);
            assertThat(written).isPositive();
        }
    }

    @Test
    void aReaderThatTakesNothingDoesNotHoldItsCallForEver() throws Exception {
        RemDatabase database = RemDatabase.inMemory(any -> Databases.options(Sharing.ALONE));
        DataServer server = new DataServer(database, Databases.config(), false, new Calls(Duration.ofMillis(1)));
        OwnerSocket socket = OwnerSocket.open(folder, server.services());
        ManagedChannel channel = OwnerChannel.open(folder).orElseThrow();
        try (Served served =
                new Served(database, server, socket, channel, new RemoteDatabase(channel, Side.OWNER)).withTables()) {
            String padding = "x".repeat(2_000);
            List<String> rows = IntStream.range(0, 4_000)
                    .mapToObj(i -> "{\"number\": " + i + ", \"padding\": \"" + padding + "\"}")
                    .toList();
            served.database().insertAll("events", rows.iterator(), BatchOptions.DEFAULTS);
            try (EntityCursor cursor = served.remote().list("events", Visibility.LIVE)) {
                cursor.next();
                served.awaitIdle(); // though the cursor is open, and far from its end
                assertThatThrownBy(() -> cursor.forEachRemaining(row -> {}))
                        .isInstanceOfSatisfying(
                                RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
            }
        }
    }

    @Test
    void theProgressOfAStrictBatchIsTold() throws Exception {
        List<Long> told = new ArrayList<>();
        try (Served served = Served.open(folder).withTables()) {
            List<String> rows = IntStream.range(0, 6)
                    .mapToObj(i -> Databases.article("title " + i, "text " + i, "x", i))
                    .toList();
            BatchOptions options = BatchOptions.DEFAULTS
                    .withMode(BatchOptions.Mode.ALL_OR_NOTHING)
                    .withChunkRows(2)
                    .withProgress((done, total) -> told.add(done));
            served.remote().insertAll("articles", rows.iterator(), options);
        }
        assertThat(told).startsWith(2L, 4L, 6L);
    }

    @Test
    void aStrictBatchIsCalledOffAfterItsLastRowWasSent() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        CountDownLatch embedding = new CountDownLatch(1);
        Runnable untilTheCallIsEnded = () -> {
            embedding.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (Served served = Served.open(folder).withTables()) {
            WordsEmbeddingProvider.BEFORE_CALL.set(untilTheCallIsEnded);
            Iterator<String> rows =
                    List.of(Databases.article("a", "text", "x", 1)).iterator();
            Iterator<String> stoppable = new Iterator<>() {
                @Override
                public boolean hasNext() {
                    if (stopped.get()) {
                        throw new RemException(ErrorCode.CANCELLED, "Stopped");
                    }
                    return rows.hasNext();
                }

                @Override
                public String next() {
                    return rows.next();
                }
            };
            BatchOptions strict = BatchOptions.DEFAULTS.withMode(BatchOptions.Mode.ALL_OR_NOTHING);
            Caller<BatchResult> caller = new Caller<>(() -> served.remote().insertAll("articles", stoppable, strict));
            embedding.await();
            stopped.set(true);
            RemException failure = caller.failure();
            assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED);
            assertThat(failure.hint().orElseThrow()).startsWith("Nothing was written, unless");
            served.awaitIdle();
            assertThat(served.database().count("articles")).isZero();
        } finally {
            WordsEmbeddingProvider.BEFORE_CALL.set(() -> {});
        }
    }

    @Test
    void rowsThatCannotBeReadEndTheBatchOnTheOtherSide() throws Exception {
        try (Served served = Served.open(folder).withTables()) {
            Iterator<String> broken = Stream.iterate(0, i -> i + 1)
                    .map(i -> {
                        if (i == 5_000) {
                            throw new IllegalStateException("the file ends here");
                        }
                        return Databases.event(i);
                    })
                    .iterator();
            assertThat(catchThrowableOfType(
                            IllegalStateException.class,
                            () -> served.remote().insertAll("events", broken, BatchOptions.DEFAULTS)))
                    .hasMessage("the file ends here");
            served.awaitIdle();
        }
    }

    @Test
    void aCursorThatIsClosedEarlyFreesItsThread() throws Exception {
        try (Served served = Served.open(folder).withTables()) {
            insertLarge(served.database(), 1_500);
            try (EntityCursor cursor = served.remote().list("articles", Visibility.LIVE)) {
                cursor.next();
                assertThat(served.server().runningCalls()).isEqualTo(1);
            }
            served.awaitIdle();
            try (QueryResult result = served.remote().query("SELECT * FROM articles")) {
                result.iterator().next();
                assertThat(served.server().runningCalls()).isEqualTo(1);
            }
            served.awaitIdle();
        }
    }

    /** Two KiB each. */
    private static void insertLarge(RemDatabase database, int rows) {
        String padding = "x".repeat(2_000);
        database.insertAll(
                "articles",
                IntStream.range(0, rows)
                        .mapToObj(i -> Databases.article("large " + i, "text", padding, i))
                        .iterator(),
                BatchOptions.DEFAULTS);
    }

    @Test
    void aCallerThatDoesNotReadHoldsTheOtherSideBack() throws Exception {
        AtomicLong read = new AtomicLong();
        try (Served served =
                Served.open(folder, database -> countingListed(database, read)).withTables()) {
            insertLarge(served.database(), 3_500);
            try (EntityCursor cursor = served.remote().list("articles", Visibility.LIVE)) {
                cursor.next();
                Await.until("the sender waits", FlowTest::aCallWaits);
                // A window of a MiB on the wire, and some messages on both sides.
                assertThat(read.get()).isGreaterThan(0).isLessThan(2_000);
                cursor.forEachRemaining(row -> {});
                assertThat(read.get()).isEqualTo(3_500);
            }
        }
    }

    private static boolean aCallWaits() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("rem-call-"))
                .filter(thread -> thread.getKey().getState() == Thread.State.TIMED_WAITING)
                .flatMap(thread -> Stream.of(thread.getValue()))
                .anyMatch(frame -> frame.getClassName().equals(Answer.class.getName()));
    }

    /** A database that does something before one of its verbs. */
    private static RemDatabase before(RemDatabase database, String verb, Runnable action) {
        return (RemDatabase) Proxy.newProxyInstance(
                FlowTest.class.getClassLoader(), new Class<?>[] {RemDatabase.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(verb)) {
                        action.run();
                    }
                    try {
                        return method.invoke(database, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** A database whose check is this. */
    private static RemDatabase verifying(RemDatabase database, Function<ProgressListener, Verification> check) {
        Operations operations = (Operations) Proxy.newProxyInstance(
                FlowTest.class.getClassLoader(),
                new Class<?>[] {Operations.class},
                (proxy, method, arguments) -> method.getName().equals("verify")
                        ? check.apply((ProgressListener) arguments[1])
                        : method.invoke(database.operations(), arguments));
        return (RemDatabase) Proxy.newProxyInstance(
                FlowTest.class.getClassLoader(),
                new Class<?>[] {RemDatabase.class},
                (proxy, method, arguments) ->
                        method.getName().equals("operations") ? operations : method.invoke(database, arguments));
    }

    @Test
    void progressAndFindingsOfACheckComeAsTheyAre() throws Exception {
        List<Verification.Finding> findings = IntStream.range(0, Verification.MOST_FINDINGS)
                .mapToObj(
                        i -> new Verification.Finding("edges", "An edge is not the same from both ends", "place " + i))
                .toList();
        List<Verification.Finding> notes = List.of(new Verification.Finding("entities", "A row is old", "row 1"));
        Verification found = new Verification(1, 2, 3, 4, 5, 6, findings, 5_000, notes, 7);
        try (Served served = Served.open(
                folder,
                database -> verifying(database, progress -> {
                    progress.progress(10_000, ProgressListener.UNKNOWN_TOTAL);
                    progress.progress(20_000, ProgressListener.UNKNOWN_TOTAL);
                    return found;
                }))) {
            List<Long> heard = new ArrayList<>();
            assertThat(served.remote().operations().verify((done, total) -> heard.add(done)))
                    .isEqualTo(found);
            assertThat(heard).containsExactly(10_000L, 20_000L);
        }
    }

    @Test
    void aCheckEndsWithItsCaller() throws Exception {
        try (Served served = Served.open(
                folder,
                database -> verifying(database, progress -> {
                    for (long done = 0; ; done++) {
                        progress.progress(done, ProgressListener.UNKNOWN_TOTAL);
                    }
                }))) {
            IllegalStateException enough = new IllegalStateException("enough");
            assertThatThrownBy(() -> served.remote().operations().verify((done, total) -> {
                        if (done > 100) {
                            throw enough;
                        }
                    }))
                    .isSameAs(enough);
            served.awaitIdle();
        }
    }

    private static RemDatabase countingListed(RemDatabase database, AtomicLong read) {
        return (RemDatabase) Proxy.newProxyInstance(
                FlowTest.class.getClassLoader(), new Class<?>[] {RemDatabase.class}, (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(database, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    return result instanceof EntityCursor cursor ? counting(cursor, read) : result;
                });
    }

    private static EntityCursor counting(EntityCursor cursor, AtomicLong read) {
        return new EntityCursor() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public io.remdb.Entity next() {
                read.incrementAndGet();
                return cursor.next();
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }

    @Test
    void aBatchOfAnySizeHoldsAPartOfItsRows() throws Exception {
        int rows = 200_000;
        AtomicLong given = new AtomicLong();
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong most = new AtomicLong();
        try (Served served = Served.open(folder).withTables()) {
            Iterator<String> source = IntStream.range(0, rows)
                    .mapToObj(i -> {
                        most.accumulateAndGet(given.incrementAndGet() - acknowledged.get(), Math::max);
                        return Databases.event(i);
                    })
                    .iterator();
            BatchResult result = served.remote()
                    .insertAll(
                            "events",
                            source,
                            BatchOptions.DEFAULTS.withProgress((done, total) -> acknowledged.set(done)));
            assertThat(result.inserted()).isEqualTo(rows);
            assertThat(served.database().count("events")).isEqualTo(rows);
            // A window of a MiB on the wire, and some messages and a chunk on both sides; a row has about 30 bytes.
            assertThat(most.get()).isGreaterThan(0).isLessThan(60_000);
        }
    }

    @Test
    void aBatchOfLargeRowsHoldsAFewOfThem() throws Exception {
        int rows = 60;
        String megabyte = "x".repeat(1 << 20);
        AtomicLong given = new AtomicLong();
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong most = new AtomicLong();
        try (Served served = Served.open(folder).withTables()) {
            Iterator<String> source = IntStream.range(0, rows)
                    .mapToObj(i -> {
                        most.accumulateAndGet(given.incrementAndGet() - acknowledged.get(), Math::max);
                        return "{\"title\": \"large %d\", \"content\": \"text\", \"extra\": {\"x\": \"%s\"}}"
                                .formatted(i, megabyte);
                    })
                    .iterator();
            BatchResult result = served.remote()
                    .insertAll(
                            "articles",
                            source,
                            BatchOptions.DEFAULTS.withProgress((done, total) -> acknowledged.set(done)));
            assertThat(result.inserted()).isEqualTo(rows);
            // A chunk of 4 MiB, one message that waits, a window of a MiB on the wire, and what the sender has ready.
            assertThat(most.get()).isGreaterThan(0).isLessThan(16);
        }
    }

    @Test
    void oneCallMoreThanMayRunIsRefused() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        UnaryOperator<RemDatabase> flushingLate = database -> before(database, "flush", () -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (Served served = Served.open(folder, flushingLate).withTables()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < Calls.MOST_RUNNING; i++) {
                running.add(DataServiceGrpc.newFutureStub(served.channel()).flush(FlushRequest.getDefaultInstance()));
            }
            Await.until("all run", () -> served.server().runningCalls() == Calls.MOST_RUNNING);
            RemException refused = catchThrowableOfType(
                    RemException.class, () -> served.remote().count("articles"));
            assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(refused.text()).isEqualTo("Too many calls run at once");
            assertThat(refused.details()).containsEntry("limit", Integer.toString(Calls.MOST_RUNNING));
            RemException refusedBatch = catchThrowableOfType(
                    RemException.class,
                    () -> served.remote()
                            .insertAll("events", Databases.events(0, 10).iterator(), BatchOptions.DEFAULTS));
            assertThat(refusedBatch.text()).isEqualTo("Too many calls run at once");
            go.countDown();
            for (Future<?> call : running) {
                call.get();
            }
            assertThat(served.remote().count("articles")).isZero();
        }
    }

    @Test
    void aCallThatIsOneTooManyIsRefusedBeforeItsMessageIsRead() throws Exception {
        try (Served served = Served.open(folder).withTables()) {
            List<ClientCall<InsertRequest, InsertResponse>> begun = new ArrayList<>();
            for (int i = 0; i < Calls.MOST_RUNNING; i++) {
                begun.add(begin(served, DataServiceGrpc.getInsertMethod(), new CompletableFuture<>()));
            }
            CompletableFuture<Status> refused = new CompletableFuture<>();
            // The client sends the beginnings of calls of one message with the message, or with that of a stream.
            begin(served, DataServiceGrpc.getInsertAllMethod(), refused);
            assertThat(refused.get().getDescription()).isEqualTo("Too many calls run at once");
            assertThat(served.server().runningCalls()).isZero();
            begun.forEach(call -> call.cancel("enough", null));
            Await.until("there is room", () -> {
                try {
                    return served.remote().count("events") == 0;
                } catch (RemException _) {
                    return false;
                }
            });
        }
    }

    /** A call of which nothing comes but its beginning. */
    private static <Q, R> ClientCall<Q, R> begin(
            Served served, MethodDescriptor<Q, R> method, CompletableFuture<Status> end) {
        ClientCall<Q, R> call = served.channel().newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status);
                    }
                },
                new Metadata());
        call.request(1);
        return call;
    }

    @Test
    void anInterruptDoesNotReachAnotherCall() throws Exception {
        try (Served served = Served.open(folder).withTables();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            served.database().insertAll("events", Databases.events(0, 100).iterator(), BatchOptions.DEFAULTS);
            insertLarge(served.database(), 300);
            List<Future<?>> working = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                working.add(threads.submit(() -> {
                    for (int i = 0; i < 40; i++) {
                        try (EntityCursor cursor = served.remote().list("articles", Visibility.LIVE)) {
                            cursor.next();
                        }
                        assertThat(Databases.number(served.remote(), "SELECT count(*) FROM events"))
                                .isEqualTo(100);
                        served.remote().insert("articles", Databases.article("same", "text " + i, "a", i));
                    }
                }));
            }
            for (Future<?> work : working) {
                work.get();
            }
            assertThat(served.remote().search("text").in("articles").limit(3).run())
                    .hasSize(3);
        }
    }

    @Test
    void garbageIsRefusedAndTheServiceGoesOn() throws Exception {
        try (Served served = Served.open(folder).withTables()) {
            served.remote().insert("events", Databases.event(1));
            for (byte[] garbage : List.of(
                    "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                    new byte[5_000],
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0007garbage"
                            .getBytes(StandardCharsets.UTF_8))) {
                try (SocketChannel other = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    other.connect(UnixDomainSocketAddress.of(folder.resolve("socket")));
                    other.write(ByteBuffer.wrap(garbage));
                    other.shutdownOutput();
                    drain(other);
                }
                assertThat(served.remote().count("events")).isEqualTo(1);
            }
            assertThat(served.socket().clients()).isEqualTo(1);
        }
    }

    /** Until the other side has closed the connection. */
    private static void drain(SocketChannel channel) {
        ByteBuffer sink = ByteBuffer.allocate(1 << 12);
        try {
            while (channel.read(sink) >= 0) {
                sink.clear();
            }
        } catch (IOException _) {
            // closed harshly, which is as well
        }
    }

    @Test
    void anAnswerMayBeLargerThanAMessage() throws Exception {
        int rows = 3;
        String large = "x".repeat(1 << 20);
        try (Served served = Served.open(folder).withTables()) {
            List<UUID> ids = new ArrayList<>();
            GetRequest.Builder byId = GetRequest.newBuilder();
            for (int i = 0; i < rows; i++) {
                UUID id = served.remote()
                        .insert(
                                "articles",
                                "{\"title\": \"large %d\", \"content\": \"text\", \"extra\": {\"x\": \"%s\"}}"
                                        .formatted(i, large))
                        .id();
                ids.add(id);
                byId.addIds(EntityWire.id(id));
            }
            String[] keys = IntStream.range(0, rows).mapToObj(i -> "large " + i).toArray(String[]::new);
            // So large a row has a message of its own, however many there are.
            DataServiceGrpc.DataServiceBlockingStub stub = DataServiceGrpc.newBlockingStub(served.channel());
            assertThat(stub.get(byId.build())).toIterable().hasSize(rows);
            assertThat(stub.lookup(
                            LookupRequest.newBuilder().addAllKeys(List.of(keys)).build()))
                    .toIterable()
                    .hasSize(rows);
            assertThat(stub.search(SearchRequest.newBuilder()
                            .setText("text")
                            .setTable("articles")
                            .build()))
                    .toIterable()
                    .hasSize(rows);
            assertThat(stub.fuzzy(FuzzyRequest.newBuilder()
                            .setText("large")
                            .setTable("articles")
                            .build()))
                    .toIterable()
                    .hasSize(rows);
            assertThat(served.remote().getAll(ids)).extracting(Entity::id).isEqualTo(ids);
            assertThat(served.remote().lookup(keys)).hasSize(rows);
            assertThat(served.remote().search("text").in("articles").run()).hasSize(rows);
            assertThat(served.remote().fuzzy("large").in("articles").run()).hasSize(rows);
            assertThat(stub.lookup(LookupRequest.newBuilder().addKeys("none").build()))
                    .toIterable()
                    .hasSize(1); // empty, for whoever expects one message
        }
    }

    @Test
    void anEntityHasAllItsEdgesThoughTheyAreMoreThanOneMessage() throws Exception {
        int edges = 2_345;
        String text = "y".repeat(500);
        try (Served served = Served.open(folder).withTables()) {
            UUID hub = served.database()
                    .insert("articles", Databases.article("hub", "text", "a", 1))
                    .id();
            for (int i = 0; i < edges; i++) {
                served.database().link(hub, new UUID(7, i), "knows", Map.of("text", text));
            }
            Entity expected = served.database().get(hub).orElseThrow();
            assertThat(expected.edges()).hasSize(edges);
            assertThat(served.remote().get(hub)).contains(expected);
            assertThat(served.remote().update(hub, "{\"year\": 2}").edges()).isEqualTo(expected.edges());
            assertThat(served.remote().getAll(List.of(hub, hub)))
                    .isEqualTo(served.database().getAll(List.of(hub, hub)));
            List<Integer> parts = new ArrayList<>();
            DataServiceGrpc.newBlockingStub(served.channel())
                    .get(GetRequest.newBuilder().addIds(EntityWire.id(hub)).build())
                    .forEachRemaining(part -> parts.add(part.getSerializedSize()));
            assertThat(parts)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(size -> assertThat(size).isLessThan(1 << 20));
        }
    }

    @Test
    void aMessageAboveTheLimitIsAClearError() throws Exception {
        try (Served served = Served.open(folder).withTables()) {
            String large = Databases.article("large", "text", "x".repeat(MessageLimits.MOST_BYTES), 1);
            RemException refused = catchThrowableOfType(
                    RemException.class, () -> served.remote().insert("articles", large));
            assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LARGE);
            RemException refusedBatch = catchThrowableOfType(
                    RemException.class,
                    () -> served.remote().insertAll("articles", List.of(large).iterator(), BatchOptions.DEFAULTS));
            assertThat(refusedBatch.code()).isEqualTo(ErrorCode.TOO_LARGE);
            assertThat(served.remote().count("articles")).isZero();
        }
    }

    @Test
    void valuesThatAreNoneAreRefusedAsSuch() throws Exception {
        try (Served served = Served.open(folder)) {
            for (Value value : List.of(
                    Value.newBuilder().setDecimal("1,5").build(),
                    Value.newBuilder().setDay(Long.MAX_VALUE).build())) {
                QueryRequest request = QueryRequest.newBuilder()
                        .setStatement("SELECT ?")
                        .addParameters(value)
                        .build();
                StatusRuntimeException refused = catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> DataServiceGrpc.newBlockingStub(served.channel())
                                .query(request)
                                .hasNext());
                assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            }
            assertThat(catchThrowableOfType(
                                    RemException.class, () -> served.remote().query("SELECT ?", Instant.MAX))
                            .code())
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
    }

    @Test
    void aCallerWhoseOwnCallIsCancelledGoesOn() throws Exception {
        try (Served served = Served.open(folder).withTables()) {
            insertLarge(served.database(), 10);
            Context.CancellableContext over = Context.current().withCancellation();
            over.cancel(null);
            Context before = over.attach();
            try {
                assertThat(served.remote().count("articles")).isEqualTo(10);
                try (EntityCursor cursor = served.remote().list("articles", Visibility.LIVE)) {
                    assertThat(cursor).toIterable().hasSize(10);
                }
                assertThat(served.remote()
                                .insertAll("events", Databases.events(0, 3).iterator(), BatchOptions.DEFAULTS)
                                .inserted())
                        .isEqualTo(3);
            } finally {
                over.detach(before);
            }
        }
    }

    @Test
    void nothingOfADefectIsToldToTheCaller() throws Exception {
        RuntimeException defect = new IllegalStateException("a secret");
        RemDatabase broken = (RemDatabase) Proxy.newProxyInstance(
                FlowTest.class.getClassLoader(), new Class<?>[] {RemDatabase.class}, (proxy, method, arguments) -> {
                    throw defect;
                });
        try (Served served = Served.open(folder, database -> broken)) {
            StatusRuntimeException refused = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> DataServiceGrpc.newBlockingStub(served.channel()).insert(InsertRequest.getDefaultInstance()));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(String.valueOf(refused.getTrailers()) + refused.getStatus())
                    .doesNotContain("secret")
                    .doesNotContain("IllegalState")
                    .doesNotContain("\tat ");
            RemException error = catchThrowableOfType(
                    RemException.class, () -> served.remote().count("events"));
            assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
        }
    }
}
