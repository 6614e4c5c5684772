package io.remdb.server.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Sharing;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.Schema;
import io.remdb.server.client.RemoteDatabase.Side;
import io.remdb.server.proto.StatusResponse;
import io.remdb.server.support.Await;
import io.remdb.server.support.Child;
import io.remdb.server.support.Databases;
import io.remdb.server.support.OwnerCalls;
import io.remdb.server.support.OwnerMain;
import io.remdb.server.support.Served;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One database, several processes that were not started for it. */
class SharingTest {
    @TempDir
    Path temporary;

    private Path folder() {
        return temporary.resolve("db");
    }

    /** Opens a database whose owner this process is, and waits until it can be reached. */
    private static RemDatabase own(Path folder) {
        RemDatabase database = Databases.open(folder, Sharing.OWNER_OR_CLIENT);
        awaitListening(folder);
        return database;
    }

    private static void awaitListening(Path folder) {
        Await.until(
                "the owner listens",
                () -> Files.exists(folder.resolve("socket-path")) || Files.exists(folder.resolve("socket")));
    }

    @Test
    void anotherProcessIsAClientOfTheOneThatHasItOpen() {
        try (Child owner = OwnerMain.start(folder());
                RemDatabase client = Databases.open(folder(), Sharing.OWNER_OR_CLIENT)) {
            client.insertAll("events", Databases.events(0, 100).iterator(), BatchOptions.DEFAULTS);
            StatusResponse status = OwnerCalls.awaitStatus(folder());
            assertThat(status.getPid()).isEqualTo(owner.pid());
            assertThat(status.getBackground()).isFalse();
            assertThat(status.getDatabase()).isEqualTo(folder().toString());
            assertThat(status.getClients()).isEqualTo(1); // who asks is not counted
            assertThat(status.getCalls()).isPositive();
            assertThat(status.getIdleSeconds()).isZero();
            assertThat(client.count("events")).isEqualTo(100);
        }
    }

