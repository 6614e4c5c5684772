package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.Describe;
import io.remdb.Embedded;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.Indexed;
import io.remdb.Key;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RemSchema;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SearchingTest {
    @RemSchema(description = "Notes", shortName = "notes")
    record Note(
            @Key String title,
            @Embedded @Describe("The text") String body,
            @Indexed int year,
            List<String> tags) {}

    @Test
    void findsByMeaningByWordsAndByBoth() {
        try (RemDatabase db = filled()) {
            for (SearchMode mode : SearchMode.values()) {
                List<Hit<Entity>> hits = db.search("number7 pears")
                        .in("articles")
                        .mode(mode)
                        .limit(5)
                        .run();
                assertThat(hits.getFirst().entity().properties().get("title").stringValue())
                        .isEqualTo("Title 7");
                assertThat(hits).allSatisfy(hit -> assertThat(hit.score()).isBetween(0.0, 1.0));
                assertThat(hits).extracting(Hit::score).isSortedAccordingTo((a, b) -> Double.compare(b, a));
            }
        }
    }

    @Test
    void saysWhichScoreCameFromWhere() {
        try (RemDatabase db = filled()) {
            Hit<Entity> semantic = first(db, SearchMode.SEMANTIC);
            assertThat(semantic.semanticScore()).isNotNull();
            assertThat(semantic.keywordScore()).isNull();
            Hit<Entity> keyword = first(db, SearchMode.KEYWORD);
            assertThat(keyword.keywordScore()).isNotNull();
            assertThat(keyword.semanticScore()).isNull();
            Hit<Entity> hybrid = first(db, SearchMode.HYBRID);
            assertThat(hybrid.semanticScore()).isNotNull();
            assertThat(hybrid.keywordScore()).isNotNull();
        }
    }

    private static Hit<Entity> first(RemDatabase db, SearchMode mode) {
        return db.search("number7").in("articles").mode(mode).limit(1).run().getFirst();
    }

    @Test
    void aConditionNeverLosesRows() {
        try (RemDatabase db = filled()) {
            List<Hit<Entity>> hits = db.search("pears")
                    .in("articles")
                    .where("year < ?", 3)
                    .limit(10)
                    .run();
            assertThat(hits)
                    .extracting(hit -> hit.entity().properties().get("year").intValue())
                    .containsExactlyInAnyOrder(0, 1, 2);
            assertThat(db.search("pears")
                            .in("articles")
                            .where("category = 'none'")
                            .run())
                    .isEmpty();
            assertThat(db.search("pears")
                            .in("articles")
                            .where("'cat1' = ANY(tags) AND year BETWEEN 10 AND 19")
                            .limit(50)
                            .run())
                    .hasSize(2);
        }
    }

    @Test
    void aLongQuestionWithALongConditionIsAnswered() {
        try (RemDatabase db = filled()) {
            String question =
                    IntStream.range(0, 1_200).mapToObj(i -> "number" + i).collect(Collectors.joining(" "));
            String condition = IntStream.range(0, 40)
                    .mapToObj(i -> "year = " + i + " AND title <> 'x'")
                    .collect(Collectors.joining(" OR "));
            assertThat(db.search(question)
                            .in("articles")
                            .where(condition)
                            .limit(5)
                            .run())
                    .hasSize(5);
        }
    }

    @Test
    void everyTableIsSearchedWhenNoneIsNamed() {
        try (RemDatabase db = filled()) {
            db.insert(
                    "resources",
                    "{\"name\": \"r\", \"content\": \"quince jam\", \"uri\": \"u:1\", \"chunk_ordinal\": 0}");
            assertThat(db.search("quince jam").limit(1).run())
                    .extracting(hit -> hit.entity().entityType())
                    .containsExactly("resources");
            assertThat(db.search("number7 pears").limit(1).run())
                    .extracting(hit -> hit.entity().entityType())
                    .containsExactly("articles");
        }
    }

    @Test
    void theLeastScoreAndTheLimitHold() {
        try (RemDatabase db = filled()) {
            assertThat(db.search("number7 pears").in("articles").limit(3).run()).hasSize(3);
            assertThat(db.search("number7 pears").in("articles").minScore(0.99).run())
                    .hasSize(1);
            fails(() -> db.search("x").limit(0), ErrorCode.INVALID_ARGUMENT);
            fails(() -> db.search("x").limit(1001), ErrorCode.INVALID_ARGUMENT);
            fails(() -> db.search("x").minScore(1.5), ErrorCode.INVALID_ARGUMENT);
            fails(() -> db.search(" ").run(), ErrorCode.INVALID_ARGUMENT);
            fails(() -> db.search("x").in("nowhere").run(), ErrorCode.UNKNOWN_TABLE);
            fails(() -> db.search("x").where("year = 1").run(), ErrorCode.INVALID_ARGUMENT);
            fails(() -> db.search("x").in("articles").where("year =").run(), ErrorCode.INVALID_QUERY);
            fails(() -> db.search("x").in("sessions").mode(SearchMode.SEMANTIC).run(), ErrorCode.INVALID_ARGUMENT);
        }
    }

    @Test
    void eachWriteIsSeenByTheNextSearch() {
        try (RemDatabase db = Databases.withArticles()) {
            for (int i = 0; i < 60; i++) {
                db.insert("articles", article("Title " + i, "unique" + i, "c", i));
                assertThat(db.search("unique" + i).in("articles").limit(1).run())
                        .extracting(
                                hit -> hit.entity().properties().get("title").stringValue())
                        .containsExactly("Title " + i);
            }
        }
    }

    @Test
    void recordsGoInAndComeBack() {
        try (RemDatabase db = Databases.inMemory()) {
            db.schemas().register(Schema.of(Note.class));
            Table<Note> notes = db.table(Note.class);
            Note plum = new Note("Plum", "plum cake", 2020, List.of("cake", "fruit"));
            notes.insertAll(List.of(plum, new Note("Pear", "pear tart", 2021, List.of())));
            assertThat(notes.count()).isEqualTo(2);
            assertThat(notes.lookup("Plum")).containsExactly(plum);
            assertThat(notes.get(db.lookup("Plum").getFirst().id())).hasValue(plum);
            for (Hit<Note> hit : notes.search("cake")
                    .where("year = ? AND 'fruit' = ANY(tags)", 2020)
                    .limit(1)) {
                assertThat(hit.value()).isEqualTo(plum);
            }
        }
    }

    private static RemDatabase filled() {
        RemDatabase db = Databases.withArticles();
        db.insertAll(
                "articles",
                IntStream.range(0, 300)
                        .mapToObj(i -> article("Title " + i, "apples number" + i + " pears", "cat" + i % 5, i))
                        .iterator(),
                BatchOptions.DEFAULTS);
        return db;
    }

    private static void fails(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RemException.class, error -> assertThat(error.code()).isEqualTo(code));
    }
}
