package io.remdb.server.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.remdb.DatabaseKeys;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.PrivateKey;
import io.remdb.crypto.PublicKey;
import io.remdb.crypto.Recipient;
import io.remdb.server.client.RemoteDatabase;
import io.remdb.server.client.RemoteDatabase.Side;
import io.remdb.server.support.Await;
import io.remdb.server.support.Databases;
import io.remdb.server.tcp.TcpOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys of a database are changed in the same way in its own process and through its owner. */
class KeysTest {
    enum Who {
        OWNER,
        CLIENT
    }

    private final PrivateKey ann = PrivateKey.generate();
    private final PrivateKey ben = PrivateKey.generate();
    private final PrivateKey cem = PrivateKey.generate();

    @TempDir
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private RemDatabase owner;

    private Path folder() {
        return temporary.resolve("db");
    }

    @BeforeEach
    void open() {
        owner = open(ann);
        Await.until("the owner listens", () -> Files.exists(folder().resolve("socket")));
    }

    @AfterEach
    void close() {
        owner.close();
    }

    private RemDatabase open(PrivateKey key) {
        return RemDatabase.open(
                folder(), any -> Databases.options(Sharing.OWNER_OR_CLIENT).withKeys(KeySource.unlocked(key)));
    }

    private RemDatabase opened(Who who) {
        return switch (who) {
            case OWNER -> owner;
            case CLIENT -> open(cem); // it is open: nobody asks for a key
        };
    }

    private static void assertRefused(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(RemException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.hint().orElse("")).doesNotContain("same release");
        });
    }

    @ParameterizedTest
    @EnumSource
    void recipientsComeAndGo(Who who) {
        try (RemDatabase database = opened(who)) {
            DatabaseKeys keys = database.keys();
            assertThat(keys.recipients())
                    .singleElement()
                    .satisfies(only -> assertThat(only.publicKey()).isEqualTo(ann.publicKey()));
            assertThat(keys.generation()).isEqualTo(1);

            Recipient added = keys.add(ben.publicKey(), "ben \u00fc");
            assertThat(added.publicKey()).isEqualTo(ben.publicKey());
            assertThat(keys.recipients()).hasSize(2).last().isEqualTo(added);
            assertThat(keys.generation()).isEqualTo(1);
            assertRefused(() -> keys.add(ben.publicKey(), "again"), ErrorCode.INVALID_ARGUMENT);
            assertRefused(() -> keys.add(cem.publicKey(), "a\nb"), ErrorCode.INVALID_ARGUMENT);

            Recipient replaced = keys.replace(ann.publicKey(), cem.publicKey());
            assertThat(replaced.label()).isEqualTo("owner");
            assertThat(keys.recipients())
                    .extracting(Recipient::publicKey)
                    .containsExactly(cem.publicKey(), ben.publicKey());
            assertThat(keys.generation()).isEqualTo(2);
            assertRefused(
                    () -> keys.replace(ann.publicKey(), PrivateKey.generate().publicKey()), ErrorCode.NOT_FOUND);

            keys.remove(ben.publicKey().fingerprint());
            assertThat(keys.generation()).isEqualTo(3);
            assertRefused(() -> keys.remove(ben.publicKey().fingerprint()), ErrorCode.NOT_FOUND);
            assertRefused(() -> keys.remove(cem.publicKey().fingerprint()), ErrorCode.INVALID_ARGUMENT);
            assertThat(keys.rotate()).isEqualTo(4);
            assertThat(keys.generation()).isEqualTo(4);
        }
        owner.close();
        assertRefused(() -> open(ann).close(), ErrorCode.UNAUTHORIZED);
        owner = open(cem);
        assertThat(owner.keys().generation()).isEqualTo(4);
    }

    @Test
    void whatIsNotEncryptedHasNoKeys() {
        Path plain = temporary.resolve("plain");
        try (RemDatabase first = Databases.open(plain, Sharing.OWNER_OR_CLIENT)) {
            Await.until("the owner listens", () -> Files.exists(plain.resolve("socket")));
            try (RemDatabase client = Databases.open(plain, Sharing.OWNER_OR_CLIENT)) {
                assertRefused(first::keys, ErrorCode.UNSUPPORTED);
                assertRefused(client::keys, ErrorCode.UNSUPPORTED);
            }
        }
    }

    /** Whoever has the token of a server may use the database, but not say who can open its files. */
    @Test
    void aServerOnTheNetworkChangesNone() {
        Path other = temporary.resolve("served");
        PublicKey key = ben.publicKey();
        try (ServedDatabase served = ServedDatabase.open(
                other,
                Databases.options(Sharing.ALONE, "P8_HOME", temporary.toString())
                        .withKeys(KeySource.unlocked(ann)),
                new TcpOptions("127.0.0.1", 0, null))) {
            try (RemDatabase client = RemDatabase.connect(
                    served.tcp().address().toString(),
                    options -> options.withConfig(Databases.config("P8_HOME", temporary.toString())))) {
                assertThat(client.info().encrypted()).isTrue();
                assertRefused(client::keys, ErrorCode.UNSUPPORTED);
                assertThat(client.operations().verify((done, total) -> {}).isSound())
                        .isTrue();
            }
            // Nor does one that does not ask its own side first.
            ManagedChannel channel = io.grpc.ManagedChannelBuilder.forAddress(
                            "127.0.0.1", served.tcp().address().port())
                    .usePlaintext()
                    .build();
            try {
                RemoteDatabase asking = new RemoteDatabase(channel, Side.OWNER);
                assertThatThrownBy(asking::keys)
                        .isInstanceOfSatisfying(
                                RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
            } finally {
                channel.shutdownNow();
            }
            try (RemDatabase onSocket = RemDatabase.open(other, any -> Databases.options(Sharing.OWNER_OR_CLIENT))) {
                assertThat(onSocket.keys().add(key, "ben").publicKey()).isEqualTo(key);
            }
        }
    }

    @Test
    void aChangeWhoseAnswerIsLostIsMadeOnce() {
        List<Change> changes = List.of(
                new Change("AddRecipient", keys -> keys.add(ben.publicKey(), "ben")),
                new Change("ReplaceRecipient", keys -> keys.replace(ben.publicKey(), cem.publicKey())),
                new Change("RotateDataKey", DatabaseKeys::rotate),
                new Change(
                        "RemoveRecipient", keys -> keys.remove(cem.publicKey().fingerprint())));
        int generation = 1;
        for (Change change : changes) {
            String method = change.method();
            AtomicInteger lost = new AtomicInteger();
            try (SharedDatabase database =
                    new SharedDatabase(_ -> new LosingOneAnswer(method, lost).connect(folder()))) {
                change.work().accept(database.keys());
            }
            assertThat(lost.get()).as(method).isEqualTo(1);
            generation += method.equals("AddRecipient") ? 0 : 1;
            assertThat(owner.keys().generation()).as(method).isEqualTo(generation);
        }
        assertThat(owner.keys().recipients()).extracting(Recipient::publicKey).containsExactly(ann.publicKey());
    }

    private record Change(String method, Consumer<DatabaseKeys> work) {}
}