    @Test
    void theSocketAndTheFolderAreTheUsersAlone() throws IOException {
        try (RemDatabase _ = own(folder())) {
            Await.until(
                    "the socket is private",
                    () -> permissions(folder().resolve("socket")).equals("rw-------"));
            assertThat(permissions(folder())).isEqualTo("rwx------");
        }
        assertThat(folder().resolve("socket")).doesNotExist();
        assertThat(folder().resolve("owner")).doesNotExist();
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aClientBecomesTheOwnerWhenThatIsKilled() {
        try (Child owner = OwnerMain.start(folder());
                RemDatabase client = Databases.open(folder(), Sharing.OWNER_OR_CLIENT)) {
            client.insertAll("events", Databases.events(0, 50).iterator(), BatchOptions.DEFAULTS);
            owner.kill();
            assertThat(folder().resolve("socket")).exists();
            assertThat(client.count("events")).isEqualTo(50);
            assertThat(client.search("text").in("articles").run()).isEmpty();
            Await.until("it serves", () -> {
                try (RemDatabase second = Databases.open(folder(), Sharing.OWNER_OR_CLIENT)) {
                    return second.count("events") == 50;
                }
            });
            assertThat(OwnerCalls.awaitStatus(folder()).getPid())
                    .isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void aClientBecomesTheOwnerWhenThatCloses() {
        RemDatabase owner = own(folder());
        owner.schemas().register(Schema.parse(Databases.EVENTS));
        try (RemDatabase client = Databases.open(folder(), Sharing.OWNER_OR_CLIENT)) {
            client.insert("events", Databases.event(1));
            owner.close();
            assertThat(client.count("events")).isEqualTo(1);
            client.insert("events", Databases.event(2));
            assertThat(catchThrowableOfType(RemException.class, () -> owner.count("events"))
                            .code())
                    .isEqualTo(ErrorCode.CLOSED);
        }
        try (RemDatabase alone = Databases.open(folder(), Sharing.ALONE)) {
            assertThat(alone.count("events")).isEqualTo(2);
        }
    }

    @Test
    void everyRowOfABatchIsWrittenOnceThoughItsOwnerIsKilled() {
        int rows = 30_000;
        try (Child owner = OwnerMain.start(folder());
                RemDatabase client = Databases.open(folder(), Sharing.OWNER_OR_CLIENT)) {
            AtomicBoolean killed = new AtomicBoolean();
            List<Long> rejected = new ArrayList<>();
            List<Long> progress = new ArrayList<>();
            Iterator<String> source = IntStream.range(0, rows)
                    .mapToObj(i -> i % 1_000 == 7 ? "{\"number\": \"bad\"}" : Databases.event(i))
                    .iterator();
            BatchResult result = client.insertAll(
                    "events",
                    source,
                    BatchOptions.DEFAULTS
                            .withChunkRows(500)
                            .withOnReject(error -> rejected.add(error.line()))
                            .withProgress((done, total) -> {
                                progress.add(done);
                                if (done >= 4_000 && killed.compareAndSet(false, true)) {
                                    owner.kill();
                                }
                            }));
            assertThat(killed).isTrue();
            assertThat(result.failed()).isEqualTo(rows / 1_000);
            assertThat(result.inserted() + result.updated()).isEqualTo(rows - rows / 1_000);
            // What the killed owner had written and not acknowledged was there when it came again.
            assertThat(result.updated()).isLessThanOrEqualTo(500);
            assertThat(rejected)
                    .containsExactlyElementsOf(IntStream.range(0, rows / 1_000)
                            .mapToObj(i -> i * 1_000L + 8)
                            .toList());
            assertThat(progress).isSorted().endsWith((long) rows);
            assertThat(client.count("events")).isEqualTo(rows - rows / 1_000);
            assertThat(Databases.number(client, "SELECT count(DISTINCT number) FROM events"))
                    .isEqualTo(rows - rows / 1_000);
        }
    }

    @Test
    void aTableIsReadToItsEndThoughItsOwnerIsKilled() {
        try (Child owner = OwnerMain.start(folder());
                RemDatabase client = Databases.open(folder(), Sharing.OWNER_OR_CLIENT)) {
            String padding = "x".repeat(1_000);
            client.insertAll(
                    "articles",
                    IntStream.range(0, 4_000)
                            .mapToObj(i -> Databases.article("a" + i, "text", padding, i))
                            .iterator(),
                    BatchOptions.DEFAULTS);
            try (EntityCursor cursor = client.list("articles", Visibility.LIVE);
                    QueryResult begun = client.query("SELECT title, category FROM articles ORDER BY year");
                    QueryResult fresh = client.query("SELECT count(*) AS n FROM articles")) {
                Set<UUID> ids = new HashSet<>();
                for (int i = 0; i < 10; i++) {
                    ids.add(cursor.next().id());
                }
                Iterator<Row> rows = begun.iterator();
                rows.next();
                owner.kill();
                cursor.forEachRemaining(row -> assertThat(ids.add(row.id())).isTrue());
                assertThat(ids).hasSize(4_000);
                assertThat(fresh.iterator().next().number("n")).isEqualTo(4_000);
                // The rest of a result that has no known order cannot be had; that is not the end of the rows.
                assertThat(catchThrowableOfType(RemException.class, () -> rows.forEachRemaining(row -> {}))
                                .code())
                        .isEqualTo(ErrorCode.UNAVAILABLE);
            }
        }
    }

    @Test
    void aStrictBatchIsWrittenOnceThoughItsOwnerIsKilled() {
        try (Child owner = OwnerMain.start(folder());
                RemDatabase client = Databases.open(folder(), Sharing.OWNER_OR_CLIENT)) {
            Iterator<String> source = IntStream.range(0, 5_000)
                    .mapToObj(i -> {
                        if (i == 4_000) {
                            owner.kill();
                        }
                        return Databases.event(i);
                    })
                    .iterator();
            BatchResult result = client.insertAll(
                    "events", source, BatchOptions.DEFAULTS.withMode(BatchOptions.Mode.ALL_OR_NOTHING));
            assertThat(result.inserted()).isEqualTo(5_000);
            assertThat(client.count("events")).isEqualTo(5_000);
        }
    }

    @Test
    void nobodyNoticesThatTheOwnerClosesWhileCallsRun() throws Exception {
        RemDatabase owner = own(folder());
        owner.schemas().register(Schema.parse(Databases.EVENTS));
        AtomicLong written = new AtomicLong();
        CountDownLatch busy = new CountDownLatch(40);
        try (RemDatabase client = Databases.open(folder(), Sharing.OWNER_OR_CLIENT);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> working = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int number = thread;
                working.add(threads.submit(() -> {
                    for (int i = 0; i < 60; i++) {
                        client.insert("events", Databases.event(number * 1_000 + i));
                        written.incrementAndGet();
                        assertThat(client.count("events")).isPositive();
                        busy.countDown();
                    }
                }));
            }
            busy.await();
            owner.close();
            for (Future<?> work : working) {
                work.get();
            }
            assertThat(client.count("events")).isEqualTo(written.get()).isEqualTo(240);
        }
    }

    @Test
    void aPathThatIsTooLongForASocketIsNoHindrance() {
        Path deep = temporary.resolve("x".repeat(120)).resolve("db");
        try (Child owner = OwnerMain.start(deep);
                RemDatabase client = Databases.open(deep, Sharing.OWNER_OR_CLIENT)) {
            assertThat(deep.resolve("socket")).doesNotExist();
            Path socket = pointed(deep);
            assertThat(permissions(socket)).isEqualTo("rw-------");
            assertThat(permissions(Objects.requireNonNull(socket.getParent()))).isEqualTo("rwx------");
            assertThat(OwnerCalls.awaitStatus(deep).getPid()).isEqualTo(owner.pid());
            client.insert("events", Databases.event(1));
            owner.endInput();
            assertThat(socket.getParent()).doesNotExist();
            assertThat(client.count("events")).isEqualTo(1);
        }
        assertThat(deep.resolve("socket-path")).doesNotExist();
    }

    private static Path pointed(Path folder) {
        return Path.of(read(folder.resolve("socket-path")).lines().findFirst().orElseThrow());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCopyOfADatabaseIsAnother() throws Exception {
        Path deep = temporary.resolve("x".repeat(120)).resolve("db");
        Path copy = deep.resolveSibling("copy");
        try (Child owner = OwnerMain.start(deep);
                RemDatabase client = Databases.open(deep, Sharing.OWNER_OR_CLIENT)) {
            client.insert("events", Databases.event(1));
            client.flush();
            assertThat(new ProcessBuilder("cp", "-r", deep.toString(), copy.toString())
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(read(copy.resolve("socket-path"))).isEqualTo(read(deep.resolve("socket-path")));
            try (RemDatabase other = Databases.open(copy, Sharing.OWNER_OR_CLIENT)) {
                assertThat(other.info().path().getFileName()).hasToString("copy");
                other.insert("events", Databases.event(2));
                other.insert("events", Databases.event(3));
                awaitListening(copy);
            }
            assertThat(OwnerCalls.awaitStatus(deep).getPid()).isEqualTo(owner.pid());
            assertThat(client.count("events")).isEqualTo(1);
        }
    }

    @Test
    void aReaderThatTakesNothingDoesNotKeepTheOwnerFromClosing() {
        RemDatabase owner = own(folder());
        owner.schemas().register(Schema.parse(Databases.ARTICLES));
        String padding = "x".repeat(2_000);
        owner.insertAll(
                "articles",
                IntStream.range(0, 4_000)
                        .mapToObj(i -> Databases.article("a" + i, "text", padding, i))
                        .iterator(),
                BatchOptions.DEFAULTS);
        try (RemDatabase client = Databases.open(folder(), Sharing.OWNER_OR_CLIENT);
                EntityCursor cursor = client.list("articles", Visibility.LIVE)) {
            cursor.next();
            long start = System.nanoTime();
            owner.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            assertThat(cursor).toIterable().hasSize(3_999); // goes on with the next owner
        }
    }

    @Test
    void aFileSystemWithoutSocketsIsNoHindrance() throws IOException {
        Databases.open(folder(), Sharing.ALONE).close();
        // Nothing can be bound where a folder lies that is not empty.
        Files.createDirectories(folder().resolve("socket/occupied"));
        try (Child owner = OwnerMain.start(folder());
                RemDatabase client = Databases.open(folder(), Sharing.OWNER_OR_CLIENT)) {
            Await.until("it listens elsewhere", () -> Files.exists(folder().resolve("socket-path")));
            assertThat(OwnerCalls.awaitStatus(folder()).getPid()).isEqualTo(owner.pid());
            assertThat(client.count("events")).isZero();
        }
    }

    @Test
    void anotherNameOfTheFolderLeadsToTheSameOwner() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("y".repeat(100)), temporary);
        try (Child owner = OwnerMain.start(folder());
                RemDatabase client = Databases.open(link.resolve("db"), Sharing.OWNER_OR_CLIENT)) {
            assertThat(client.count("events")).isZero();
            assertThat(OwnerCalls.awaitStatus(link.resolve("db")).getPid()).isEqualTo(owner.pid());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAKilledOwnerLeftBehindIsNoHindrance(boolean pointer) throws IOException {
        Path folder = pointer ? temporary.resolve("z".repeat(120)).resolve("db") : folder();
        OwnerMain.start(folder).kill();
        Path left = pointer ? pointed(folder) : folder.resolve("socket");
        assertThat(left).exists();
        try (RemDatabase database = Databases.open(folder, Sharing.OWNER_OR_CLIENT)) {
            Await.until(
                    "the owner listens",
                    () -> OwnerCalls.awaitStatus(folder).getPid()
                            == ProcessHandle.current().pid());
            assertThat(Files.exists(left)).isEqualTo(!pointer);
            assertThat(database.count("events")).isZero();
            try (RemDatabase client = Databases.open(folder, Sharing.OWNER_OR_CLIENT)) {
                assertThat(client.count("events")).isZero();
            }
        }
    }

    @Test
    void otherSettingsOfTheOwnerAreWarnedOf() {
        List<String> warnings = new ArrayList<>();
        Logger logger = Logger.getLogger(Connecting.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                warnings.add(new SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try (RemDatabase _ = own(folder())) {
            Databases.open(folder(), Sharing.OWNER_OR_CLIENT).close();
            assertThat(warnings).isEmpty();
            Databases.open(folder(), Sharing.OWNER_OR_CLIENT, "P8_BATCH_SIZE", "77", "P8_SEARCH_TIMEOUT_MS", "78")
                    .close();
            assertThat(warnings)
                    .singleElement()
                    .asString()
                    .contains("other settings (P8_BATCH_SIZE, P8_SEARCH_TIMEOUT_MS)")
                    .contains(Long.toString(ProcessHandle.current().pid()));
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void anOwnerThatWasNotStartedForItDoesNotStop() {
        try (RemDatabase _ = own(folder())) {
            io.grpc.StatusRuntimeException refused =
                    catchThrowableOfType(io.grpc.StatusRuntimeException.class, () -> OwnerCalls.stop(folder()));
            assertThat(io.remdb.server.client.Failures.of(refused).code()).isEqualTo(ErrorCode.UNSUPPORTED);
        }
    }

    @Test
    void whoeverWantsItAloneWaitsForIt() throws Exception {
        RemDatabase owner = own(folder());
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            CountDownLatch begun = new CountDownLatch(1);
            Future<RemDatabase> waiting = threads.submit(() -> {
                begun.countDown();
                return Databases.open(folder(), Sharing.ALONE);
            });
            begun.await();
            assertThat(waiting.isDone()).isFalse();
            owner.close();
            waiting.get().close();
        }
    }

    @Test
    void waitingForADatabaseCanBeInterrupted() throws Exception {
        try (RemDatabase _ = own(folder())) {
            AtomicBoolean cancelled = new AtomicBoolean();
            Thread waiting = Thread.ofPlatform()
                    .start(() -> cancelled.set(catchThrowableOfType(
                                            RemException.class, () -> Databases.open(folder(), Sharing.ALONE))
                                    .code()
                            == ErrorCode.CANCELLED));
            Await.until("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
            waiting.interrupt();
            waiting.join();
            assertThat(cancelled).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OWNER_OR_CLIENT", "CLIENT", "ALONE"})
    void aFolderWithoutADatabaseIsSaidToBeNone(Sharing sharing) {
        OpenOptions options = Databases.options(sharing).withCreation(OpenOptions.Creation.NEVER);
        assertThat(catchThrowableOfType(RemException.class, () -> RemDatabase.open(folder(), any -> options))
                        .code())
                .isEqualTo(ErrorCode.NOT_A_DATABASE);
        assertThat(folder()).doesNotExist();
    }

    @Test
    void anotherDatabaseThatIsLostInACallIsNotTakenForThisOne() throws Exception {
        try (RemDatabase mine = own(folder());
                Served other = Served.open(Files.createDirectory(temporary.resolve("other")))
                        .withTables()) {
            mine.schemas().register(Schema.parse(Databases.EVENTS));
            other.channel().shutdownNow();
            Iterator<String> rows = Stream.generate(
                            () -> Long.toString(other.remote().count("events")))
                    .iterator();
            assertThat(catchThrowableOfType(
                                    RemException.class, () -> mine.insertAll("events", rows, BatchOptions.DEFAULTS))
                            .code())
                    .isEqualTo(ErrorCode.UNAVAILABLE);
            mine.insert("events", Databases.event(1));
            assertThat(OwnerCalls.awaitStatus(folder()).getPid())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(mine.count("events")).isEqualTo(1);
        }
    }

    @Test
    void aDatabaseThatIsMovedAwayIsNotMadeAnew() throws IOException {
        try (Child owner = OwnerMain.start(folder());
                RemDatabase client = Databases.open(folder(), Sharing.OWNER_OR_CLIENT)) {
            assertThat(client.count("events")).isZero();
            Files.move(folder(), temporary.resolve("away"));
            owner.kill();
            assertThat(catchThrowableOfType(RemException.class, () -> client.count("events"))
                            .code())
                    .isEqualTo(ErrorCode.NOT_A_DATABASE);
            assertThat(folder()).doesNotExist();
        }
    }

    @Test
    void aCallThatEndsEveryOwnerEndsAFewOfThem() {
        List<RemDatabase> asked = new ArrayList<>();
        try (Served served = servedElsewhere()) {
            SharedDatabase database = new SharedDatabase(_ -> Delegate.Foreign.over(served.channel(), Side.OWNER));
            served.channel().shutdownNow();
            assertThat(catchThrowableOfType(
                                    RemException.class,
                                    () -> database.with(current -> {
                                        asked.add(current);
                                        return current.count("events");
                                    }))
                            .code())
                    .isEqualTo(ErrorCode.UNAVAILABLE);
        }
        assertThat(asked).hasSize(1 + SharedDatabase.MOST_LOSSES);
    }

    @Test
    void aBatchWhoseServerIsGoneForGoodSaysHowMuchWasWritten() {
        try (Served served = servedElsewhere()) {
            AtomicLong ways = new AtomicLong();
            SharedDatabase database = new SharedDatabase(_ -> {
                if (ways.incrementAndGet() > 1) {
                    throw new RemException(ErrorCode.UNAVAILABLE, "Nothing listens at this address");
                }
                return Delegate.Foreign.over(served.channel(), Side.SERVER);
            });
            BatchOptions options = BatchOptions.DEFAULTS.withChunkRows(100).withProgress((done, total) -> {
                if (done >= 1_000) {
                    served.channel().shutdownNow();
                }
            });
            RemException gone = catchThrowableOfType(
                    RemException.class,
                    () -> database.insertAll(
                            "events", Databases.events(0, 50_000).iterator(), options));
            assertThat(gone.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            long written = Long.parseLong(String.valueOf(gone.details().get("written")));
            assertThat(written).isBetween(1_000L, 49_900L);
            assertThat(gone.hint().orElseThrow()).contains(written + " rows were written; run it again");
            assertThat(gone.getMessage()).contains("Nothing listens at this address");
            served.awaitIdle();
            assertThat(served.database().count("events")).isGreaterThanOrEqualTo(written);
        }
    }

    @Test
    void aStrictBatchWhoseServerIsGoneForGoodSaysThatItIsAllOrNothing() {
        try (Served served = servedElsewhere()) {
            SharedDatabase database = new SharedDatabase(_ -> Delegate.Foreign.over(served.channel(), Side.SERVER));
            served.channel().shutdownNow();
            RemException gone = catchThrowableOfType(
                    RemException.class,
                    () -> database.insertAll(
                            "events",
                            Databases.events(0, 5).iterator(),
                            BatchOptions.DEFAULTS.withMode(BatchOptions.Mode.ALL_OR_NOTHING)));
            assertThat(gone.hint().orElseThrow()).contains("all there or nothing");
        }
    }

    private Served servedElsewhere() {
        try {
            return Served.open(Files.createDirectory(temporary.resolve("served")))
                    .withTables();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingIsOpenedThatIsNotWantedAnyMore() {
        for (Opener opener : List.of(
                new OwnerOrClient(folder(), Databases.options(Sharing.OWNER_OR_CLIENT), 10_000),
                new BackgroundClient(folder(), Databases.options(Sharing.CLIENT), 10_000))) {
            assertThat(catchThrowableOfType(RemException.class, () -> opener.open(() -> true))
                            .code())
                    .isEqualTo(ErrorCode.CLOSED);
            assertThat(folder()).doesNotExist();
        }
    }

    @Test
    void aClosedDatabaseIsClosed() {
        RemDatabase owner = own(folder());
        RemDatabase client = Databases.open(folder(), Sharing.OWNER_OR_CLIENT);
        for (RemDatabase database : List.of(client, owner)) {
            database.close();
            database.close();
            assertThat(catchThrowableOfType(RemException.class, database::info).code())
                    .isEqualTo(ErrorCode.CLOSED);
        }
    }
}
