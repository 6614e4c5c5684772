package io.remdb.embedding.openai;

import io.remdb.RemException;
import io.remdb.http.ServiceErrors;
import io.remdb.json.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the body of a successful response, and believes nothing of it. */
record EmbeddingsAnswer(ServiceErrors errors, int count) {
    /** The vectors by {@code index}. */
    List<float[]> vectors(byte[] body) {
        JsonNode data = parse(body).path("data");
        if (!data.isArray() || data.size() != count) {
            throw malformed("a list of vectors, one for each text")
                    .with("expected", count)
                    .with("found", data.size())
                    .with("answer", errors.shown(new String(body, StandardCharsets.UTF_8)));
        }
        float[][] vectors = new float[count][];
        int dimension = 0;
        for (int position = 0; position < count; position++) {
            JsonNode entry = data.get(position);
            // Some servers leave out what is zero, or the index altogether and keep the order.
            int index = entry.path("index").asInt(position);
            if (index < 0 || index >= count || vectors[index] != null) {
                throw malformed("each index once").with("index", index);
            }
            vectors[index] = vector(entry.path("embedding"));
            if (position > 0 && vectors[index].length != dimension) {
                throw malformed("vectors of one dimension");
            }
            dimension = vectors[index].length;
        }
        return Arrays.asList(vectors);
    }

    private JsonNode parse(byte[] body) {
        try {
            return Json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (RemException e) {
            throw malformed("JSON").with("problem", errors.shown(e.getMessage()));
        }
    }

    private float[] vector(JsonNode node) {
        float[] vector = node.isString() ? decode(node.asString()) : numbers(node);
        if (vector.length == 0) {
            throw malformed("a vector");
        }
        for (float component : vector) {
            if (!Float.isFinite(component)) {
                throw malformed("finite numbers");
            }
        }
        return vector;
    }

    private float[] decode(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length % Float.BYTES != 0) {
                throw malformed("32-bit numbers in base64");
            }
            float[] vector = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(vector);
            return vector;
        } catch (IllegalArgumentException e) {
            throw malformed("base64").with("problem", errors.shown(String.valueOf(e.getMessage())));
        }
    }

    private float[] numbers(JsonNode node) {
        float[] vector = new float[node.isArray() ? node.size() : 0];
        for (int i = 0; i < vector.length; i++) {
            JsonNode number = node.get(i);
            if (!number.isNumber()) {
                throw malformed("numbers");
            }
            vector[i] = (float) number.asDouble();
        }
        return vector;
    }

    private RemException malformed(String missing) {
        return errors.failed(errors.the("sent a malformed answer"), null).with("missing", missing);
    }
}
