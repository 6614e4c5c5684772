package io.remdb.embedding;

import io.remdb.schema.Field;
import io.remdb.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts together the text of a row that is embedded, and searched by words. */
public final class EmbeddingText {
    private EmbeddingText() {}

    /**
     * The text of the row's embedded fields: of one field its text; of several {@code Title: ...}, an empty line,
     * {@code Content: ...}. Lists are joined with commas, missing and blank fields left out.
     *
     * @return empty when there is nothing to embed
     */
    public static String of(TableSchema table, ObjectNode row) {
        List<Field> fields = table.embeddedFields();
        if (fields.size() == 1) {
            return text(row.path(fields.getFirst().name()));
        }
        StringBuilder whole = new StringBuilder();
        for (Field field : fields) {
            String text = text(row.path(field.name()));
            if (!text.isEmpty()) {
                whole.append(whole.isEmpty() ? "" : "\n\n")
                        .append(humanised(field.name()))
                        .append(": ")
                        .append(text);
            }
        }
        return whole.toString();
    }

    private static String text(JsonNode value) {
        if (value.isString()) {
            return value.stringValue().isBlank() ? "" : value.stringValue();
        }
        if (!value.isArray()) {
            return "";
        }
        List<String> elements = new ArrayList<>();
        for (JsonNode element : value) {
            if (element.isString() && !element.stringValue().isBlank()) {
                elements.add(element.stringValue());
            }
        }
        return String.join(", ", elements);
    }

    /** {@code emotion_tags} to {@code Emotion tags}. */
    private static String humanised(String name) {
        String words = name.replace('_', ' ').strip();
        return words.isEmpty() ? name : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
