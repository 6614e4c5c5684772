package io.remdb.ask.llm;

import io.remdb.json.Json;
import io.remdb.llm.Usage;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was found, in words.
 *
 * @param text with the ids of rows in square brackets behind what they say; only ids of rows that were found
 * @param citations the ids in the text, each once, in the order of the text
 * @param dropped ids that the model has cited, but that no row has: they were taken out of the text
 * @param note what a reader should know of how it came about: rows that were not read, ids that were dropped; null for nothing
 * @param usage what it has used of a language model; null where there was nothing to write about
 */
public record WrittenAnswer(
        String text,
        List<UUID> citations,
        List<UUID> dropped,
        @Nullable String note,
        @Nullable Usage usage) {
    public WrittenAnswer {
        citations = List.copyOf(citations);
        dropped = List.copyOf(dropped);
    }

    /** {@code {text, citations, dropped, note, llm}}, the last two only where there are any. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("text", text);
        ArrayNode cited = json.putArray("citations");
        citations.forEach(id -> cited.add(id.toString()));
        ArrayNode gone = json.putArray("dropped");
        dropped.forEach(id -> gone.add(id.toString()));
        if (note != null) {
            json.put("note", note);
        }
        if (usage != null) {
            json.set("llm", usage.json());
        }
        return json;
    }
}
