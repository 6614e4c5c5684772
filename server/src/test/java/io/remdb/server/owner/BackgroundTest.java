package io.remdb.server.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.json.Json;
import io.remdb.server.Release;
import io.remdb.server.client.RemoteDatabase;
import io.remdb.server.client.RemoteDatabase.Side;
import io.remdb.server.proto.StatusResponse;
import io.remdb.server.socket.OwnerChannel;
import io.remdb.server.support.Await;
import io.remdb.server.support.Child;
import io.remdb.server.support.Databases;
import io.remdb.server.support.OwnerCalls;
import io.remdb.server.support.OwnerMain;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners in the background, which really are other processes. */
class BackgroundTest {
    private static final Instant OLDER = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant NEWER = Instant.parse("2100-01-01T00:00:00Z");
    private static final String READY = BackgroundStart.MARK + BackgroundStart.READY;

    @TempDir
    Path temporary;

    private Path folder() {
        return temporary.resolve("db");
    }

    @AfterEach
    void endTheOwner() {
        ownerOf(folder()).ifPresent(owner -> {
            owner.destroyForcibly();
            owner.onExit().join();
        });
    }

    private static Optional<ProcessHandle> ownerOf(Path folder) {
        return OwnerCalls.statusIfAny(folder).flatMap(status -> ProcessHandle.of(status.getPid()));
    }

    private RemDatabase client() {
        return Databases.open(folder(), Sharing.CLIENT);
    }

