package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.HitExplanation;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.SearchPlan;
import io.remdb.engine.SearchSpec.FilterWay;
import io.remdb.search.SearchSizes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever way a predicate is applied, the hits are the same; and a search says which way it took. */
class FilterWaysTest {
    private static final List<String> PREDICATES = List.of(
            "year < 5",
            "year >= 0",
            "NOT (year BETWEEN 10 AND 290)",
            "category IN ('cat1', 'cat2') AND year > 100",
            "'cat3' = ANY(tags) OR year = 7",
            "category LIKE 'cat%' AND category <> 'cat0'",
            "year IN (3" + ", NULL".repeat(1_100) + ")",
            "year = 1000");

    @Test
    void everyWayGivesTheSameHits() {
        try (RemDatabase db = filled()) {
            for (String predicate : PREDICATES) {
                for (SearchMode mode : SearchMode.values()) {
                    List<Hit<Entity>> expected =
                            search(db, predicate, mode, FilterWay.SQL).run();
                    for (FilterWay way : FilterWay.values()) {
                        assertThat(search(db, predicate, mode, way).run())
                                .as("%s %s %s", predicate, mode, way)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void saysWhichWayItTook() {
        try (RemDatabase db = filled()) {
            assertThat(leg(db, "year < 5", FilterWay.PLANNED)).satisfies(leg -> {
                assertThat(leg.way()).isEqualTo(SearchPlan.Way.EXACT);
                assertThat(leg.matching()).isEqualTo(4); // one of the five is deleted
                assertThat(leg.found()).isEqualTo(4);
            });
            assertThat(leg(db, "year < 5", FilterWay.GRAPH).way()).isEqualTo(SearchPlan.Way.GRAPH);
            assertThat(leg(db, "year >= 0", FilterWay.OVER_FETCH).way()).isEqualTo(SearchPlan.Way.OVER_FETCH);
            SearchPlan.OfTable bySql = search(db, "lower(category) = 'cat1'", SearchMode.HYBRID, FilterWay.PLANNED)
                    .explain()
                    .tables()
                    .getFirst();
            assertThat(bySql.filter()).isEqualTo(SearchPlan.Filter.SQL);
            assertThat(bySql.filterReason()).contains("lower(category)");
            assertThat(bySql.legs())
                    .extracting(SearchPlan.Leg::side)
                    .containsExactly(SearchPlan.Side.MEANING, SearchPlan.Side.WORDS);
            assertThat(db.search("pears")
                            .in("articles")
                            .explain()
                            .tables()
                            .getFirst()
                            .filter())
                    .isEqualTo(SearchPlan.Filter.NONE);
        }
    }

    @Test
    void aHitSaysWhyItHasItsScore() {
        try (RemDatabase db = filled()) {
            for (SearchMode mode : SearchMode.values()) {
                for (Hit<Entity> hit : search(db, "year > 3", mode, FilterWay.PLANNED)
                        .explained()
                        .run()) {
                    HitExplanation why = hit.explanation();
                    assertThat(why).isNotNull();
                    double semantic = why.semanticPart() == null ? 0 : why.semanticWeight() * why.semanticPart();
                    double keyword = why.keywordPart() == null ? 0 : why.keywordWeight() * why.keywordPart();
                    assertThat(semantic + keyword).isCloseTo(hit.score(), within(1e-9));
                    double words = why.words().stream()
                            .mapToDouble(HitExplanation.Word::score)
                            .sum();
                    assertThat(words).isCloseTo(hit.keywordScore() == null ? 0 : hit.keywordScore(), within(1e-4));
                }
            }
            assertThat(db.search("Pear pie")
                            .in("articles")
                            .mode(SearchMode.KEYWORD)
                            .explained()
                            .limit(1)
                            .run())
                    .extracting(hit -> hit.explanation() == null
                            ? List.of()
                            : hit.explanation().words().stream()
                                    .map(HitExplanation.Word::word)
                                    .toList())
                    .containsExactly(List.of("Pear"));
            assertThat(db.search("pears")
                            .in("articles")
                            .limit(1)
                            .run()
                            .getFirst()
                            .explanation())
                    .isNull();
        }
    }

    private static final String NOTES = """
            {"title": "Note", "description": "A note", "version": "1.0.0", "short_name": "notes",
             "properties": {"title": {"type": "string"}, "content": {"type": "string"}, "category": {"type": "string"}},
             "required": ["title"],
             "json_schema_extra": {"embedding_fields": ["content"], "key_field": "title"}}""";

    /** Five notes of the category a, of which two have a content, and one of another. */
    private static RemDatabase withNotes(SearchSizes sizes) {
        RemDatabase db = Databases.inMemory(sizes);
        db.schemas().register(Schema.parse(NOTES));
        for (int i = 0; i < 5; i++) {
            String content = i < 2 ? ", \"content\": \"pears\"" : "";
            db.insert("notes", "{\"title\": \"n" + i + "\", \"category\": \"a\"" + content + "}");
        }
        db.insert("notes", "{\"title\": \"other\", \"category\": \"b\", \"content\": \"pears\"}");
        return db;
    }

    @Test
    void rowsWithNothingInCommonComeLastRatherThanNotAtAll() {
        try (RemDatabase db = withNotes(SearchSizes.PRODUCTION)) {
            for (String condition : List.of("category = 'a'", "lower(category) = 'a'")) {
                for (SearchMode mode : List.of(SearchMode.HYBRID, SearchMode.SEMANTIC)) {
                    List<Hit<Entity>> hits = db.search("zzz")
                            .in("notes")
                            .where(condition)
                            .mode(mode)
                            .explained()
                            .run();
                    assertThat(hits).as("%s %s", condition, mode).hasSize(5);
                    assertThat(hits.subList(2, 5)).allSatisfy(hit -> {
                        assertThat(hit.score()).isZero();
                        assertThat(hit.semanticScore()).isNull();
                        assertThat(hit.keywordScore()).isNull();
                    });
                    assertThat(hits.subList(2, 5))
                            .isSortedAccordingTo(
                                    Comparator.comparing(hit -> hit.entity().id()));
                    assertThat(db.search("zzz")
                                    .in("notes")
                                    .where(condition)
                                    .mode(mode)
                                    .limit(4)
                                    .run())
                            .extracting(Hit::entity)
                            .isEqualTo(hits.stream().limit(4).map(Hit::entity).toList());
                    assertThat(db.search("zzz")
                                    .in("notes")
                                    .where(condition)
                                    .mode(mode)
                                    .minScore(1e-9)
                                    .run())
                            .hasSizeLessThanOrEqualTo(2);
                }
                assertThat(db.search("pears")
                                .in("notes")
                                .where(condition)
                                .mode(SearchMode.KEYWORD)
                                .run())
                        .hasSize(2);
            }
            assertThat(db.search("zzz").in("notes").run()).hasSize(3);
        }
    }

    @Test
    void countsWhatItSaysItCounted() {
        try (RemDatabase db = withNotes(SearchSizes.PRODUCTION)) {
            for (String condition : List.of("category = 'a'", "lower(category) = 'a'")) {
                SearchPlan plan = db.search("pears")
                        .in("notes")
                        .where(condition)
                        .mode(SearchMode.KEYWORD)
                        .explain();
                assertThat(plan.hits()).isEqualTo(2);
                assertThat(plan.tables().getFirst().legs()).singleElement().satisfies(leg -> {
                    assertThat(leg.estimated()).isEqualTo(5);
                    assertThat(leg.matching()).isEqualTo(5);
                    assertThat(leg.rows()).isEqualTo(6);
                    assertThat(leg.reason()).contains("those that match");
                });
            }
            try (QueryResult steps = db.query("EXPLAIN SEARCH 'zzz' IN notes WHERE category = 'a'")) {
                List<Row> rows = steps.stream().toList();
                assertThat(rows.getLast().number("actual")).isEqualTo(5);
            }
        }
    }

    @Test
    void sqlGivesASearchNoMoreIdsThanThereIsRoomFor() {
        try (RemDatabase db = withNotes(new SearchSizes(8192, 10_000, 4, 10_000))) {
            assertThat(db.search("pears").in("notes").where("category = 'a'").run())
                    .hasSize(5);
            assertThat(db.search("pears")
                            .in("notes")
                            .where("lower(category) = 'b'")
                            .run())
                    .hasSize(1);
            assertThatThrownBy(() -> db.search("pears")
                            .in("notes")
                            .where("lower(category) = 'a'")
                            .run())
                    .isInstanceOfSatisfying(RemException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE);
                        assertThat(e.hint()).isNotEmpty();
                    });
        }
    }

    private static SearchPlan.Leg leg(RemDatabase db, String predicate, FilterWay way) {
        return search(db, predicate, SearchMode.SEMANTIC, way)
                .explain()
                .tables()
                .getFirst()
                .legs()
                .getFirst();
    }

    private static LocalSearch.OfEntities search(RemDatabase db, String predicate, SearchMode mode, FilterWay way) {
        LocalSearch.OfEntities search = (LocalSearch.OfEntities) db.search("number7 pears apples");
        search.filteredBy(way).in("articles").where(predicate).mode(mode);
        return search;
    }

    private static RemDatabase filled() {
        RemDatabase db = Databases.withArticles();
        db.insertAll(
                "articles",
                IntStream.range(0, 300)
                        .mapToObj(i -> article("Title " + i, "apples number" + i / 3 + " pears", "cat" + i % 5, i))
                        .iterator(),
                BatchOptions.DEFAULTS);
        db.delete(db.lookup("Title 2").getFirst().id(), Deletion.Mode.SOFT);
        return db;
    }
}
