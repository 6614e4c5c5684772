package io.remdb.ask.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.ask.Ask;
import io.remdb.ask.Plan;
import io.remdb.ask.PlanCheck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions to one table, and names that rows of several have. */
class OneTableTest {
    private static RemDatabase database;

    @BeforeAll
    static void fill() {
        database = Shop.open();
        for (String table : new String[] {"teams", "projects"}) {
            String noun = table.substring(0, table.length() - 1);
            database.schemas().register(Schema.parse("""
                    {"title": "%s", "description": "A %s", "version": "1.0.0", "short_name": "%s", "type": "object",
                     "properties": {"name": {"type": "string"}}, "required": ["name"], "json_schema_extra": {"key_field": "name"}}
                    """.formatted(
                            noun.toUpperCase(java.util.Locale.ROOT).charAt(0) + noun.substring(1), noun, table)));
            database.insert(table, "{\"name\": \"Apollo\"}");
        }
        database.insert(
                "teams",
                "{\"name\": \"Gemini\", \"edges\": [{\"dst\": {\"entity_type\": \"projects\", \"key\": \"Apollo\"}, \"rel_type\": \"works_on\"}]}");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "O-2 | orders | SELECT * FROM orders WHERE order_id = ''O-2''",
                "Who is Ann Lee? | customers | SELECT * FROM customers WHERE name = ''Ann Lee''",
                "what is linked with Ann Lee? | customers | SELECT * FROM customers WHERE id IN (SELECT id FROM traverse(''Ann Lee'', 1, ''both''))",
                "how many are there | orders | SELECT count(*) AS n FROM orders",
            })
    void onlyThatTableIsRead(String question, String table, String statement) {
        Plan plan = plan(question, table);

        assertThat(plan.query()).isEqualTo(statement.replace("''", "'"));
        assertReadsOnly(plan, table);
    }

    @ParameterizedTest
    @CsvSource({
        "Ann Lee, orders",
        "orders by gold customers, orders",
        "customers who have never ordered a lamp, customers",
        "number of orders per customer, orders",
        "which customer has placed the most orders, orders",
        "who reviewed Ridge Tent, customers",
        "what is linked with Ridge Tent, products",
        "rain, products"
    })
    void nothingElseIsReadWhateverTheQuestion(String question, String table) {
        assertReadsOnly(plan(question, table), table);
    }

    private static Plan plan(String question, String table) {
        return Ask.on(database, options -> options.withClock(Shop.NOW).withTable(table))
                .plan(question);
    }

    private static void assertReadsOnly(Plan plan, String table) {
        assertThat(new PlanCheck(database).check(plan, table)).isSameAs(plan);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "which teams work on Apollo? | Gemini",
                "teams linked with the project Apollo | Gemini",
            })
    void aNameOfSeveralRowsIsTheOneThatIsMeant(String question, String name) {
        Ask ask = Ask.on(database, options -> options.withMaxStages(1));

        assertThat(ask.ask(question).rows())
                .as(ask.plan(question).query())
                .extracting(row -> row.string("name"))
                .containsExactly(name);
    }

    @Test
    void whatIsLinkedWithANameOfSeveralRowsIsOneOfThem() {
        Plan plan = Ask.on(database).plan("what is linked with Apollo?");

        assertThat(plan.query()).startsWith("TRAVERSE FROM '").doesNotContain("Apollo");
        assertThat(plan.confidence()).isLessThan(Plan.CONFIDENT);
        assertThat(plan.explanation()).contains("teams", "projects");
        assertThat(plan.fallbacks()).hasSize(1);
        assertThat(Ask.on(database).ask("what is linked with Apollo?").rows()).hasSize(1);
        assertThat(Ask.on(database)
                        .plan("what is linked with the project Apollo?")
                        .confidence())
                .isGreaterThan(0.9);
        assertThat(Ask.on(database).plan("show me the team Apollo").query())
                .isEqualTo("SELECT * FROM teams WHERE name = 'Apollo'");
        assertThat(Ask.on(database).plan("Apollo").query()).isEqualTo("LOOKUP 'Apollo'");
    }
}
