package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The different values of a field. */
class DistinctValuesTest {
    @TempDir
    Path folder;

    private static void fill(RemDatabase db) {
        db.insertAll(
                "articles",
                IntStream.range(0, 30)
                        .mapToObj(
                                i -> """
                                {"title": "t%d", "content": "text %d", "category": "%s", "tags": ["x%d", "all"]}""".formatted(i, i, List.of("c", "a", "b").get(i % 3), i % 2))
                        .iterator(),
                BatchOptions.DEFAULTS);
        db.insert("articles", """
                {"title": "bare", "content": "nothing else", "year": 7}""");
    }

    @Test
    void valuesOfAnIndexAreInItsOrder() {
        try (RemDatabase db = Databases.withArticles()) {
            fill(db);

            assertThat(db.distinctValues("articles", "category", 10)).containsExactly("a", "b", "c");
            assertThat(db.distinctValues("articles", "category", 2)).containsExactly("a", "b");
            assertThat(db.distinctValues("articles", "year", 10)).containsExactly(7L);
        }
    }

    @Test
    void anArrayHasItsElements() {
        try (RemDatabase db = Databases.withArticles()) {
            fill(db);

            assertThat(db.distinctValues("articles", "tags", 10)).containsExactly("all", "x0", "x1");
        }
    }

    @Test
    void rowsThatAreDeletedDoNotCount() {
        try (RemDatabase db = Databases.withArticles()) {
            fill(db);
            db.delete(db.lookup("bare").getFirst().id(), Deletion.Mode.SOFT);

            assertThat(db.distinctValues("articles", "year", 10)).isEmpty();
        }
    }

    @Test
    void withoutAnIndexRowsAreRead() {
        try (RemDatabase db = Databases.withArticles()) {
            fill(db);

            assertThat(db.distinctValues("articles", "title", 100)).hasSize(31).contains("t7", "bare");
            assertThat(db.distinctValues("articles", "title", 5)).hasSize(5);
        }
    }

    /** Its indexes have no order. */
    @Test
    void anEncryptedDatabaseHasThemToo() {
        try (RemDatabase db = Databases.encrypted(folder)) {
            db.schemas().register(io.remdb.Schema.parse(Databases.ARTICLES));
            fill(db);

            assertThat(db.distinctValues("articles", "category", 10)).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void saysWhatIsWrong() {
        try (RemDatabase db = Databases.withArticles()) {
            assertThat(code(() -> db.distinctValues("nothing", "category", 1))).isEqualTo(ErrorCode.UNKNOWN_TABLE);
            assertThat(code(() -> db.distinctValues("articles", "categry", 1))).isEqualTo(ErrorCode.UNKNOWN_FIELD);
            assertThat(code(() -> db.distinctValues("articles", "category", 0))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
    }

    private static ErrorCode code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RemException.class, call).code();
    }
}
