package io.remdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Schema;
import io.remdb.Schemas.Evolution;
import io.remdb.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class SchemaEvolutionTest {
    private static final String BASE = """
            {"title": "Article", "description": "Articles", "version": "1.2.0", "short_name": "articles",
             "properties": {"title": {"type": "string"}, "content": {"type": "string"}, "count": {"type": "integer"},
               "kind": {"enum": ["a", "b"]}},
             "required": ["title"], "json_schema_extra": {"embedding_fields": ["content"], "indexed_fields": ["kind"], "key_field": "title"}}""";

    @Test
    void theSameDocumentIsUnchanged() {
        SchemaEvolution evolution = evolve(document -> {});

        assertThat(evolution.unchanged()).isTrue();
        assertThat(evolution.changes()).isEmpty();
        assertThatCode(() -> evolution.require(Evolution.CHECKED)).doesNotThrowAnyException();
    }

    @Test
    void newOptionalFieldsDescriptionsAndIndexesApplyAtOnce() {
        SchemaEvolution evolution = evolve(document -> {
            document.put("description", "Better");
            document.withObject("/properties").putObject("extra").put("type", "string");
            document.withObject("/json_schema_extra").putArray("indexed_fields").add("count");
            document.withObject("/json_schema_extra")
                    .putArray("embedding_fields")
                    .add("title")
                    .add("content");
        });

        assertThat(evolution.breaking()).isEmpty();
        assertThat(evolution.changes())
                .containsExactly(
                        "the description is another",
                        "field title is embedded now",
                        "field count is indexed now",
                        "field kind is no longer indexed",
                        "field extra is new (text)");
        assertThat(evolution.rulesChanged()).isTrue();
        assertThatCode(() -> evolution.require(Evolution.CHECKED)).doesNotThrowAnyException();
    }

    @Test
    void anotherLifetimeIsSaid() {
        SchemaEvolution evolution =
                evolve(document -> document.withObject("/json_schema_extra").put("ttl_seconds", 3600));

        assertThat(evolution.breaking()).isEmpty();
        assertThat(evolution.rulesChanged()).isFalse();
        assertThat(evolution.changes())
                .containsExactly(
                        "rows expired never and expire 3600 s after their last change: those that have by now are"
                                + " removed at once");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /properties/count      | {"type": "string"} | field count was integer and is text
            /properties/new        | {"type": "string"} | field new is new (text) and required
            /properties/kind       | {"enum": ["a"]}    | field kind allows fewer values: a
            /properties/content    | {"enum": ["a"]}    | field content allows fewer values: a
            /json_schema_extra     | {"key_field": "count", "embedding_fields": ["content"], "indexed_fields": ["kind"]} | the key field was title and is count: rows would get other ids
            /json_schema_extra     | {"key_field": "title", "embedding_provider": "local:x", "embedding_fields": ["content"], "indexed_fields": ["kind"]} | the embedding provider was default and is local:x: the vectors of all rows must be rebuilt
            """)
    void breakingChangesNeedANewMajorVersion(String pointer, String value, String sentence) {
        SchemaEvolution evolution = evolve(document -> {
            document.withObject(pointer).removeAll();
            document.withObject(pointer).setAll(Json.parseObject(value));
            if (pointer.endsWith("/new")) {
                document.withArray("required").add("new");
            }
        });

        assertThat(evolution.breaking()).containsExactly(sentence);
        assertThatThrownBy(() -> evolution.require(Evolution.CHECKED)).hasMessageContaining(sentence);
        assertThatCode(() -> evolution.require(Evolution.FORCED)).doesNotThrowAnyException();
    }

    @Test
    void removingAndRequiringFieldsIsBreakingUnlessTheMajorVersionIsHigher() {
        SchemaEvolution evolution = evolve(document -> {
            document.put("version", "2.0.0");
            document.withObject("/properties").remove("count");
            document.withArray("required").add("content");
        });

        assertThat(evolution.breaking()).containsExactly("field content is required now", "field count is removed");
        assertThatCode(() -> evolution.require(Evolution.CHECKED)).doesNotThrowAnyException();
    }

    @Test
    void otherRulesForValuesAreSaidAndAskForTheRowsToBeJudgedAgain() {
        SchemaEvolution evolution =
                evolve(document -> document.withObject("/properties/title").put("maxLength", 3));

        assertThat(evolution.changes()).containsExactly("field title has other rules for its values");
        assertThat(evolution.rulesChanged()).isTrue();
        assertThat(evolve(document -> document.withObject("/properties/title").put("description", "x"))
                        .rulesChanged())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.9", "0.9.0", "1.2.0-rc.1"})
    void aLowerVersionIsRefused(String version) {
        assertThatThrownBy(() ->
                        evolve(document -> document.put("version", version)).require(Evolution.CHECKED))
                .hasMessageContaining("lower than the registered one");
    }

    @Test
    void versionsAreOrderedAsSemverSays() {
        List<String> ordered = List.of(
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.1",
                "1.1.0",
                "1.10.0",
                "2.0.0");

        assertThat(ordered.stream().map(SemanticVersion::parse).toList()).isSorted();
        assertThat(SemanticVersion.parse("1.0.0+a")).isEqualByComparingTo(SemanticVersion.parse("1.0.0+b"));
    }

    private static SchemaEvolution evolve(java.util.function.Consumer<ObjectNode> change) {
        ObjectNode after = Json.parseObject(BASE);
        change.accept(after);
        TableSchema before = SchemaCompiler.compile(new Schema(Json.parseObject(BASE), "before"));
        TableSchema changed = SchemaCompiler.compile(new Schema(after, "after"));
        return SchemaEvolution.compare(
                before, changed, !before.embeddingProvider().equals(changed.embeddingProvider()));
    }
}
