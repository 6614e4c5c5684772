package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Edge;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.SearchMode;
import io.remdb.Verification;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.Recipient;
import io.remdb.crypto.RecoveryCode;
import io.remdb.crypto.TestKeys;
import io.remdb.engine.FormatFixture.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Databases that were written by the release that began a format are read by this one. Formats 1 and 2 were never released. */
class FormatFixtureTest {
    private static final int NEWEST = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"3, PLAIN", "3, ENCRYPTED", "4, PLAIN", "4, ENCRYPTED", "5, PLAIN", "5, ENCRYPTED"})
    void hasExactlyWhatWasWritten(int format, Kind kind) throws IOException {
        try (RemDatabase db = FormatFixture.open(FormatFixture.unpack(kind, format, folder), kind.keys())) {
            assertThat(db.info().encrypted()).isEqualTo(kind == Kind.ENCRYPTED);
            Map<String, Entity> rows = rows(db);
            assertThat(rows)
                    .containsOnlyKeys(
                            FormatFixture.LIGHTHOUSE,
                            FormatFixture.COLOSSUS,
                            FormatFixture.GARDENS,
                            FormatFixture.TEMPLE,
                            FormatFixture.LIBRARY);
            assertThat(row(rows, FormatFixture.TEMPLE).properties().toString())
                    .isEqualTo("{\"title\":\"" + FormatFixture.TEMPLE
                            + "\",\"content\":\"columns of marble by a marsh\",\"category\":\"temples\","
                            + "\"year\":-550,\"tags\":[\"temples\",\"all\"]}");
            assertThat(row(rows, FormatFixture.LIGHTHOUSE).properties().get("content"))
                    .hasToString(FormatFixture.CHANGED);
            assertThat(row(rows, FormatFixture.GARDENS).deletedAt()).isNotNull();
            assertThat(db.count("articles")).isEqualTo(4);
            hasEdges(db, rows);
            isFound(db, rows);
            hasVectors(db, rows);
            Verification verification = db.operations().verify(ProgressListener.NONE);
            assertThat(verification.findings()).isEmpty();
            assertThat(verification.edges()).isEqualTo(2);
            assertThat(verification.vectors()).isGreaterThanOrEqualTo(5);

            db.insert("articles", Databases.article("The Pyramid of Khufu", "stones", "pyramids", -2560));
            assertThat(db.count("articles")).isEqualTo(5);
        }
    }

    private static Map<String, Entity> rows(RemDatabase db) {
        Map<String, Entity> rows = new HashMap<>();
        try (EntityCursor cursor = db.list("articles", Visibility.WITH_DELETED)) {
            cursor.forEachRemaining(
                    row -> rows.put(row.properties().get("title").stringValue(), row));
        }
        return rows;
    }

    private static Entity row(Map<String, Entity> rows, String title) {
        return Objects.requireNonNull(rows.get(title), title);
    }

    private static void hasEdges(RemDatabase db, Map<String, Entity> rows) {
        List<String> edges = new ArrayList<>();
        for (Entity row : rows.values()) {
            for (Edge edge : db.get(row.id()).orElseThrow().edges()) {
                edges.add(edge.src() + " " + edge.relType() + " " + edge.dst() + " " + edge.properties());
            }
        }
        assertThat(edges)
                .containsExactlyInAnyOrder(
                        row(rows, FormatFixture.LIGHTHOUSE).id() + " stands_near "
                                + row(rows, FormatFixture.COLOSSUS).id() + " {\"miles\":325}",
                        row(rows, FormatFixture.LIBRARY).id() + " stands_near "
                                + row(rows, FormatFixture.LIGHTHOUSE).id() + " {}");
        assertThat(db.traverse(FormatFixture.LIBRARY).depth(2).run()).hasSize(2);
    }

    private static void isFound(RemDatabase db, Map<String, Entity> rows) {
        rows.forEach((title, row) -> {
            if (row.deletedAt() == null) {
                assertThat(db.lookup(title)).extracting(Entity::id).containsExactly(row.id());
            } else {
                assertThat(db.lookup(title)).isEmpty();
            }
        });
        assertThat(found(db, "harbour", SearchMode.KEYWORD))
                .containsExactlyInAnyOrder(FormatFixture.COLOSSUS, FormatFixture.LIBRARY);
        assertThat(found(db, "columns of marble", SearchMode.SEMANTIC).getFirst())
                .isEqualTo(FormatFixture.TEMPLE);
        try (QueryResult result =
                db.query("SELECT title FROM articles WHERE year = -280 AND 'towers' = ANY(tags) ORDER BY title")) {
            assertThat(result.stream().map(row -> row.string("title"))).containsExactly(FormatFixture.LIGHTHOUSE);
        }
    }

    private static List<String> found(RemDatabase db, String text, SearchMode mode) {
        return db.search(text).in("articles").mode(mode).limit(10).run().stream()
                .map(hit -> hit.entity().properties().get("title").stringValue())
                .toList();
    }

    private static void hasVectors(RemDatabase db, Map<String, Entity> rows) {
        float[] vector = new WordsEmbeddingProvider()
                .open("64", RemConfig.of(Map.of()))
                .embedDocuments(List.of("columns of marble by a marsh"))
                .getFirst();
        assertThat(db.getWithEmbeddings(row(rows, FormatFixture.TEMPLE).id())
                        .orElseThrow()
                        .embeddings()
                        .get("embedding"))
                .containsExactly(vector);
    }

    @Test
    void opensWithItsKeysAndWithNoOther() throws IOException {
        Path database = FormatFixture.unpack(Kind.ENCRYPTED, NEWEST, folder);

        assertRefused(database, KeySource.NONE, ErrorCode.SEALED);
        assertRefused(database, TestKeys.others(), ErrorCode.UNAUTHORIZED);
        try (RecoveryCode code = TestKeys.recoveryCode();
                RemDatabase db = FormatFixture.open(database, KeySource.recovery(code))) {
            assertThat(db.keys().recipients()).extracting(Recipient::label).containsExactly("test", "recovery code");
            assertThat(db.keys().generation()).isEqualTo(2);
            assertThat(db.count("articles")).isEqualTo(4);
        }
    }

    private static void assertRefused(Path database, KeySource keys, ErrorCode code) {
        assertThatThrownBy(() -> FormatFixture.open(database, keys))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    /** Whoever makes another format makes its files, too. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void theFormatThatIsWrittenHasItsFiles(Kind kind) throws IOException {
        int written;
        try (RemDatabase db = FormatFixture.open(folder.resolve("new"), KeySource.NONE)) {
            written = db.info().formatVersion();
        }
        assertThat(written).isEqualTo(NEWEST);
        assertThat(FormatFixture.unpack(kind, written, folder).resolve("store").resolve("CURRENT"))
                .exists();
    }
}
