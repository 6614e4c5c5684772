package io.remdb.ask.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.RemDatabase;
import io.remdb.ask.Ask;
import io.remdb.ask.Plan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to be not so: the statement says it too, or the plan says that it does not. */
class NegationTest {
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

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "orders not from last week | SELECT * FROM orders WHERE ({} IS NULL OR {} < TIMESTAMP WITH TIME ZONE '2026-03-09T00:00:00Z' OR {} >= TIMESTAMP WITH TIME ZONE '2026-03-16T00:00:00Z')",
                "orders no later than January | SELECT * FROM orders WHERE {} < TIMESTAMP WITH TIME ZONE '2026-02-01T00:00:00Z'",
                "products not released in 2025 | SELECT * FROM products WHERE (released_on IS NULL OR released_on < DATE '2025-01-01' OR released_on >= DATE '2026-01-01')",
                "products that do not cost more than 100 euros | SELECT * FROM products WHERE price <= 100",
                "products that aren't heavier than 1 kg | SELECT * FROM products WHERE weight_g <= 1000",
                "products that do not cost between 50 and 200 euros | SELECT * FROM products WHERE price NOT BETWEEN 50 AND 200",
                "products not in stock under 100 euros | SELECT * FROM products WHERE price < 100 AND stock = 0",
                "customers who have not placed more than 1 order | SELECT * FROM customers WHERE email NOT IN (SELECT customer FROM orders GROUP BY customer HAVING count(*) > 1)",
                "categories that do not have more than two products | SELECT category, count(*) AS n FROM products WHERE category IS NOT NULL GROUP BY category HAVING count(*) <= 2 ORDER BY 1",
                "all products except Ridge Tent | SELECT * FROM products WHERE name <> 'Ridge Tent'",
                "all products except Ridge Tent and Night Torch | SELECT * FROM products WHERE name <> 'Ridge Tent' AND name <> 'Night Torch'",
                "all products other than Ridge Tent | SELECT * FROM products WHERE name <> 'Ridge Tent'",
                "products that are not linked with Ann Lee | SELECT * FROM products WHERE id NOT IN (SELECT id FROM traverse('Ann Lee', 1, 'both'))",
                "who is not Ann Lee | SELECT * FROM customers WHERE name <> 'Ann Lee'",
                "how many customers are called Ann Lee | SELECT count(*) AS n FROM customers WHERE name = 'Ann Lee'",
                "Isn't there a tent under 400 euros? | SELECT * FROM products WHERE price < 400 AND category = 'tent'",
                "are there no tents under 400 euros? | SELECT * FROM products WHERE price < 400 AND category = 'tent'",
            })
    void becomes(String question, String statement) {
        Plan plan = ask.plan(question);

        assertThat(plan.query()).isEqualTo(statement.replace("{}", "ordered_at"));
        assertThat(plan.confidence()).isGreaterThan(Plan.CONFIDENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "products about boiling water but not about rain",
                "products about boiling water except gas",
                "customers who did not order last week",
                "which orders do not frobnicate",
            })
    void isOwnedUpToWhereNothingStandsForIt(String question) {
        Plan plan = ask.plan(question);

        assertThat(plan.confidence()).as(plan.query()).isLessThan(Plan.CONFIDENT);
        assertThat(plan.explanation()).isNotNull();
    }
}
