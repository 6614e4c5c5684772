package io.remdb.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Change;
import io.remdb.ChangeCursor;
import io.remdb.ChangePosition;
import io.remdb.Changes;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.server.support.Await;
import io.remdb.server.support.Child;
import io.remdb.server.support.Databases;
import io.remdb.server.support.OwnerMain;
import io.remdb.server.support.Served;
import io.remdb.spi.ChangeRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A feed of changes through another process: what it may hold, and how it ends. */
@Timeout(120)
class WatchingTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** Counts what is taken out of the log for others. */
    private static RemDatabase counting(RemDatabase database, AtomicLong taken) {
        Changes changes = ChangeRequest.open(request -> {
            ChangeCursor cursor = request.openIn(database.changes());
            return new ChangeCursor() {
                @Override
                public boolean hasNext() {
                    return cursor.hasNext();
                }

                @Override
                public Change next() {
                    taken.incrementAndGet();
                    return cursor.next();
                }

                @Override
                public Optional<Change> poll(Duration atMost) {
                    Optional<Change> next = cursor.poll(atMost);
                    next.ifPresent(change -> taken.incrementAndGet());
                    return next;
                }

                @Override
                public boolean ended() {
                    return cursor.ended();
                }

                @Override
                public ChangePosition position() {
                    return cursor.position();
                }

                @Override
                public void close() {
                    cursor.close();
                }
            };
        });
        return (RemDatabase) Proxy.newProxyInstance(
                RemDatabase.class.getClassLoader(), new Class<?>[] {RemDatabase.class}, (_, method, arguments) -> {
                    if (method.getName().equals("changes")) {
                        return changes;
                    }
                    try {
                        return method.invoke(database, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aReaderThatTakesNothingNeitherStopsWritersNorFillsMemory() throws Exception {
        AtomicLong taken = new AtomicLong();
        int rows = 400;
        String text = "x".repeat(50_000); // of 20 MB in all, one or two are under way
        try (Served served =
                Served.open(folder, database -> counting(database, taken)).withTables()) {
            long start = served.database().info().sequence();
            try (ChangeCursor changes = served.remote().changes().from(start).open()) {
                for (int i = 0; i < rows; i++) {
                    served.database().insert("articles", Databases.article("t" + i, text, "c", i));
                }
                assertThat(taken.get()).isLessThan(rows / 2);

                List<Long> sequences = new ArrayList<>();
                for (int i = 0; i < rows; i++) {
                    Change change = changes.next();
                    sequences.add(change.place().sequence());
                    assertThat(changes.position()).isEqualTo(change.place().position());
                }
                assertThat(sequences)
                        .isEqualTo(LongStream.rangeClosed(start + 1, start + rows)
                                .boxed()
                                .toList());
                assertThat(changes.poll(Duration.ofMillis(1))).isEmpty();
            }
            served.awaitIdle();
        }
    }

    @Test
    void isNoWorkThatAnybodyWaitsFor() throws Exception {
        try (Served served = Served.open(folder).withTables();
                ChangeCursor changes = served.remote().changes().open()) {
            assertThat(changes.poll(Duration.ZERO)).isEmpty();
            assertThat(served.server().runningCalls()).isEqualTo(1);
            assertThat(served.server().busyCalls()).isZero();
            changes.close();
            assertThat(changes.hasNext()).isFalse();
            served.awaitIdle();
        }
    }

    @Test
    void anotherThreadEndsTheWait() throws Exception {
        try (Served served = Served.open(folder).withTables()) {
            ChangeCursor changes = served.remote().changes().open();
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(changes::hasNext);
            changes.close();
            assertThat(waiting.get()).isFalse();
            served.awaitIdle();
        }
    }

    @Test
    void saysHowFarItHasGotWhereNothingOfTheTableIsChanged() throws Exception {
        try (Served served = Served.open(folder).withTables();
                ChangeCursor changes = served.remote().changes().of("articles").open()) {
            served.database().insert("events", Databases.event(1));
            long last = served.database().info().sequence();
            // Said with the next message, which comes after some seconds at the latest.
            Await.until("the position is told", () -> {
                assertThat(changes.poll(Duration.ofMillis(10))).isEmpty();
                return changes.position().equals(ChangePosition.after(last));
            });
        }
    }

    @Test
    void leavesPlacesForOtherCalls() throws Exception {
        List<ChangeCursor> many = new ArrayList<>();
        try (Served served = Served.open(folder).withTables()) {
            for (int i = 0; i < ChangesServiceImpl.MOST_WATCHING; i++) {
                many.add(served.remote().changes().open());
            }
            assertThatThrownBy(() -> served.remote().changes().open())
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                    .hasMessageContaining("Too many");
            assertThat(served.remote().count("events")).isZero();
            many.getFirst().close();
            Await.until("a place is free", () -> served.server().runningCalls() < ChangesServiceImpl.MOST_WATCHING);
            served.remote().changes().open().close();
            many.forEach(ChangeCursor::close);
        }
    }

    @Test
    void goesOnWithTheNextOwnerWhenOneIsKilled() {
        Path database = folder.resolve("db");
        try (Child owner = OwnerMain.start(database);
                RemDatabase client = Databases.open(database, Sharing.OWNER_OR_CLIENT);
                ChangeCursor changes = client.changes().of("events").open();
                ChangeCursor ending =
                        client.changes().fromOldest().of("events").untilNow().open()) {
            client.insert("events", Databases.event(1));
            assertThat(changes.poll(SOON)).isPresent();
            ChangePosition before = changes.position();
            client.insert("events", Databases.event(2));

            owner.kill();

            client.insert("events", Databases.event(3));
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Change.RowWritten written = (Change.RowWritten) changes.next();
                numbers.add(written.entity().properties().get("number").intValue());
                assertThat(written.place().position()).isGreaterThan(before);
            }
            assertThat(numbers).containsExactly(2, 3);
            // The end is where it was when it was asked for, whoever goes on.
            List<Change> until = new ArrayList<>();
            ending.forEachRemaining(until::add);
            assertThat(until).singleElement().extracting(Change::kind).isEqualTo(Change.Kind.SCHEMA_REGISTERED);
        }
    }

    @Test
    void aWatcherDoesNotKeepAnOwnerFromClosingAndGoesOnInItsPlace() throws Exception {
        Path path = folder.resolve("db");
        RemDatabase owner = Databases.open(path, Sharing.OWNER_OR_CLIENT);
        owner.schemas().register(io.remdb.Schema.parse(Databases.EVENTS));
        try (RemDatabase client = Databases.open(path, Sharing.OWNER_OR_CLIENT);
                ChangeCursor changes = client.changes().open()) {
            CompletableFuture<Change> next = CompletableFuture.supplyAsync(changes::next);
            owner.close();
            client.insert("events", Databases.event(7));
            assertThat(next.get().kind()).isEqualTo(Change.Kind.CREATED);
        }
    }
}
