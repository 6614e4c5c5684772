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
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages, resources and documents of some time, in its order. They are read a slice of the time after the other, so that memory does not grow
 * with the window; a slice is as short as it must be for {@value #MOST_ROWS} rows. What a dream has written is left out. One thread.
 */
public final class ActivityReader {
    /** Who wrote a row, in its metadata and in the properties of edges. */
    public static final String GENERATED_BY = "generated_by";

    /** What {@link #GENERATED_BY} says of what a dream wrote. */
    public static final String DREAM = "dream";

    private static final int MOST_ROWS = 250;

    /** Characters of a text that are looked at, so that memory does not grow with the texts either. */
    private static final int LONGEST_TEXT = 20_000;

    private static final Duration SHORTEST_SLICE = Duration.ofSeconds(1);

    /** Chunks of one text that are linked: a book of a thousand pages is not linked page by page. */
    private static final int MOST_CHUNKS = 100;

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
        private Instant at;
        private Duration step;
        private Iterator<Item> slice = List.<Item>of().iterator();

        Slices(Instant from, Instant until, ScanOptions.Embeddings embeddings) {
            this.at = from;
            this.until = until;
            this.embeddings = embeddings;
            this.step = Duration.between(from, until);
        }

        @Override
        public boolean hasNext() {
            while (!slice.hasNext() && at.isBefore(until)) {
                slice = next(at).iterator();
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

        private List<Item> next(Instant from) {
            Instant to = end(from);
            while (rows(from, to) > MOST_ROWS && step.compareTo(SHORTEST_SLICE) > 0) {
                step = step.dividedBy(2);
                to = end(from);
            }
            at = to;
            List<Item> items = new ArrayList<>();
            readMessages(from, to, items);
            Map<String, Text> texts = new LinkedHashMap<>();
            readTexts(from, to, texts);
            texts.values().forEach(text -> items.add(text.item()));
            items.sort(Comparator.comparing(Item::time).thenComparing(Item::id, Uuids::compare));
            return items;
        }

        private Instant end(Instant from) {
            Instant to = from.plus(step.isZero() ? SHORTEST_SLICE : step);
            return to.isAfter(until) ? until : to;
        }

        private void readMessages(Instant from, Instant to, List<Item> items) {
            scanTimed("messages", from, to, (entity, vectors) -> {
                JsonNode properties = entity.properties();
                Kind kind = switch (properties.path("role").asString("")) {
                    case "user" -> Kind.PERSON;
                    case "assistant" -> Kind.ASSISTANT;
                    // What a program says to a program is not what somebody did.
                    default -> null;
                };
                String text = beginning(properties.path("content").asString(""));
                if (kind != null && !text.isEmpty()) {
                    items.add(new Item(
                            List.of(entity.id()),
                            kind,
                            eventTime(entity),
                            text,
                            vector(entity, vectors, text),
                            Uuids.parse(properties.path("session_id").asString(""))
                                    .orElse(null),
                            kind == Kind.PERSON ? author(properties.path("metadata")) : null,
                            ""));
                }
            });
        }

        private void readTexts(Instant from, Instant to, Map<String, Text> texts) {
            scanTimed("resources", from, to, (entity, vectors) -> {
                ObjectNode properties = entity.properties();
                String text = beginning(properties.path("content").asString(""));
                if (!text.isEmpty() && !byDream(properties)) {
                    texts.computeIfAbsent(properties.path("uri").asString(""), uri -> new Text())
                            .add(entity, text, vector(entity, vectors, text));
                }
            });
            scan("documents", "created_at >= ? AND created_at < ?", from, to, (entity, vectors) -> {
                ObjectNode properties = entity.properties();
                String name = properties.path("name").asString("").strip();
                // The text of the others is in resources.
                if (properties.path("chunk_count").asInt(0) == 0 && !name.isEmpty()) {
                    texts.computeIfAbsent(properties.path("uri").asString(""), uri -> new Text())
                            .add(entity, name, vector(entity, vectors, name));
                }
            });
        }

        private float[] vector(Entity entity, Optional<String> vectorName, String text) {
            if (embeddings == ScanOptions.Embeddings.LEFT_OUT) {
                return new float[0];
            }
            float[] stored = vectorName.isEmpty() ? null : entity.embeddings().get(vectorName.get());
            return stored != null ? stored : model.embedDocuments(List.of(text)).getFirst();
        }

        /** Rows by their event time. */
        private void scanTimed(String table, Instant from, Instant to, Visitor visitor) {
            scan(table, "timestamp >= ? AND timestamp < ?", from, to, visitor);
            scan(table, "timestamp IS NULL AND created_at >= ? AND created_at < ?", from, to, visitor);
        }

        private void scan(String table, String predicate, Instant from, Instant to, Visitor visitor) {
            ScanOptions options =
                    ScanOptions.DEFAULTS.withEmbeddings(embeddings).where(predicate, from, to);
            try (EntityScan scan = database.scan(List.of(table), options)) {
                Optional<String> vectors = comparable(scan.tables().getFirst());
                while (scan.hasNext()) {
                    visitor.visit(scan.next(), vectors);
                }
            }
        }

        /** The name of the vectors that are the model's own. */
        private Optional<String> comparable(ScannedTable table) {
            return table.embeddings().entrySet().stream()
                    .filter(entry -> entry.getValue().model().equals(model.name()))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }

    private static String beginning(String text) {
        return Texts.cut(text.strip(), LONGEST_TEXT);
    }

    private interface Visitor {
        void visit(Entity entity, Optional<String> vectors);
    }

    /** How many messages there are of some time. */
    public static long messages(RemDatabase database, Instant from, Instant to) {
        return count(database, "messages", from, to);
    }

    private long rows(Instant from, Instant to) {
        return messages(database, from, to) + count(database, "resources", from, to);
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

    /** The chunks of one text. */
    private static final class Text {
        private final Map<Integer, Entity> chunks = new HashMap<>();
        private final List<float[]> vectors = new ArrayList<>();
        private int firstOrdinal = Integer.MAX_VALUE;
        private String text = "";

        void add(Entity entity, String chunk, float[] vector) {
            int ordinal = entity.properties().path("chunk_ordinal").asInt(0);
            if (ordinal < firstOrdinal) {
                firstOrdinal = ordinal;
                text = chunk;
            }
            if (chunks.size() < MOST_CHUNKS) {
                chunks.put(ordinal, entity);
                vectors.add(vector);
            }
        }

        Item item() {
            List<Entity> ordered = chunks.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(Map.Entry::getValue)
                    .toList();
            List<UUID> ids = ordered.stream().map(Entity::id).toList();
            Entity first = ordered.getFirst();
            return new Item(
                    ids,
                    Kind.RESOURCE,
                    eventTime(first),
                    text,
                    vectors.getFirst().length == 0 ? vectors.getFirst() : Vectors.mean(vectors),
                    null,
                    null,
                    first.properties().path("name").asString(""));
        }
    }
}
