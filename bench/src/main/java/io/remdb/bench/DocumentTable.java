package io.remdb.bench;

import io.remdb.RemDatabase;
import io.remdb.Schema;

/** Tables whose texts a language model embeds: {@code code, content}. */
final class DocumentTable {
    private DocumentTable() {}

    /** An empty table, whatever was there. */
    static void create(RemDatabase database, String table, String model) {
        Loading.removeTable(database, table);
        database.schemas().register(Schema.parse("""
                {"title": "BenchDocument", "short_name": "%s", "version": "1.0.0",
                 "description": "Documents that a language model embeds",
                 "type": "object", "required": ["code", "content"],
                 "properties": {"code": {"type": "string"}, "content": {"type": "string"}},
                 "json_schema_extra": {"key_field": "code", "embedding_fields": ["content"],
                   "embedding_provider": "%s"}}
                """.formatted(table, model)));
    }
}
