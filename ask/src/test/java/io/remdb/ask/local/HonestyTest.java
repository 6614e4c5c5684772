package io.remdb.ask.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.ask.Answer;
import io.remdb.ask.Ask;
import io.remdb.ask.Plan;
import io.remdb.ask.Plan.Trigger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement leaves out is said; what it says is meant as it stands. */
class HonestyTest {
    private static RemDatabase database;
    private static Ask ask;

    @BeforeAll
    static void fill() {
        database = Shop.open();
        ask = Ask.on(database, options -> options.withClock(Shop.NOW));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "products heavier than 5 litres, does not measure weight_g",
        "products heavier than 5 pounds, does not measure weight_g",
        "how many products about rain, not of those about 'rain'",
        "average price of products about rain, not of those about 'rain'"
    })
    void whatIsLeftOutIsSaid(String question, String why) {
        Plan plan = ask.plan(question);

        assertThat(plan.confidence()).as(plan.query()).isLessThan(Plan.CONFIDENT);
        assertThat(plan.explanation()).contains(why);
        assertThat(plan.reasoning()).contains(why);
        assertThat(plan.query()).doesNotContain("5");
    }

    @Test
    void aNameThatIsOnlyLikeOneIsExplained() {
        List<Plan> plans = Stream.of("Ridge Tnt", "Rdge Tnt", "Ridg Tet", "Rige Tnt", "Rdg Tent")
                .map(name -> ask.plan("show me \"" + name + "\""))
                .filter(plan -> plan.query().startsWith("LOOKUP") && plan.confidence() < Plan.CONFIDENT)
                .toList();

        assertThat(plans)
                .isNotEmpty()
                .allSatisfy(plan -> assertThat(plan.explanation()).contains("only like one"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"articles per tag", "how many articles are there per tag", "how many different tags are there"})
    void listsAreGroupedOnlyWhereAllTheirValuesAreKnown(String question) {
        try (RemDatabase few = articles(20);
                RemDatabase many = articles(1_001)) {
            assertThat(Ask.on(few).plan(question).confidence()).isGreaterThan(0.7);
            assertThat(Ask.on(few).plan(question).query()).contains(".element");

            Plan unsure = Ask.on(many).plan(question);
            assertThat(unsure.query()).doesNotContain(".element");
            assertThat(unsure.confidence()).isLessThan(Plan.CONFIDENT);
            assertThat(unsure.explanation()).contains("tags", "not all known");
        }
    }

    /** Of a list that no index has, the values of the first rows are known. */
    @Test
    void listsOfMoreRowsThanAreLookedAtAreNotGrouped() {
        try (RemDatabase database = articles(RemDatabase.SAMPLED_ROWS + 1, 5)) {
            assertThat(Ask.on(database).plan("articles per tag").explanation()).contains("tags");
        }
    }

    private static RemDatabase articles(int tags) {
        return articles(tags, tags);
    }

    private static RemDatabase articles(int rows, int tags) {
        RemDatabase database = RemDatabase.inMemory();
        database.schemas().register(Schema.parse("""
                {"title": "Article", "description": "An article", "version": "1.0.0", "short_name": "articles", "type": "object",
                 "properties": {"title": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}},
                 "required": ["title"], "json_schema_extra": {"key_field": "title"}}
                """));
        assertThat(database.insertAll(
                                "articles",
                                IntStream.range(0, rows)
                                        .mapToObj(i -> "{\"title\": \"A%d\", \"tags\": [\"+%d+\", \"t%d\"]}"
                                                .formatted(i, i % 2, i % tags))
                                        .iterator(),
                                BatchOptions.DEFAULTS)
                        .failed())
                .isZero();
        return database;
    }

    /** A value without a letter or figure is one, too, though nobody can say it. */
    @Test
    void valuesThatNobodyCanSayAreGroupedToo() {
        try (RemDatabase database = articles(3)) {
            database.insert("articles", "{\"title\": \"Odd\", \"tags\": [\"***\"]}");

            assertThat(Ask.on(database).ask("articles per tag").rows())
                    .extracting(row -> row.string("element"))
                    .contains("***", "t1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"100% wool | 1", "100_ wool | 1", "{} wool | 1", "c:\\x | 1", "10%l | 0"})
    void textsInQuotesAreMeantAsTheyStand(String text, int rows) {
        try (RemDatabase database = RemDatabase.inMemory()) {
            database.schemas().register(Schema.parse("""
                    {"title": "Jumper", "description": "A jumper", "version": "1.0.0", "short_name": "jumpers", "type": "object",
                     "properties": {"sku": {"type": "string"}, "remark": {"type": "string"}, "n": {"type": "integer"}},
                     "required": ["sku"], "json_schema_extra": {"key_field": "sku"}}
                    """));
            database.insert("jumpers", "{\"sku\": \"a\", \"remark\": \"of 100% wool\"}");
            database.insert("jumpers", "{\"sku\": \"b\", \"remark\": \"of 100_ wool\"}");
            database.insert("jumpers", "{\"sku\": \"c\", \"remark\": \"of {} wool\"}");
            database.insert("jumpers", "{\"sku\": \"d\", \"remark\": \"in c:\\\\x\"}");

            Answer answer = Ask.on(database, options -> options.withMaxStages(1))
                    .ask("jumpers with the remark \"" + text + "\"");

            assertThat(answer.query()).contains("LIKE");
            assertThat(answer.rows()).hasSize(rows);
        }
    }

    @Test
    void aSearchThatFindsHardlyAnythingIsFollowedByKeys() {
        Plan plan = ask.plan("qqqq zzzz");

        assertThat(plan.query()).startsWith("SEARCH");
        assertThat(plan.fallbacks()).extracting(Plan.Fallback::trigger).contains(Trigger.LOW_QUALITY);
        Answer answer = ask.run(plan);
        assertThat(answer.stages()).hasSizeGreaterThan(1);
        assertThat(answer.stages().getLast().hardlyAlike()).isTrue();
    }

    /** Half past midnight of a day of summer in Berlin is the day before in UTC. */
    @Test
    void daysAreThoseOfWhoAsks() {
        Clock berlin = Clock.fixed(Instant.parse("2026-07-10T12:00:00Z"), ZoneId.of("Europe/Berlin"));
        try (RemDatabase database = Shop.open()) {
            Shop.insert(
                    database,
                    "orders",
                    List.of(
                            "{'order_id':'O-9','customer':'bob@x.example','product':'L-1','ordered_at':'2026-07-08T22:30:00Z'}"));
            Ask asked = Ask.on(database, options -> options.withClock(berlin));

            Answer days = asked.ask("orders per day");
            Answer months = asked.ask("orders per hour");

            assertThat(days.rows().getLast().value("period")).hasToString("2026-07-09");
            assertThat(String.valueOf(months.rows().getLast().value("period"))).startsWith("2026-07-09T00:00");
        }
    }
}
