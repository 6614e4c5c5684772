package io.remdb.dream.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.RemDatabase;
import io.remdb.dream.Weeks;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class ActivityReaderTest {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

    private static final String SESSION = "11111111-2222-4333-8444-555555555555";

    private static EmbeddingModel model;

    private final RemDatabase database = RemDatabase.inMemory();

    @BeforeAll
    static void openModel() {
        model = Weeks.model();
    }

    @AfterAll
    static void closeModel() {
        model.close();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static String message(Instant at, String text) {
        ObjectNode row = Json.object();
        row.put("session_id", SESSION).put("role", "user").put("content", text);
        row.put("timestamp", Timestamps.text(at));
        return Json.text(row);
    }

    private void chunk(String uri, int ordinal, Instant at) {
        ObjectNode row = Json.object();
        row.put("name", uri).put("content", "Chunk " + ordinal).put("uri", uri).put("chunk_ordinal", ordinal);
        row.put("timestamp", Timestamps.text(at));
        database.insert("resources", Json.text(row));
    }

    private List<Item> read(Instant from, Instant until) {
        List<Item> items = new ArrayList<>();
        new ActivityReader(database, model).readTexts(from, until).forEachRemaining(items::add);
        assertThat(items).isSortedAccordingTo(Comparator.comparing(Item::time));
        return items;
    }

    /** After many rows in one second slices are short; a year of such slices would never end. */
    @Test
    void readsOnInLargeStridesAfterABurst() {
        database.insertAll(
                "messages",
                IntStream.range(0, 400)
                        .mapToObj(i -> message(START.plusMillis(i), "burst"))
                        .iterator(),
                BatchOptions.DEFAULTS);
        Instant later = START.plus(Duration.ofDays(360));
        database.insert("messages", message(later, "a year later"));

        List<Item> items = read(START.minusSeconds(1), later.plusSeconds(1));

        assertThat(items).hasSize(401);
        assertThat(items.getLast().time()).isEqualTo(later);
    }

    @Test
    void readsRowsWithoutATimeByWhenTheyWereWritten() {
        Instant before = Instant.now().minusSeconds(1);
        database.insertAll(
                "messages",
                IntStream.range(0, 600)
                        .mapToObj(i -> "{\"session_id\": \"" + SESSION
                                + "\", \"role\": \"user\", \"content\": \"number " + i + "\"}")
                        .iterator(),
                BatchOptions.DEFAULTS);
        database.insert("documents", "{\"name\": \"A picture\", \"uri\": \"file:///picture.png\"}");

        List<Item> items = read(before, Instant.now().plusSeconds(1));

        assertThat(items).hasSize(601);
        assertThat(items.stream().map(Item::id).distinct()).hasSize(601);
        assertThat(read(START, before)).isEmpty();
    }

    @Test
    void keepsTheChunksOfATextTogether() {
        database.insertAll(
                "messages",
                IntStream.range(0, 240)
                        .mapToObj(i -> message(START.plusSeconds(i), "more"))
                        .iterator(),
                BatchOptions.DEFAULTS);
        // Some of each on both sides of the end of a slice, wherever that is.
        for (int ordinal = 0; ordinal < 60; ordinal++) {
            chunk("file:///one.txt", ordinal, START.plusSeconds(60 + 2 * ordinal));
        }
        chunk("file:///other.txt", 0, START.plusSeconds(100));

        List<Item> texts = read(START, START.plusSeconds(300)).stream()
                .filter(item -> !item.message())
                .toList();

        assertThat(texts).hasSize(2);
        assertThat(texts.getFirst().ids()).hasSize(60);
        assertThat(texts.getFirst().text()).isEqualTo("Chunk 0");
    }
}
