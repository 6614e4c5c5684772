package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.PrivateKey;
import io.remdb.crypto.Recipient;
import io.remdb.crypto.TestKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys change while a database is open: what is written from then on has the new one, in the store and in the search index. */
class RotatedKeysTest {
    private static final int KEY_AT = 8;

    /** A file that a merge in the background has begun, whose header is not on disk yet. */
    private static final int UNWRITTEN = 0;

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("db");
    }

    @Test
    void filesOfTheSearchIndexThatAreBegunAfterARotationHaveTheNewKey() throws IOException {
        Set<String> before;
        try (RemDatabase db = Databases.encrypted(path())) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            insert(db, 0, 50);
            db.flush();
            before = keys().keySet();
            assertThat(keys().values()).contains(1).isSubsetOf(UNWRITTEN, 1);
            insert(db, 50, 60); // may be in files that are being written
            assertThat(find(db, 55)).isTrue();

            assertThat(db.keys().rotate()).isEqualTo(2);

            Set<String> meanwhile = keys().keySet();
            insert(db, 60, 100);
            db.flush();
            assertThat(keys()).hasSizeGreaterThan(1).allSatisfy((file, key) -> {
                if (key == UNWRITTEN) {
                    return;
                }
                if (before.contains(file)) {
                    assertThat(key).as(file).isEqualTo(1);
                } else if (!meanwhile.contains(file)) {
                    assertThat(key).as(file).isEqualTo(2);
                }
            });
            assertThat(keys().values()).contains(2);
        }

        Set<String> left = keys().keySet();
        try (RemDatabase db = Databases.encrypted(path())) {
            assertThat(List.of(0, 49, 55, 60, 99)).allMatch(number -> find(db, number));
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
        }
        // Else it was built anew.
        assertThat(keys().keySet())
                .containsAll(left.stream().filter(file -> file.endsWith(".cfs")).toList());
    }

    @Test
    void whoIsRemovedOpensNothingAnyMore() {
        try (RemDatabase db = Databases.encrypted(path());
                PrivateKey other = TestKeys.others().privateKey();
                PrivateKey owner = TestKeys.encrypted().privateKey()) {
            Recipient added = db.keys().add(other.publicKey(), "laptop");
            assertThat(db.keys().recipients()).extracting(Recipient::label).containsExactly("test", "laptop");
            db.keys().remove(added.fingerprint());
            assertThat(db.keys().generation()).isEqualTo(2);
            db.keys().replace(owner.publicKey(), other.publicKey());
            assertThat(db.keys().recipients()).extracting(Recipient::publicKey).containsExactly(other.publicKey());
        }
        assertRefused(TestKeys.encrypted(), ErrorCode.UNAUTHORIZED);
        assertRefused(KeySource.NONE, ErrorCode.SEALED);
        RemDatabase.open(
                        path(),
                        options -> options.withConfig(Databases.config()).withKeys(TestKeys.others()))
                .close();
    }

    private void assertRefused(KeySource keys, ErrorCode code) {
        Assertions.assertThatThrownBy(() -> RemDatabase.open(
                        path(),
                        options -> options.withConfig(Databases.config()).withKeys(keys)))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void insert(RemDatabase db, int from, int to) {
        for (int i = from; i < to; i++) {
            db.insert("articles", Databases.article("title " + i, "it is about word" + i, "c", 1900 + i));
        }
    }

    private static boolean find(RemDatabase db, int number) {
        List<Hit<Entity>> hits = db.search("word" + number)
                .in("articles")
                .mode(SearchMode.KEYWORD)
                .limit(2)
                .run();
        List<UUID> found = hits.stream().map(hit -> hit.entity().id()).toList();
        return found.equals(
                db.lookup("title " + number).stream().map(Entity::id).toList());
    }

    /** The number of the key that each sealed file names. */
    private Map<String, Integer> keys() throws IOException {
        Map<String, Integer> keys = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        try (var all = Files.walk(path().resolve("search"), 2)) {
            all.filter(file -> Files.isRegularFile(file) && !file.endsWith("applied"))
                    .filter(file -> !file.endsWith("write.lock"))
                    .forEach(files::add);
        }
        for (Path file : files) {
            byte[] content;
            try {
                content = Files.readAllBytes(file);
            } catch (NoSuchFileException e) {
                continue; // merged meanwhile
            }
            keys.put(
                    path().relativize(file).toString(),
                    content.length < KEY_AT + Integer.BYTES
                            ? UNWRITTEN
                            : ByteBuffer.wrap(content)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .getInt(KEY_AT));
        }
        return keys;
    }
}
