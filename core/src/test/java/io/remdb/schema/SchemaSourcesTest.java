package io.remdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaSourcesTest {
    @TempDir
    Path folder;

    @Test
    void readsYamlWithItsTypesAnchorsAndAliases() {
        assertThat(SchemaSources.fromYaml("""
                # a comment
                title: Article
                properties:
                  title: &text {type: string, maxLength: 20}
                  subtitle: *text
                  on: {default: true, minimum: 1.5}
                required: [title]
                nothing: null
                """, "a.yaml").document()).isEqualTo(Json.parse("""
                {"title": "Article", "properties": {"title": {"type": "string", "maxLength": 20},
                 "subtitle": {"type": "string", "maxLength": 20}, "on": {"default": true, "minimum": 1.5}},
                 "required": ["title"], "nothing": null}"""));
    }

    @Test
    void saysWhatWasBeingReadAndWhatIsWrongWithIt() {
        RemException error =
                catchThrowableOfType(RemException.class, () -> SchemaSources.fromYaml("title: [a\n b: c", "a.yaml"));

        assertThat(error.details().get("problem"))
                .asString()
                .contains("flow sequence")
                .contains("expected ',' or ']'")
                .doesNotContain("line", "reader");
    }

    /** SnakeYAML reads in pieces, and could not go on where a piece ends with half of a pair. */
    @Test
    void readsCharactersOfTwoHalvesWhereverTheyStand() {
        for (int before = 1_000; before < 1_060; before++) {
            String title = "x".repeat(before) + "\uD83D\uDE00".repeat(1_100);
            assertThat(SchemaSources.fromYaml("title: " + title, "a.yaml")
                            .document()
                            .get("title")
                            .stringValue())
                    .as("%d characters before", before)
                    .isEqualTo(title);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a: [1",
                "a: b: c",
                "- 1",
                "a: 1\na: 2",
                "a: *unknown",
                "a: &x {b: *x}",
                "a: 1\n---\nb: 2",
                "base: &b {c: 1}\nd:\n  <<: *b"
            })
    void refusesWhatIsNotOneYamlMapping(String yaml) {
        RemException error = catchThrowableOfType(RemException.class, () -> SchemaSources.fromYaml(yaml, "a.yaml"));

        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(error.details()).containsKeys("problem", "line", "column").containsEntry("source", "a.yaml");
    }

    @Test
    void aliasesCannotFillTheMemory() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int level = 1; level < 40; level++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(level, level, level - 1, level - 1));
        }

        assertThatThrownBy(() -> SchemaSources.fromYaml(bomb.toString(), "bomb.yaml"))
                .hasMessageContaining("its aliases unfold to too much");
    }

    @Test
    void namesLineColumnAndSourceOfMalformedJson() {
        RemException error =
                catchThrowableOfType(RemException.class, () -> SchemaSources.fromJson("{\n \"a\": ]", "a.json"));

        assertThat(error.details())
                .containsEntry("line", "2")
                .containsEntry("source", "a.json")
                .containsKey("column");
    }

    @Test
    void readsFilesByTheirName() throws IOException {
        Path json = Files.writeString(folder.resolve("a.json"), "\uFEFF{\"title\": \"A\"}");
        Path yaml = Files.writeString(folder.resolve("b.yml"), "title: A");

        assertThat(SchemaSources.fromFile(json).document())
                .isEqualTo(SchemaSources.fromFile(yaml).document());
        assertThatThrownBy(() -> SchemaSources.fromFile(folder.resolve("c.json")))
                .hasMessageContaining("no such file");
        Path bare = Files.writeString(folder.resolve("c"), "{\"title\": \"A\"}");
        assertThat(SchemaSources.fromFile(bare).document())
                .isEqualTo(SchemaSources.fromFile(json).document());
        assertThatThrownBy(() -> SchemaSources.fromFile(folder.resolve("c.py")))
                .hasMessageContaining(".json, .yaml or .yml");
        assertThatThrownBy(() -> SchemaSources.fromFile(
                        Files.write(folder.resolve("d.json"), new byte[] {'"', (byte) 0xff, '"'})))
                .hasMessageContaining("not UTF-8");
    }
}
