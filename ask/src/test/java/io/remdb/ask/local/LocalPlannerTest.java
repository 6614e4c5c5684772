package io.remdb.ask.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ask.Answer;
import io.remdb.ask.Ask;
import io.remdb.ask.Plan;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What questions become, over a small shop and the people who review its products. */
class LocalPlannerTest {
    private static final Clock NOW = Shop.NOW;

    private static RemDatabase database;
    private static Ask ask;

    @BeforeAll
    static void fill() {
        database = Shop.open();
        ask = Ask.on(database, options -> options.withClock(NOW));
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
                "O-2 | LOOKUP 'O-2'",
                "Who is Ann Lee? | LOOKUP 'Ann Lee'",
                "show me the product \"Night Torch\" | LOOKUP 'Night Torch'",
                "what is linked with Ridge Tent? | TRAVERSE FROM 'Ridge Tent' DEPTH 1 DIRECTION both",
                "list all tents | SELECT * FROM products WHERE category = 'tent'",
                "products that are not tents or stoves | SELECT * FROM products WHERE (category IS NULL OR category NOT IN ('tent', 'stove'))",
                "torches | SELECT * FROM products WHERE category = 'lamp'",
                "red products | SELECT * FROM products WHERE 'red' = ANY(colours)",
                "waterproof products | SELECT * FROM products WHERE waterproof = TRUE",
                "products that are not waterproof | SELECT * FROM products WHERE (waterproof IS NULL OR waterproof = FALSE)",
                "which products are sold out? | SELECT * FROM products WHERE stock = 0",
                "products in stock | SELECT * FROM products WHERE stock > 0",
                "products under 100 euros | SELECT * FROM products WHERE price < 100",
                "products heavier than 1 kg | SELECT * FROM products WHERE weight_g > 1000",
                "products rated at least 4.5 | SELECT * FROM products WHERE rating >= 4.5",
                "products between 20 and 70 euros | SELECT * FROM products WHERE price BETWEEN 20 AND 70",
                "products with 10 or more in stock | SELECT * FROM products WHERE stock >= 10",
                "how many products are there | SELECT count(*) AS n FROM products",
                "average price of products | SELECT avg(price) AS average_price FROM products",
                "number of products per category | SELECT category, count(*) AS n FROM products WHERE category IS NOT NULL GROUP BY category ORDER BY 1",
                "the two cheapest products | SELECT * FROM products ORDER BY price NULLS LAST LIMIT 2",
                "newest product | SELECT * FROM products ORDER BY released_on DESC LIMIT 1",
                "products sorted by price descending | SELECT * FROM products ORDER BY price DESC",
                "products in alphabetical order | SELECT * FROM products ORDER BY name",
                "products released in 2025 | SELECT * FROM products WHERE released_on >= DATE '2025-01-01' AND released_on < DATE '2026-01-01'",
                "orders from yesterday | SELECT * FROM orders WHERE ordered_at >= TIMESTAMP WITH TIME ZONE '2026-03-17T00:00:00Z' AND ordered_at < TIMESTAMP WITH TIME ZONE '2026-03-18T00:00:00Z'",
                "orders of Ann Lee | SELECT * FROM orders WHERE customer IN (SELECT email FROM customers WHERE name = 'Ann Lee')",
                "orders of ann@x.example | SELECT * FROM orders WHERE customer = 'ann@x.example'",
                "orders by gold customers | SELECT * FROM orders WHERE customer IN (SELECT email FROM customers WHERE tier = 'gold')",
                "which customers ordered a lamp | SELECT * FROM customers WHERE email IN (SELECT customer FROM orders WHERE product IN (SELECT sku FROM products WHERE category = 'lamp'))",
                "customers from France | SELECT * FROM customers WHERE country = 'FR'",
                "german customers | SELECT * FROM customers WHERE country = 'DE'",
                "customers without a phone | SELECT * FROM customers WHERE phone IS NULL",
                "customers who have never ordered | SELECT * FROM customers WHERE NOT EXISTS (SELECT 1 FROM orders x WHERE x.customer = customers.email)",
                "customers with more than 1 order | SELECT orders.customer, g.name, count(*) AS n FROM orders JOIN customers g ON g.email = orders.customer GROUP BY orders.customer, g.name HAVING count(*) > 1 ORDER BY 1",
                "total of all orders by country of the customer | SELECT g.country, sum(orders.total) AS total_total FROM orders JOIN customers g ON g.email = orders.customer GROUP BY g.country ORDER BY 1",
                "which customer has placed the most orders | SELECT orders.customer, g.name, count(*) AS n FROM orders JOIN customers g ON g.email = orders.customer GROUP BY orders.customer, g.name ORDER BY 3 DESC LIMIT 1",
                "products per colour | SELECT l.element, count(*) AS n FROM products JOIN (VALUES ('black'), ('brown'), ('green'), ('red')) AS l(element) ON l.element = ANY(products.colours) GROUP BY l.element ORDER BY 1",
                "how many different colours are there | SELECT count(DISTINCT d.element) AS n FROM products JOIN (VALUES ('black'), ('brown'), ('green'), ('red')) AS d(element) ON d.element = ANY(products.colours)",
                "customers who have never ordered a lamp | SELECT * FROM customers WHERE email NOT IN (SELECT customer FROM orders WHERE product IN (SELECT sku FROM products WHERE category = 'lamp'))",
                "customers who do not report to anybody | SELECT * FROM customers WHERE id NOT IN (SELECT src FROM edges WHERE rel_type = 'reports_to')",
                "products that nobody reviewed | SELECT * FROM products WHERE id NOT IN (SELECT dst FROM edges WHERE rel_type = 'reviewed')",
                "which customers have not reviewed Ridge Tent | SELECT * FROM customers WHERE id NOT IN (SELECT id FROM traverse('Ridge Tent', 1, 'in') WHERE rel_type = 'reviewed')",
                "which product was released last? | SELECT * FROM products ORDER BY released_on DESC LIMIT 1",
                "categories with more than two products | SELECT category, count(*) AS n FROM products WHERE category IS NOT NULL GROUP BY category HAVING count(*) > 2 ORDER BY 1",
                "which customers have an order with a total over 250 euros | SELECT * FROM customers WHERE email IN (SELECT customer FROM orders WHERE total > 250)",
                "who reviewed Ridge Tent? | SELECT * FROM customers WHERE id IN (SELECT id FROM traverse('Ridge Tent', 1, 'in') WHERE rel_type = 'reviewed')",
                "who is Ann Lee's boss? | SELECT * FROM customers WHERE id IN (SELECT id FROM traverse('Ann Lee', 1, 'out') WHERE rel_type = 'reports_to')",
                "products about boiling water | SEARCH 'boiling water' IN products LIMIT 10",
                "orders per month | SELECT CAST(DATE_TRUNC(MONTH, ordered_at) AS DATE) AS period, count(*) AS n FROM orders WHERE ordered_at IS NOT NULL GROUP BY CAST(DATE_TRUNC(MONTH, ordered_at) AS DATE) ORDER BY 1",
                "how many pieces have been ordered | SELECT sum(quantity) AS total_quantity FROM orders",
                "which different categories do we have | SELECT DISTINCT category FROM products WHERE category IS NOT NULL ORDER BY 1",
                "what distinct colours are there | SELECT DISTINCT d.element FROM products JOIN (VALUES ('black'), ('brown'), ('green'), ('red')) AS d(element) ON d.element = ANY(products.colours) WHERE d.element IS NOT NULL ORDER BY 1",
                "how many different colours per category | SELECT category, count(DISTINCT d.element) AS n FROM products JOIN (VALUES ('black'), ('brown'), ('green'), ('red')) AS d(element) ON d.element = ANY(products.colours) WHERE category IS NOT NULL GROUP BY category ORDER BY 1",
                "how many different colours per colour | SELECT l.element, count(DISTINCT d.element) AS n FROM products JOIN (VALUES ('black'), ('brown'), ('green'), ('red')) AS d(element) ON d.element = ANY(products.colours) JOIN (VALUES ('black'), ('brown'), ('green'), ('red')) AS l(element) ON l.element = ANY(products.colours) GROUP BY l.element ORDER BY 1",
                "average number of orders per customer from France | SELECT avg(n) AS average_n FROM (SELECT count(*) AS n FROM orders JOIN customers g ON g.email = orders.customer WHERE orders.customer IN (SELECT email FROM customers WHERE country = 'FR') GROUP BY orders.customer, g.name)",
                "products between 100 g and 1.5 kg | SELECT * FROM products WHERE weight_g BETWEEN 100 AND 1500",
                "orders per hour | SELECT CAST(DATE_TRUNC(HOUR, ordered_at) AS TIMESTAMP) AS period, count(*) AS n FROM orders WHERE ordered_at IS NOT NULL GROUP BY CAST(DATE_TRUNC(HOUR, ordered_at) AS TIMESTAMP) ORDER BY 1",
                "orders from the last 9999999999 years | SELECT * FROM orders",
            })
    void becomes(String question, String statement) {
        assertThat(ask.plan(question).query()).isEqualTo(statement);
    }

    @Test
    void whatIsSaidBesideValuesIsSearchedFor() {
        Plan plan = ask.plan("red things for a light in the dark");

        assertThat(plan.query()).startsWith("SEARCH ").contains("'red' = ANY(colours)");
        assertThat(plan.requiresSearch()).isTrue();
        assertThat(plan.queryType()).isEqualTo("search");
    }

    @Test
    void aPlanSaysHowSureItIsAndWhy() {
        Plan sure = ask.plan("tents under 400 euros");
        Plan unsure = ask.plan("how many frobnications of the quux did zork have");

        assertThat(sure.confidence()).isGreaterThan(0.9);
        assertThat(sure.reasoning()).contains("Rows of products", "category 'tent'", "price");
        assertThat(sure.explanation()).isNull();
        assertThat(sure.planner()).isEqualTo("local");
        assertThat(sure.schemaHints()).first().isEqualTo("products");
        assertThat(unsure.confidence()).isLessThan(Plan.CONFIDENT);
        assertThat(unsure.explanation()).isNotNull();
        assertThat(unsure.reasoning()).contains("not understood");
        assertThat(unsure.json().has("explanation")).isTrue();
    }

    @Test
    void answersWithRows() {
        Answer answer = ask.ask("red products");

        assertThat(answer.rows()).extracting(row -> row.string("sku")).containsExactlyInAnyOrder("T-1", "L-1");
        assertThat(answer.stages()).hasSize(1);
        assertThat(answer.cut()).isFalse();
    }

    @Test
    void fallsBackOnASearchWhenNothingIsFound() {
        Answer answer = ask.ask("roomy tents under 10 euros");

        assertThat(answer.stages()).hasSizeGreaterThan(1);
        assertThat(answer.stages().getFirst().rows()).isZero();
        assertThat(answer.rows()).isNotEmpty();
        assertThat(answer.query()).startsWith("SEARCH");
    }

    @Test
    void triesNoMoreThanItMay() {
        Ask once = Ask.on(database, options -> options.withClock(NOW).withMaxStages(1));

        Answer answer = once.ask("roomy tents under 10 euros");

        assertThat(answer.rows()).isEmpty();
        assertThat(answer.stages()).hasSize(1);
    }

    @Test
    void cutsLongAnswers() {
        Ask few = Ask.on(database, options -> options.withClock(NOW).withMaxRows(2));

        Answer answer = few.ask("list all products");

        assertThat(answer.rows()).hasSize(2);
        assertThat(answer.cut()).isTrue();
    }

    @Test
    void asksOnlyTheTableThatItIsTold() {
        Ask orders = Ask.on(database, options -> options.withClock(NOW).withTable("orders"));

        assertThat(orders.plan("how many are there").query()).isEqualTo("SELECT count(*) AS n FROM orders");
        Ask none = Ask.on(database, options -> options.withTable("nothing"));
        assertThatThrownBy(() -> none.plan("how many"))
                .isInstanceOf(RemException.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void neverWrites() {
        for (String question :
                List.of("delete all orders", "drop table orders", "'; DELETE FROM orders; --", "insert a product")) {
            ask.ask(question);
        }

        assertThat(database.count("orders")).isEqualTo(3);
        assertThat(database.count("products")).isEqualTo(4);
    }

    @Test
    void refusesWhatIsNoQuestion() {
        assertThatThrownBy(() -> ask.plan(" ")).isInstanceOf(RemException.class).hasMessageContaining("empty");
        assertThatThrownBy(() -> ask.plan("x".repeat(4_001)))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        assertThatThrownBy(() -> Ask.on(database, options -> options.withMaxStages(0)))
                .hasMessageContaining("1 to 10");
        assertThatThrownBy(() -> Ask.on(database, options -> options.withMaxRows(0)))
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> Ask.on(database, options -> options.withTimeoutMs(-1)))
                .hasMessageContaining("at least 0");
    }

    @Test
    void anEmptyDatabaseHasNothingToAskFor() {
        try (RemDatabase empty = RemDatabase.inMemory()) {
            assertThatThrownBy(() -> Ask.on(empty).plan("how many articles"))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }
}
