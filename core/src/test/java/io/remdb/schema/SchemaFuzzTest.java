package io.remdb.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever the document: a table, which reads the same when its stored form is read, or an error that says what is wrong with it.
 * Profile {@code fuzz} searches for other documents.
 */
class SchemaFuzzTest {
    private static final Set<ErrorCode> REFUSED =
            Set.of(ErrorCode.INVALID_JSON, ErrorCode.INVALID_SCHEMA, ErrorCode.TOO_LARGE);

    @DictionaryEntries({
        "\"short_name\":\"t\"",
        "\"version\":\"1.0.0\"",
        "\"description\":\"d\"",
        "\"title\":\"T\"",
        "\"properties\":{",
        "\"type\":\"string\"",
        "\"type\":\"array\"",
        "\"items\":{",
        "\"$ref\":\"#/$defs/a\"",
        "\"$defs\":{\"a\":",
        "\"anyOf\":[",
        "\"allOf\":[",
        "\"enum\":[",
        "\"const\":",
        "\"format\":\"date-time\"",
        "\"pattern\":\"",
        "\"required\":[",
        "\"json_schema_extra\":{",
        "\"key_field\":\"",
        "\"indexed_fields\":[",
        "\"embedding_fields\":[",
        "\"embedding_provider\":\"",
        "\"additionalProperties\":false",
        "\"patternProperties\":{",
        "\"minLength\":",
        "\"$id\":\"",
        "\"$anchor\":\"",
        "\"$dynamicRef\":\"",
        "- ",
        "&a ",
        "*a",
        "!!int "
    })
    @FuzzTest(maxDuration = "10m")
    void anyDocumentIsATableOrAnError(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        TableSchema table;
        ObjectNode before;
        try {
            Schema schema = text.stripLeading().startsWith("{") ? Schema.parse(text) : Schema.fromYaml(text);
            before = schema.document().deepCopy();
            table = SchemaCompiler.compile(schema);
        } catch (RemException e) {
            assertThat(e.code()).as(e.getMessage()).isIn(REFUSED);
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        assertThat(table.document()).as("it is kept as it was given").isEqualTo(before);
        byte[] stored = Json.write(table.document());
        assertThat(SchemaCompiler.compileStored(Json.parseStored(stored, 0, stored.length)))
                .usingRecursiveComparison()
                .ignoringFields("document")
                .isEqualTo(table);
        // Its rows can be judged.
        assertThat(RowValidator.of(table).validate(Json.object())).isNotNull();
    }
}
