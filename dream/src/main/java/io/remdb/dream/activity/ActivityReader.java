package io.remdb.dream.activity;

import io.remdb.Entity;
import io.remdb.EntityScan;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.ScanOptions;
import io.remdb.ScannedTable;
import io.remdb.dream.activity.Item.Kind;
import io.remdb.dream.text.Texts;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.text.Uuids;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages, resources and documents of some time, in its order. They are read a slice of the time after the other, so that memory does not grow
 * with the window; a slice is as short as it must be for {@value #MOST_ROWS} rows, and two of them are held, since a text may go on in the next one. What a
 * dream has written is left out. One thread.
 */
public final class ActivityReader {
    /** Who wrote a row, in its metadata and in the properties of edges. */
    public static final String GENERATED_BY = "generated_by";

    /** What {@link #GENERATED_BY} says of what a dream wrote. */
    public static final String DREAM = "dream";

    private static final int MOST_ROWS = 250;

    /** After so few, the next slice is twice as long. */
    private static final int FEW_ROWS = 100;

    /** Characters of a text that are looked at, so that memory does not grow with the texts either. */
    private static final int LONGEST_TEXT = 20_000;

    private static final Duration SHORTEST_SLICE = Duration.ofSeconds(1);

    private static final String DOCUMENTS = "documents";
    private static final List<String> TABLES = List.of("messages", "resources", DOCUMENTS);

    private static final List<String> AUTHORS = List.of("author", "sender", "speaker", "from", "name");

    private final RemDatabase database;
    private final EmbeddingModel model;

    /**
     * Reads a database.
     *
     * @param model embeds what has no vector, or one of another model
     */
    public ActivityReader(RemDatabase database, EmbeddingModel model) {
        this.database = database;
        this.model = model;
    }

    /** What happened from an instant until before another, by time and id. */
    public Iterator<Item> read(Instant from, Instant until) {
        return new Slices(from, until, ScanOptions.Embeddings.INCLUDED);
    }

    /** The same without vectors, for who only counts words. */
    public Iterator<Item> readTexts(Instant from, Instant until) {
        return new Slices(from, until, ScanOptions.Embeddings.LEFT_OUT);
    }

    /** When a row happened: its timestamp, or when it was written. */
    public static Instant eventTime(Entity entity) {
        String timestamp = entity.properties().path("timestamp").asString("");
        try {
            return timestamp.isEmpty()
                    ? entity.createdAt()
                    : OffsetDateTime.parse(timestamp).toInstant();
        } catch (DateTimeParseException notSaid) {
            return entity.createdAt();
        }
    }

    private final class Slices implements Iterator<Item> {
        private final Instant until;
        private final ScanOptions.Embeddings embeddings;
        private final Map<String, UntimedRows> untimed = new LinkedHashMap<>();
        private Instant at;
        private Duration step;
        private @Nullable Slice ahead;
        private Iterator<Item> slice = List.<Item>of().iterator();

        Slices(Instant from, Instant until, ScanOptions.Embeddings embeddings) {
            this.at = from;
            this.until = until;
            this.embeddings = embeddings;
            this.step = Duration.between(from, until);
            for (String table : TABLES) {
                String condition = table.equals(DOCUMENTS) ? "" : "timestamp IS NULL AND ";
                untimed.put(table, new UntimedRows(database, table, condition, from, until, model.name()));
            }
        }

        @Override
        public boolean hasNext() {
            while (!slice.hasNext() && (ahead != null || at.isBefore(until))) {
                slice = nextSlice();
            }
            return slice.hasNext();
        }

        @Override
        public Item next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return slice.next();
        }

        /** The next slice with those chunks of its texts that stand in the one behind it. */
        private Iterator<Item> nextSlice() {
            Slice here = ahead == null ? readSlice() : ahead;
            ahead = at.isBefore(until) ? readSlice() : null;
            if (ahead != null) {
                here.takeChunks(ahead);
            }
            return here.items().iterator();
        }

        private Slice readSlice() {
            Instant from = at;
            Instant to = end(from);
            long rows = rows(from, to);
            while (rows > MOST_ROWS && step.compareTo(SHORTEST_SLICE) > 0) {
                step = step.dividedBy(2);
                to = end(from);
                rows = rows(from, to);
            }
            if (rows < FEW_ROWS && to.isBefore(until)) {
                step = step.multipliedBy(2);
            }
            at = to;
            Slice read = new Slice();
            scan("messages", from, to, (entity, vectors) -> message(entity, vectors, read));
            scan("resources", from, to, (entity, vectors) -> resource(entity, vectors, read));
            scan(DOCUMENTS, from, to, (entity, vectors) -> document(entity, vectors, read));
            return read;
        }

        private Instant end(Instant from) {
            Instant to = from.plus(step.isZero() ? SHORTEST_SLICE : step);
            return to.isAfter(until) ? until : to;
        }

        private long rows(Instant from, Instant to) {
            long rows = timed("messages", from, to) + timed("resources", from, to);
            for (UntimedRows some : untimed.values()) {
                rows += some.count(from, to);
            }
            return rows;
        }

        private long timed(String table, Instant from, Instant to) {
            try (QueryResult result = database.query(
                    "SELECT count(*) AS n FROM " + table + " WHERE timestamp >= ? AND timestamp < ?", from, to)) {
                return result.iterator().next().number("n");
            }
        }

        private void message(Entity entity, Optional<String> vectors, Slice read) {
            JsonNode properties = entity.properties();
            Kind kind = switch (properties.path("role").asString("")) {
                case "user" -> Kind.PERSON;
                case "assistant" -> Kind.ASSISTANT;
                // What a program says to a program is not what somebody did.
                default -> null;
            };
            String text = beginning(properties.path("content").asString(""));
            if (kind != null && !text.isEmpty()) {
                read.messages.add(new Item(
                        List.of(entity.id()),
                        kind,
                        eventTime(entity),
                        text,
                        vector(entity, vectors, text),
                        Uuids.parse(properties.path("session_id").asString("")).orElse(null),
                        kind == Kind.PERSON ? author(properties.path("metadata")) : null,
                        ""));
            }
        }

        private void resource(Entity entity, Optional<String> vectors, Slice read) {
            String text = beginning(entity.properties().path("content").asString(""));
            if (!text.isEmpty() && !byDream(entity.properties())) {
                read.text(entity).add(entity, text, vector(entity, vectors, text));
            }
        }

        private void document(Entity entity, Optional<String> vectors, Slice read) {
            String name = entity.properties().path("name").asString("").strip();
            // The text of the others is in resources.
            if (entity.properties().path("chunk_count").asInt(0) == 0 && !name.isEmpty()) {
                read.text(entity).add(entity, name, vector(entity, vectors, name));
            }
        }

        private float[] vector(Entity entity, Optional<String> vectorName, String text) {
            if (embeddings == ScanOptions.Embeddings.LEFT_OUT) {
                return new float[0];
            }
            float[] stored = vectorName.isEmpty() ? null : entity.embeddings().get(vectorName.get());
            return stored != null ? stored : model.embedDocuments(List.of(text)).getFirst();
        }

        /** Rows by their event time. */
        private void scan(String table, Instant from, Instant to, UntimedRows.Visitor visitor) {
            if (!table.equals(DOCUMENTS)) {
                ScanOptions options = ScanOptions.DEFAULTS
                        .withEmbeddings(embeddings)
                        .where("timestamp >= ? AND timestamp < ?", from, to);
                try (EntityScan scan = database.scan(List.of(table), options)) {
                    Optional<String> vectors = comparable(scan.tables().getFirst(), model.name());
                    while (scan.hasNext()) {
                        visitor.visit(scan.next(), vectors);
                    }
                }
            }
            UntimedRows some = untimed.get(table);
            if (some != null) {
                some.read(from, to, embeddings, visitor);
            }
        }
    }

    /** What was read of a slice of the time. */
    private static final class Slice {
        private final List<Item> messages = new ArrayList<>();
        private final Map<String, Text> texts = new LinkedHashMap<>();

        /** The text that a row is a chunk of. */
        Text text(Entity entity) {
            String uri = entity.properties().path("uri").asString("");
            String which = uri.isEmpty() ? entity.id().toString() : uri;
            return texts.computeIfAbsent(entity.entityType() + " " + which, ignored -> new Text());
        }

        void takeChunks(Slice behind) {
            texts.forEach((which, text) -> {
                Text more = behind.texts.remove(which);
                if (more != null) {
                    text.add(more);
                }
            });
        }

        List<Item> items() {
            List<Item> items = new ArrayList<>(messages);
            texts.values().forEach(text -> items.add(text.item()));
            items.sort(Comparator.comparing(Item::time).thenComparing(Item::id, Uuids::compare));
            return items;
        }
    }

    /** The name of the vectors that are a model's own. */
    static Optional<String> comparable(ScannedTable table, String model) {
        return table.embeddings().entrySet().stream()
                .filter(entry -> entry.getValue().model().equals(model))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String beginning(String text) {
        return Texts.cut(text.strip(), LONGEST_TEXT);
    }

    /** How many messages there are of some time. */
    public static long messages(RemDatabase database, Instant from, Instant to) {
        return count(database, "messages", from, to);
    }

    private static long count(RemDatabase database, String table, Instant from, Instant to) {
        try (QueryResult result = database.query(
                "SELECT (SELECT count(*) FROM " + table
                        + " WHERE timestamp >= ? AND timestamp < ?) + (SELECT count(*) FROM " + table
                        + " WHERE timestamp IS NULL AND created_at >= ? AND created_at < ?) AS n",
                from,
                to,
                from,
                to)) {
            return result.iterator().next().number("n");
        }
    }

    /** Whether a dream wrote the row that has these properties. */
    public static boolean byDream(ObjectNode properties) {
        return properties.path("metadata").path(GENERATED_BY).asString("").equals(DREAM);
    }

    private static @Nullable String author(JsonNode metadata) {
        for (String name : AUTHORS) {
            String author = metadata.path(name).asString("").strip();
            if (!author.isEmpty()) {
                return author;
            }
        }
        return null;
    }
}
