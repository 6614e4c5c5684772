package io.remdb.ask.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.ask.Answer;
import io.remdb.ask.Ask;
import io.remdb.ask.Plan;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What questions become, over a small shop and the people who review its products. */
class LocalPlannerTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-03-18T15:30:00Z"), ZoneOffset.UTC);

    private static RemDatabase database;
    private static Ask ask;

    @BeforeAll
    static void fill() {
        database = RemDatabase.inMemory();
        register(
                "products",
                "A thing that the shop sells",
                """
                "sku": {"type": "string", "description": "Article number"},
                "name": {"type": "string", "description": "Name of the product"},
                "text": {"type": "string", "description": "What it is good for"},
                "category": {"type": "string", "enum": ["tent", "stove", "lamp", "boots"], "description": "Department; lamp has torches and lanterns"},
                "price": {"type": "number", "description": "Price in euros"},
                "weight_g": {"type": "integer", "description": "Weight in grams"},
                "rating": {"type": "number", "description": "1 to 5 stars"},
                "stock": {"type": "integer", "description": "Pieces in the warehouse; 0 is sold out"},
                "waterproof": {"type": "boolean", "description": "Whether it keeps dry"},
                "colours": {"type": "array", "items": {"type": "string"}},
                "released_on": {"type": "string", "format": "date", "description": "Since when it is sold"}
                """,
                "sku",
                "[\"text\"]",
                "[\"category\", \"price\", \"colours\"]",
                "[\"sku\", \"name\"]");
        register("customers", "Who buys", """
                "email": {"type": "string"},
                "name": {"type": "string"},
                "country": {"type": "string", "description": "Two letters of ISO 3166"},
                "tier": {"type": "string", "enum": ["standard", "gold"]},
                "phone": {"type": "string", "description": "Telephone number"}
                """, "email", "[]", "[\"country\", \"tier\"]", "[\"email\", \"name\"]");
        register(
                "orders",
                "One product for one customer",
                """
                "order_id": {"type": "string"},
                "customer": {"type": "string", "description": "E-mail address of who ordered"},
                "product": {"type": "string", "description": "The sku"},
                "quantity": {"type": "integer", "description": "Number of pieces"},
                "total": {"type": "number", "description": "Sum in euros"},
                "status": {"type": "string", "enum": ["open", "shipped", "returned"]},
                "ordered_at": {"type": "string", "format": "date-time"}
                """,
                "order_id",
                "[]",
                "[\"customer\", \"product\", \"status\", \"ordered_at\"]",
                "[\"order_id\"]");
        insert(
                "products",
                List.of(
                        "{'sku':'T-1','name':'Ridge Tent','text':'A house of cloth for two hikers in the rain','category':'tent','price':300,'weight_g':1800,'rating':4.5,'stock':3,'waterproof':true,'colours':['green','red'],'released_on':'2024-03-01'}",
                        "{'sku':'S-1','name':'Storm Stove','text':'Boils water with twigs, no gas needed','category':'stove','price':60,'weight_g':400,'rating':4.9,'stock':0,'waterproof':false,'colours':['black'],'released_on':'2025-05-01'}",
                        "{'sku':'L-1','name':'Night Torch','text':'A bright light for the dark','category':'lamp','price':25,'weight_g':90,'rating':4.0,'stock':12,'waterproof':true,'colours':['red'],'released_on':'2023-01-15'}",
                        "{'sku':'B-1','name':'Peak Boots','text':'Shoes for rocks and mud','category':'boots','price':150,'weight_g':1200,'rating':3.5,'stock':7,'waterproof':true,'colours':['brown'],'released_on':'2025-11-20','edges':[{'dst':{'entity_type':'products','key':'T-1'},'rel_type':'goes_with'}]}"));
        insert(
                "customers",
                List.of(
                        "{'email':'ann@x.example','name':'Ann Lee','country':'DE','tier':'gold','phone':'1','edges':[{'dst':{'entity_type':'products','key':'T-1'},'rel_type':'reviewed'},{'dst':{'entity_type':'customers','key':'bob@x.example'},'rel_type':'reports_to'}]}",
                        "{'email':'bob@x.example','name':'Bob Ray','country':'FR','tier':'standard'}",
                        "{'email':'eve@x.example','name':'Eve Orr','country':'FR','tier':'standard','phone':'2'}"));
        insert(
                "orders",
                List.of(
                        "{'order_id':'O-1','customer':'ann@x.example','product':'T-1','quantity':1,'total':300,'status':'shipped','ordered_at':'2026-03-10T10:00:00Z'}",
                        "{'order_id':'O-2','customer':'ann@x.example','product':'L-1','quantity':4,'total':100,'status':'open','ordered_at':'2026-03-17T14:00:00Z'}",
                        "{'order_id':'O-3','customer':'bob@x.example','product':'L-1','quantity':1,'total':25,'status':'returned','ordered_at':'2026-01-05T09:00:00Z'}"));
        ask = Ask.on(database, options -> options.withClock(NOW));
    }

    private static void register(
            String table,
            String description,
            String properties,
            String key,
            String embedded,
            String indexed,
            String required) {
        database.schemas().register(Schema.parse("""
                {"title": "%s", "description": "%s", "version": "1.0.0", "short_name": "%s", "type": "object", "properties": {%s}, "required": %s,
                 "json_schema_extra": {"key_field": "%s", "embedding_fields": %s, "indexed_fields": %s}}
                """.formatted(
                        table.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + table.substring(1),
                        description,
                        table,
                        properties,
                        required,
                        key,
                        embedded,
                        indexed)));
    }

    private static void insert(String table, List<String> rows) {
        assertThat(database.insertAll(
                                table,
                                rows.stream().map(row -> row.replace('\'', '"')).iterator(),
                                BatchOptions.DEFAULTS)
                        .failed())
                .isZero();
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
                "customers who have never ordered | SELECT * FROM customers WHERE NOT EXISTS (SELECT 1 FROM orders x WHERE x.customer = email)",
                "customers with more than 1 order | SELECT orders.customer, g.name, count(*) AS n FROM orders JOIN customers g ON g.email = orders.customer GROUP BY orders.customer, g.name HAVING count(*) > 1 ORDER BY 1",
                "total of all orders by country of the customer | SELECT g.country, sum(orders.total) AS total_total FROM orders JOIN customers g ON g.email = orders.customer GROUP BY g.country ORDER BY 1",
                "which customer has placed the most orders | SELECT orders.customer, g.name, count(*) AS n FROM orders JOIN customers g ON g.email = orders.customer GROUP BY orders.customer, g.name ORDER BY 3 DESC LIMIT 1",
                "products per colour | SELECT g.element, count(*) AS n FROM products JOIN (VALUES ('black'), ('brown'), ('green'), ('red')) AS g(element) ON g.element = ANY(products.colours) GROUP BY g.element ORDER BY 1",
                "how many different colours are there | SELECT count(DISTINCT g.element) AS n FROM products JOIN (VALUES ('black'), ('brown'), ('green'), ('red')) AS g(element) ON g.element = ANY(products.colours)",
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
        Answer answer = ask.ask("tents under 10 euros");

        assertThat(answer.stages()).hasSizeGreaterThan(1);
        assertThat(answer.stages().getFirst().rows()).isZero();
        assertThat(answer.rows()).isNotEmpty();
        assertThat(answer.query()).startsWith("SEARCH");
    }

    @Test
    void triesNoMoreThanItMay() {
        Ask once = Ask.on(database, options -> options.withClock(NOW).withMaxStages(1));

        Answer answer = once.ask("tents under 10 euros");

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
