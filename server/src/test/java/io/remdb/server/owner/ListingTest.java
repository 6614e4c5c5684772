package io.remdb.server.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Sharing;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.PrivateKey;
import io.remdb.server.support.Await;
import io.remdb.server.support.Databases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A list whose owner goes in the middle. */
class ListingTest {
    enum Kind {
        PLAIN,
        ENCRYPTED
    }

    /** More than what is under way before a reader has taken anything. */
    private static final int ROWS = 1_500;

    private final PrivateKey key = PrivateKey.generate();

    @TempDir
    Path temporary;

    private Path folder() {
        return temporary.resolve("db");
    }

    private OpenOptions options(Kind kind) {
        OpenOptions options = Databases.options(Sharing.OWNER_OR_CLIENT);
        return switch (kind) {
            case PLAIN -> options;
            case ENCRYPTED -> options.withKeys(KeySource.unlocked(key));
        };
    }

    private RemDatabase open(Kind kind) {
        return RemDatabase.open(folder(), any -> options(kind));
    }

    /** The owner of a database with rows; others can reach it. */
    private RemDatabase owner(Kind kind) {
        RemDatabase owner = open(kind);
        owner.schemas().register(Schema.parse(Databases.EVENTS));
        String padding = "x".repeat(2_000);
        owner.insertAll(
                "events",
                IntStream.range(0, ROWS)
                        .mapToObj(i -> "{\"number\": " + i + ", \"padding\": \"" + padding + "\"}")
                        .iterator(),
                BatchOptions.DEFAULTS);
        Await.until("the owner listens", () -> Files.exists(folder().resolve("socket")));
        return owner;
    }

    private static List<UUID> ids(EntityCursor cursor) {
        List<UUID> ids = new ArrayList<>();
        cursor.forEachRemaining(row -> ids.add(row.id()));
        return ids;
    }

    private static List<UUID> all(RemDatabase database) {
        try (EntityCursor cursor = database.list("events", Visibility.LIVE)) {
            return ids(cursor);
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterTheRowThatCameLastThoughThatIsGone(Kind kind) {
        RemDatabase owner = owner(kind);
        List<UUID> inOrder = all(owner);
        try (RemDatabase client = open(kind);
                EntityCursor cursor = client.list("events", Visibility.LIVE)) {
            List<UUID> read = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                read.add(cursor.next().id());
            }
            owner.delete(read.getLast(), Deletion.Mode.HARD);
            owner.close();
            read.addAll(ids(cursor));
            assertThat(read).isEqualTo(inOrder);
        }
    }

    @ParameterizedTest
    @EnumSource
    void beginsAfterAnyRowAndGoesOn(Kind kind) {
        RemDatabase owner = owner(kind);
        List<UUID> inOrder = all(owner);
        UUID begin = inOrder.get(99);
        try (RemDatabase client = open(kind);
                EntityCursor local = owner.listAfter("events", Visibility.LIVE, begin);
                EntityCursor remote = client.listAfter("events", Visibility.LIVE, begin);
                EntityCursor untouched = client.listAfter("events", Visibility.LIVE, begin);
                EntityCursor none = client.listAfter("events", Visibility.LIVE, inOrder.getLast())) {
            assertThat(ids(local)).isEqualTo(inOrder.subList(100, ROWS));
            assertThat(ids(none)).isEmpty();
            Entity first = remote.next();
            owner.close();
            assertThat(first.id()).isEqualTo(inOrder.get(100));
            assertThat(ids(remote)).isEqualTo(inOrder.subList(101, ROWS));
            assertThat(ids(untouched)).isEqualTo(inOrder.subList(100, ROWS));
        }
    }

    @Test
    void endsWhereTheDatabaseIsEncryptedMeanwhileWhichChangesTheOrder() {
        RemDatabase owner = owner(Kind.PLAIN);
        try (RemDatabase client = open(Kind.ENCRYPTED);
                EntityCursor cursor = client.list("events", Visibility.LIVE)) {
            cursor.next();
            owner.close();
            RemDatabase.encrypt(folder(), any -> options(Kind.ENCRYPTED), ProgressListener.NONE);
            RemException changed = catchThrowableOfType(RemException.class, () -> ids(cursor));
            assertThat(changed.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(changed.text()).contains("encrypted while");
            assertThat(all(client)).hasSize(ROWS);
        }
    }
}
