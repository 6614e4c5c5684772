package io.remdb.dream.activity;

import io.remdb.Entity;
import io.remdb.dream.activity.Item.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** The chunks of one text as they are read. One thread. */
final class Text {
    /** Chunks of one text that are linked: a book of a thousand pages is not linked page by page. */
    private static final int MOST_CHUNKS = 100;

    private final TreeMap<Integer, Chunk> chunks = new TreeMap<>();

    /** Of a chunk what is needed of it. */
    @SuppressWarnings("ArrayRecordComponent") // vectors are never changed, and never compared as a whole
    private record Chunk(Entity entity, String text, float[] vector) {}

    void add(Entity entity, String text, float[] vector) {
        add(entity.properties().path("chunk_ordinal").asInt(0), new Chunk(entity, text, vector));
    }

    /** Takes in chunks that were read later. */
    void add(Text later) {
        later.chunks.forEach(this::add);
    }

    private void add(int ordinal, Chunk chunk) {
        chunks.putIfAbsent(ordinal, chunk);
        if (chunks.size() > MOST_CHUNKS) {
            var _ = chunks.pollLastEntry();
        }
    }

    Item item() {
        List<UUID> ids = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        chunks.values().forEach(chunk -> {
            ids.add(chunk.entity.id());
            vectors.add(chunk.vector);
        });
        Chunk first = chunks.values().iterator().next();
        return new Item(
                ids,
                Kind.RESOURCE,
                ActivityReader.eventTime(first.entity),
                first.text,
                first.vector.length == 0 ? first.vector : Vectors.mean(vectors),
                null,
                null,
                first.entity.properties().path("name").asString(""));
    }
}
