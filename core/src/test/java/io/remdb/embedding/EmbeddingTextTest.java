package io.remdb.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.json.Json;
import io.remdb.schema.SchemaCompiler;
import io.remdb.schema.TableSchema;
import org.junit.jupiter.api.Test;

class EmbeddingTextTest {
    private static final TableSchema ONE = table("\"content\"");
    private static final TableSchema SEVERAL = table("\"long_title\", \"content\", \"tags\"");

    @Test
    void oneFieldIsItsText() {
        assertThat(EmbeddingText.of(ONE, Json.parseObject("{\"content\": \" Text \", \"long_title\": \"x\"}")))
                .isEqualTo(" Text ");
        assertThat(EmbeddingText.of(ONE, Json.parseObject("{\"content\": \" \"}")))
                .isEmpty();
        assertThat(EmbeddingText.of(ONE, Json.object())).isEmpty();
    }

    @Test
    void severalFieldsAreNamed() {
        assertThat(EmbeddingText.of(
                        SEVERAL,
                        Json.parseObject("{\"tags\": [\"a\", \"b\"], \"content\": \"c\", \"long_title\": \"t\"}")))
                .isEqualTo("Long title: t\n\nContent: c\n\nTags: a, b");
        assertThat(EmbeddingText.of(SEVERAL, Json.parseObject("{\"tags\": [], \"content\": \"c\"}")))
                .isEqualTo("Content: c");
        assertThat(EmbeddingText.of(SEVERAL, Json.parseObject("{\"tags\": null}")))
                .isEmpty();
    }

    private static TableSchema table(String embedded) {
        return SchemaCompiler.compileStored(Json.parseObject("""
                {"properties": {"long_title": {"type": "string"}, "content": {"type": "string"},
                  "tags": {"type": "array", "items": {"type": "string"}}}, "embedding_fields": [%s]}""".formatted(embedded)));
    }
}
