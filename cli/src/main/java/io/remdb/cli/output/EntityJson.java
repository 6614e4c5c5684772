package io.remdb.cli.output;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.HitExplanation;
import io.remdb.Path;
import io.remdb.json.Json;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Entities as JSON. */
public final class EntityJson {
    private EntityJson() {}

    /** An entity: its system fields, edges and properties, and its vectors where they were read. */
    public static ObjectNode of(Entity entity) {
        ObjectNode json = entity.json();
        new TreeMap<>(entity.embeddings()).forEach((name, vector) -> {
            ArrayNode numbers = json.putArray(name);
            for (float number : vector) {
                numbers.add(number);
            }
        });
        return json;
    }

    /** A hit: the entity and its scores. */
    static ObjectNode of(Hit<Entity> hit) {
        ObjectNode json = of(hit.entity());
        json.put("score", hit.score());
        json.put("semantic_score", hit.semanticScore());
        json.put("keyword_score", hit.keywordScore());
        HitExplanation explanation = hit.explanation();
        if (explanation != null) {
            json.set("explanation", of(explanation));
        }
        return json;
    }

    private static ObjectNode of(HitExplanation explanation) {
        ObjectNode json = Json.object();
        json.put("semantic_weight", explanation.semanticWeight());
        json.put("semantic_part", explanation.semanticPart());
        json.put("keyword_weight", explanation.keywordWeight());
        json.put("keyword_part", explanation.keywordPart());
        ArrayNode words = json.putArray("words");
        for (HitExplanation.Word word : explanation.words()) {
            words.addObject().put("word", word.word()).put("term", word.term()).put("score", word.score());
        }
        return json;
    }

    /** A row of a traversal: the entity that is reached, how far it is and how it is reached. */
    static ObjectNode of(Path path) {
        ObjectNode json = of(path.end());
        json.put("depth", path.depth());
        ArrayNode elements = json.putArray("path");
        path.elements().forEach(elements::add);
        return json;
    }
}
