package io.remdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Schema;
import io.remdb.TemplateInfo;
import io.remdb.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class BuiltInSchemasTest {
    static final java.util.List<String> NAMES = BuiltInSchemas.names();

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyBuiltInSchemaWouldPassAsAUsers(String name) {
        TableSchema builtIn = BuiltInSchemas.find(name).orElseThrow();
        ObjectNode copy = builtIn.document().deepCopy();
        copy.put("short_name", "my_" + name);
        copy.withObject("/properties").remove("id");

        TableSchema compiled = SchemaCompiler.compile(new Schema(copy, name));

        assertThat(compiled.fields()).isEqualTo(builtIn.fields());
        assertThat(builtIn.category()).isEqualTo(Category.SYSTEM);
        assertThat(SchemaCompiler.compile(new Schema(builtIn.document(), name))).isEqualTo(builtIn);
    }

    @Test
    void keysAndSettingsAreThoseOfTheManual() {
        assertThat(BuiltInSchemas.all()).hasSize(7);
        assertThat(builtIn("resources").embeddedFields())
                .extracting(Field::name)
                .containsExactly("content");
        assertThat(builtIn("moments").embeddedFields()).extracting(Field::name).containsExactly("summary", "tags");
        assertThat(builtIn("moments").keyField()).isEqualTo("name");
        assertThat(builtIn("documents").keyField()).isEqualTo("uri");
        assertThat(builtIn("messages").indexedFields())
                .extracting(Field::name)
                .containsExactly("session_id", "role", "timestamp", "trace_id");
        assertThat(builtIn("sessions").field("id")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resources", "entities", "agentlets", "moments"})
    void templatesAreCloned(String template) {
        TableSchema table = SchemaCompiler.compile(Templates.create(template, "my_things"));

        assertThat(table.shortName()).isEqualTo("my_things");
        assertThat(table.name()).isEqualTo("user.my_things");
        assertThat(table.title()).isEqualTo("MyThings");
        assertThat(table.category()).isEqualTo(Category.USER);
        assertThat(Templates.list()).extracting(TemplateInfo::name).contains(template);
    }

    @Test
    void clonesKeepTheSettings() {
        TableSchema table = SchemaCompiler.compile(Templates.create("resources", "papers"));

        assertThat(table.keyField()).isEqualTo("uri");
        assertThat(table.embeddedFields()).extracting(Field::name).containsExactly("content");
        assertThat(Templates.list().get(1).fields()).isEqualTo("name*, key, description, properties");
    }

    @Test
    void unknownTemplatesAndNamesAreRefused() {
        assertThatThrownBy(() -> Templates.create("entitys", "x")).hasMessageContaining("no such template");
        assertThatThrownBy(() -> Templates.create("entities", "Select")).hasMessageContaining("is not a table name");
        assertThatThrownBy(() -> SchemaCompiler.compile(
                        new Schema(builtIn("moments").document().deepCopy().put("title", "X"), "x")))
                .hasMessageContaining("built-in table");
        assertThat(Json.text(builtIn("moments").document())).contains("\"Moment\"");
    }

    private static TableSchema builtIn(String name) {
        return BuiltInSchemas.find(name).orElseThrow();
    }
}
