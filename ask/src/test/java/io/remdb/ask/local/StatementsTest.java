package io.remdb.ask.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.ask.Ask;
import io.remdb.ask.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever parts a question is made of, its plan is a statement: it has been parsed and planned, and it runs. */
class StatementsTest {
    private static final int QUESTIONS = 250;
    private static final List<String> OPENINGS = List.of(
            "",
            "how many",
            "which",
            "average number of",
            "average price of",
            "total of all",
            "the longest",
            "the three shortest",
            "newest",
            "how many different colours of",
            "which different categories of",
            "the most expensive",
            "number of");
    private static final List<String> NOUNS = List.of("products", "orders", "customers", "visits", "");
    private static final List<String> TOPICS = List.of(
            "", "", "about the boiler", "about cloth for two", "mentioning \"50% off\" and {}", "about 'it''s'");
    private static final List<String> CONDITIONS = List.of(
            "",
            "from France",
            "not from last week",
            "except Ridge Tent",
            "of Ann Lee",
            "under 100 euros",
            "in the colour red",
            "without a phone",
            "that are not waterproof",
            "between 300 g and 2 kg",
            "heavier than 5 litres",
            "linked with Ann Lee",
            "with the text \"a {} of 100%_\"",
            "who have not placed more than 1 order");
    private static final List<String> GROUPS = List.of(
            "",
            "",
            "per category",
            "per colour",
            "per customer",
            "per customer on average",
            "per month",
            "per hour",
            "by country of the customer",
            "per note");
    private static final List<String> ORDERS = List.of(
            "", "", "sorted by price descending", "longest first", "in alphabetical order", "with more than 2 orders");

    @Test
    void everyCombinationBecomesAStatementThatRuns() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> failures = new ArrayList<>();
        try (RemDatabase database = Shop.open()) {
            addVisits(database);
            Ask ask = Ask.on(database, options -> options.withClock(Shop.NOW).withMaxStages(1));
            for (int asked = 0; asked < QUESTIONS; asked++) {
                String question = String.join(
                                " ",
                                one(OPENINGS, random),
                                one(NOUNS, random),
                                one(TOPICS, random),
                                one(CONDITIONS, random),
                                one(GROUPS, random),
                                one(ORDERS, random))
                        .strip()
                        .replaceAll(" +", " ");
                if (!question.isEmpty()) {
                    fail(ask, question, failures);
                }
            }
        }

        assertThat(failures).as("seed %d", seed).isEmpty();
    }

    private static void fail(Ask ask, String question, List<String> failures) {
        try {
            Plan plan = ask.plan(question);
            ask.run(plan);
        } catch (RemException e) {
            failures.add(question + ": " + e.code() + " " + e.getMessage());
        }
    }

    private static String one(List<String> parts, Random random) {
        return parts.get(random.nextInt(parts.size()));
    }

    /** Rows that last, and are searched. */
    private static void addVisits(RemDatabase database) {
        database.schemas().register(Schema.parse("""
                {"title": "Visit", "description": "Somebody came to repair something", "version": "1.0.0", "short_name": "visits",
                 "type": "object",
                 "properties": {"title": {"type": "string"}, "note": {"type": "string"},
                  "start_time": {"type": "string", "format": "date-time"}, "end_time": {"type": "string", "format": "date-time"}},
                 "required": ["title"], "json_schema_extra": {"key_field": "title", "embedding_fields": ["note"]}}
                """));
        Shop.insert(
                database,
                "visits",
                List.of(
                        "{'title':'First visit','note':'The boiler leaks','start_time':'2026-03-01T10:00:00Z','end_time':'2026-03-01T10:30:00Z'}",
                        "{'title':'Second visit','note':'The boiler has a new valve','start_time':'2026-03-02T10:00:00Z','end_time':'2026-03-02T12:00:00Z'}"));
    }

    @Test
    void theLongestOfWhatIsSearchedForIsOrderedBySql() {
        try (RemDatabase database = Shop.open()) {
            addVisits(database);
            Plan plan = Ask.on(database, options -> options.withClock(Shop.NOW))
                    .plan("what was the longest visit about the boiler?");

            assertThat(plan.query())
                    .isEqualTo(
                            "SELECT * FROM search('visits', 'boiler', 10) ORDER BY DATEDIFF(SECOND, start_time, end_time) DESC LIMIT 1");
            assertThat(plan.queryType()).isEqualTo("sql");
            assertThat(plan.requiresSearch()).isTrue();
        }
    }
}
