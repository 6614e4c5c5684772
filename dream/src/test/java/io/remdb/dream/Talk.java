package io.remdb.dream;

import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** A database in which somebody says something, and dreams about it. */
final class Talk implements AutoCloseable {
    final RemDatabase database = RemDatabase.inMemory();
    private final EmbeddingModel model;

    Talk(EmbeddingModel model) {
        this.model = model;
    }

    static UUID session(int number) {
        return new UUID(0x4000, 0x8000_0000_0000_0000L + number);
    }

    UUID say(int session, Instant at, String text) {
        ObjectNode message = Json.object();
        message.put("session_id", session(session).toString());
        message.put("role", "user").put("content", text);
        message.put("timestamp", Timestamps.text(at));
        return database.insert("messages", Json.text(message)).id();
    }

    Dream about(Instant from, Instant until) {
        return Dream.on(database)
                .with(model)
                .between(from, until)
                .options(options -> options.withClock(Clock.fixed(until, ZoneOffset.UTC)));
    }

    DreamReport dream(Instant from, Instant until) {
        return about(from, until).run();
    }

    List<Entity> rows(String table) {
        List<Entity> rows = new ArrayList<>();
        try (EntityCursor cursor = database.list(table, Visibility.LIVE)) {
            cursor.forEachRemaining(rows::add);
        }
        return rows;
    }

    List<Edge> edges(UUID row, EdgeDirection direction, String type) {
        List<Edge> edges = new ArrayList<>();
        try (EdgeCursor cursor = database.edges(row.toString(), direction, List.of(type))) {
            cursor.forEachRemaining(edges::add);
        }
        return edges;
    }

    @Override
    public void close() {
        database.close();
    }
}
