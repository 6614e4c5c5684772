package io.remdb.ask.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.RemDatabase;
import io.remdb.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTablesTest {
    /** Tables without texts that are searched have no rows that could be like the question. */
    @Test
    void aTableIsFoundByItsDescription() {
        try (RemDatabase database = RemDatabase.inMemory()) {
            register(database, "alpha", "Motors, and the ships that they drive");
            register(database, "beta", "Recipes: how to cook meals at home");
            register(database, "gamma", "Invoices sent to customers, and their payment");

            assertThat(new NearestTables(database)
                            .nearest("what can I cook for dinner?", List.of("alpha", "beta", "gamma")))
                    .startsWith("beta")
                    .contains("alpha", "gamma");
            assertThat(new NearestTables(database).nearest("what can I cook for dinner?", List.of("alpha")))
                    .containsExactly("alpha");
        }
    }

    private static void register(RemDatabase database, String table, String description) {
        database.schemas().register(Schema.parse("""
                {"title": "%s", "description": "%s", "version": "1.0.0", "short_name": "%s", "type": "object",
                 "properties": {"label": {"type": "string"}}, "required": ["label"], "json_schema_extra": {"key_field": "label"}}
                """.formatted(
                table.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + table.substring(1), description, table)));
        database.insert(table, "{\"label\": \"one\"}");
    }
}