    @Test
    void aClientStartsAnOwnerAndAnotherAfterThatIsKilled() throws IOException {
        try (RemDatabase client = client()) {
            client.schemas().register(Schema.parse(Databases.EVENTS));
            client.insertAll("events", Databases.events(0, 10).iterator(), BatchOptions.DEFAULTS);
            StatusResponse first = OwnerCalls.status(folder());
            assertThat(first.getBackground()).isTrue();
            assertThat(first.getRelease()).isEqualTo(Release.current());
            assertThat(first.getPid()).isNotEqualTo(ProcessHandle.current().pid());
            assertThat(first.getIdleSeconds()).isEqualTo(300);

            assertThat(Files.readAllLines(Path.of("/proc/" + first.getPid() + "/status")))
                    .contains("Umask:\t0077");
            assertThat(logs())
                    .isNotEmpty()
                    .allSatisfy(log -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                            .isEqualTo("rw-------"));

            ProcessHandle owner = ownerOf(folder()).orElseThrow();
            owner.destroyForcibly();
            owner.onExit().join();
            assertThat(client.count("events")).isEqualTo(10);
            assertThat(OwnerCalls.status(folder()).getPid()).isNotEqualTo(first.getPid());
            assertThat(OwnerCalls.status(folder()).getBackground()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve("owner.start"))))
                    .isEqualTo("rw-------");
        }
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.getFileName().toString().matches("owner\\.\\d\\.log.*"))
                    .toList();
        }
    }

    @Test
    void aTerminalDoesNotEndTheOwnerButATerminationDoesProperly() throws Exception {
        try (RemDatabase client = client()) {
            client.schemas().register(Schema.parse(Databases.EVENTS));
            ProcessHandle owner = ownerOf(folder()).orElseThrow();
            for (String signal : List.of("INT", "TSTP", "HUP", "QUIT", "TTIN", "TTOU")) {
                new ProcessBuilder("kill", "-" + signal, Long.toString(owner.pid()))
                        .start()
                        .waitFor();
                client.insert("events", Databases.event(1));
                assertThat(OwnerCalls.status(folder()).getPid()).as(signal).isEqualTo(owner.pid());
            }
            owner.destroy();
            owner.onExit().join();
            assertThat(folder().resolve("socket")).doesNotExist();
            assertThat(folder().resolve("owner")).doesNotExist();
            assertThat(Files.readAllLines(folder().resolve("owner.0.log")))
                    .allMatch(line ->
                            !Json.parseObject(line).get("level").asString().isEmpty())
                    .anyMatch(line -> line.contains("Serving"));
        }
    }

    @Test
    void onlyOneOfManyThatRaceStartsTheOwner() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> racing = Stream.generate(() -> threads.submit(() -> {
                        try (RemDatabase client = client()) {
                            client.schemas().register(Schema.parse(Databases.EVENTS));
                            client.insert("events", Databases.event(1));
                            return OwnerCalls.status(folder()).getPid();
                        }
                    }))
                    .limit(4)
                    .toList();
            long pid = racing.getFirst().get();
            for (Future<Long> racer : racing) {
                assertThat(racer.get()).isEqualTo(pid);
            }
            assertThat(OwnerCalls.listens(folder())).isTrue();
        }
    }

    @Test
    void everyWriteTakesPlaceOnceThoughOwnersAreKilled() throws Exception {
        int writers = 3;
        int writes = 60;
        CountDownLatch first = new CountDownLatch(writes / 2);
        CountDownLatch second = new CountDownLatch(writes);
        try (RemDatabase client = client();
                ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            client.schemas().register(Schema.parse(Databases.EVENTS));
            UUID counter = client.insert("events", Databases.event(-1)).id();
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                writing.add(threads.submit(() -> {
                    for (int i = 0; i < writes; i++) {
                        try (QueryResult result =
                                client.query("UPDATE events SET count = count + 1 WHERE id = ?", counter)) {
                            assertThat(result.iterator().next().number("updated"))
                                    .isEqualTo(1);
                        }
                        UUID id = client.insert("events", Databases.event(i)).id();
                        Instant seen = client.get(id).orElseThrow().modifiedAt();
                        client.updateIfUnmodified(id, "{\"count\": 1}", seen);
                        client.delete(id, Deletion.Mode.HARD);
                        client.insert("events", Databases.event(i));
                        first.countDown();
                        second.countDown();
                    }
                }));
            }
            for (CountDownLatch moment : List.of(first, second)) {
                moment.await();
                ownerOf(folder()).ifPresent(ProcessHandle::destroyForcibly);
            }
            for (Future<?> work : writing) {
                work.get();
            }
            assertThat(client.get(counter)
                            .orElseThrow()
                            .properties()
                            .get("count")
                            .intValue())
                    .isEqualTo(writers * writes);
            assertThat(client.count("events")).isEqualTo(1 + writers * writes);
        }
    }

    @Test
    void anOwnerWithNothingToDoEnds() {
        try (Child owner = start(Map.of("P8_DAEMON_IDLE_SECONDS", "1"))) {
            assertThat(owner.awaitEnd()).isZero();
            assertThat(folder().resolve("socket")).doesNotExist();
        }
    }

    @Test
    void anOwnerFinishesWhatItDoesByItselfBeforeItEnds() {
        try (Child owner = start(Map.of("P8_DAEMON_IDLE_SECONDS", "3", "P8_DREAM_SCHEDULE", "1d"))) {
            assertThat(owner.awaitEnd()).isZero();
        }
        try (RemDatabase alone = Databases.open(folder(), Sharing.ALONE)) {
            assertThat(alone.lookup("task:done")).hasSize(1);
        }
    }

    private Child start(Map<String, String> environment) {
        return Child.start(
                        environment,
                        System.getProperty("java.class.path"),
                        BackgroundOwner.class,
                        folder(),
                        Creation.IF_MISSING)
                .handNoKey()
                .await(READY);
    }

    @Test
    void anOwnerEndsWhenItsFolderIsDeleted() throws IOException {
        try (Child owner = start(Map.of())) {
            Path away = Files.move(folder(), temporary.resolve("away"));
            assertThat(owner.awaitEnd()).isZero();
            assertThat(away.resolve("store")).exists();
        }
    }

    @Test
    void anOwnerStopsWhenAskedAndAClientGoesOnWithAnother() {
        try (Child owner = start(Map.of());
                RemDatabase client = client()) {
            client.schemas().register(Schema.parse(Databases.EVENTS));
            long pid = OwnerCalls.stop(folder());
            assertThat(pid).isEqualTo(owner.pid());
            client.insert("events", Databases.event(1));
            assertThat(owner.awaitEnd()).isZero();
            assertThat(client.count("events")).isEqualTo(1);
            assertThat(OwnerCalls.status(folder()).getPid()).isNotEqualTo(pid);
        }
    }

    @Test
    void anOwnerOfAnOlderReleaseIsReplaced() throws IOException {
        try (Child old = Child.start(
                        Map.of(), otherRelease(OLDER), BackgroundOwner.class, folder(), Creation.IF_MISSING)
                .handNoKey()
                .await(READY)) {
            assertThat(OwnerCalls.status(folder()).getRelease()).isNotEqualTo(Release.current());
            try (RemDatabase client = client()) {
                assertThat(client.count("resources")).isZero();
                assertThat(OwnerCalls.status(folder()).getPid()).isNotEqualTo(old.pid());
                assertThat(OwnerCalls.status(folder()).getRelease()).isEqualTo(Release.current());
            }
            assertThat(old.awaitEnd()).isZero();
        }
    }

    @Test
    void anOwnerOfANewerReleaseIsUsedAsItIs() throws IOException {
        try (Child newer = Child.start(
                                Map.of(), otherRelease(NEWER), BackgroundOwner.class, folder(), Creation.IF_MISSING)
                        .handNoKey()
                        .await(READY);
                RemDatabase client = client()) {
            assertThat(client.count("resources")).isZero();
            assertThat(OwnerCalls.status(folder()).getPid()).isEqualTo(newer.pid());
            assertThat(OwnerCalls.status(folder()).getRelease()).isNotEqualTo(Release.current());
        }
    }

    @Test
    void anOwnerOfAnOlderReleaseFinishesItsWorkFirst() throws Exception {
        try (Child old = Child.start(
                                Map.of(), otherRelease(OLDER), BackgroundOwner.class, folder(), Creation.IF_MISSING)
                        .handNoKey()
                        .await(READY);
                Busy busy = new Busy(folder());
                RemDatabase client = client()) {
            client.insert("events", Databases.event(1));
            assertThat(OwnerCalls.status(folder()).getPid()).isEqualTo(old.pid());
            busy.end();
            assertThat(old.awaitEnd()).isZero();
            assertThat(client.count("events")).isPositive();
            assertThat(OwnerCalls.status(folder()).getRelease()).isEqualTo(Release.current());
        }
    }

    /** A client whose call keeps the owner busy, until it is ended. */
    private static final class Busy implements AutoCloseable {
        private final ManagedChannel channel;

        Busy(Path folder) throws IOException {
            channel = OwnerChannel.open(folder).orElseThrow();
            RemDatabase database = new RemoteDatabase(channel, Side.OWNER);
            database.schemas().register(Schema.parse(Databases.EVENTS));
            database.insertAll("events", Databases.events(0, 100).iterator(), BatchOptions.DEFAULTS);
            Thread.ofPlatform().daemon().start(() -> {
                var _ = catchThrowable(() -> Databases.number(
                        database,
                        "SELECT count(*) FROM events a, events b, events c, events d, events e, events f, events g"));
            });
            Await.until("the statement runs", () -> OwnerCalls.status(folder).getRunningCalls() == 1);
        }

        void end() {
            channel.shutdownNow();
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }

    @Test
    void aSocketThatIsClearedAwayIsMadeAgain() throws IOException {
        try (Child owner = start(Map.of());
                RemDatabase before = client()) {
            before.schemas().register(Schema.parse(Databases.EVENTS));
            Files.delete(folder().resolve("socket"));
            Await.until("there is a socket", () -> Files.exists(folder().resolve("socket")));
            try (RemDatabase client = client()) {
                client.insert("events", Databases.event(1));
                assertThat(before.count("events")).isEqualTo(1);
                assertThat(OwnerCalls.status(folder()).getPid()).isEqualTo(owner.pid());
            }
        }
    }

    @Test
    void whoeverWantsTheDatabaseAloneEndsAnIdleOwner() {
        try (Child owner = start(Map.of())) {
            try (RemDatabase alone = Databases.open(folder(), Sharing.ALONE)) {
                assertThat(alone.count("resources")).isZero();
            }
            assertThat(owner.awaitEnd()).isZero();
        }
    }

    @Test
    void anOwnerThatDoesNotAnswerIsNamed() throws Exception {
        try (Child owner = start(Map.of())) {
            signal("-STOP", owner);
            Connecting connecting = new Connecting(folder(), Databases.config(), 500);
            assertThat(connecting.connect()).isEmpty();
            RemException silence = connecting.silence().orElseThrow();
            assertThat(silence.details()).containsEntry("pid", Long.toString(owner.pid()));
            OwnerControl control = new OwnerControl(folder(), 500);
            for (Runnable question : List.<Runnable>of(control::status, () -> control.stop("test"))) {
                RemException asked = catchThrowableOfType(RemException.class, question::run);
                assertThat(asked.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                assertThat(asked.details())
                        .containsEntry("pid", Long.toString(owner.pid()))
                        .containsKey("seconds");
                assertThat(asked.hint().orElseThrow()).contains("kill -CONT " + owner.pid());
                assertThat(asked.getMessage()).doesNotContain("deadline");
            }
            signal("-CONT", owner);
            assertThat(new Connecting(folder(), Databases.config()).connect()).isPresent();
        }
    }

    private static void signal(String signal, Child child) throws Exception {
        new ProcessBuilder("kill", signal, Long.toString(child.pid())).start().waitFor();
    }

    @Test
    void aProgramOfAnotherReleaseIsUsedAsItIs() throws IOException {
        try (Child program = Child.start(Map.of(), otherRelease(OLDER), OwnerMain.class, folder())
                        .await("open");
                RemDatabase client = client()) {
            assertThat(client.count("events")).isZero();
            assertThat(OwnerCalls.status(folder()).getPid()).isEqualTo(program.pid());
            assertThat(OwnerCalls.status(folder()).getRelease()).isNotEqualTo(Release.current());
        }
    }

    /** The class path of this process with the classes of a release in jars of that time, which makes it another. */
    private String otherRelease(Instant builtAt) throws IOException {
        Map<Path, Path> jars = new HashMap<>();
        for (Class<?> part : List.of(RemDatabase.class, Release.class)) {
            Path code = Path.of(URI.create(
                    part.getProtectionDomain().getCodeSource().getLocation().toString()));
            Path jar = temporary.resolve("other-" + part.getSimpleName() + ".jar");
            if (Files.isDirectory(code)) {
                pack(code, jar);
            } else {
                Files.copy(code, jar);
            }
            Files.setLastModifiedTime(jar, FileTime.from(builtAt));
            jars.put(code, jar);
        }
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .map(entry -> jars.getOrDefault(entry, entry).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    @Test
    void whyAnOwnerCannotStartIsSaid() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("a file"), "that is not the database's");
        RemException refused = catchThrowableOfType(RemException.class, this::client);
        assertThat(refused.code()).isEqualTo(ErrorCode.NOT_A_DATABASE);
        assertThat(refused.hint()).isPresent();
        assertThat(folder().resolve("socket")).doesNotExist();
    }

    @Test
    void theLogIsRotated() throws IOException {
        Files.createDirectories(folder());
        Handler log = OwnerLog.handler(folder(), 500);
        for (int i = 0; i < 100; i++) {
            log.publish(new LogRecord(Level.INFO, "line " + i));
        }
        log.close();
        assertThat(logs()).hasSize(3);
        assertThat(Files.readString(folder().resolve("owner.0.log"))).contains("line 99");
    }
}
