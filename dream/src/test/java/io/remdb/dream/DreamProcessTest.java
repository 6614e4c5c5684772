package io.remdb.dream;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.Entity;
import io.remdb.EntityScan;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Dreams in processes of their own, which are killed, or have little memory. */
@Timeout(300)
class DreamProcessTest {
    private static final Instant END = Weeks.START.plus(Duration.ofDays(7));
    private static final int KILLS = Integer.getInteger("rem.kills", 2);
    private static final int COPIES = Integer.getInteger("rem.weeks", 8);

    /** A slice of 250 such texts is 1.5 MB; all of them are 16 MB, twice that with what is made of them. */
    private static final int LONG_TEXT = 6_000;

    private static final String HEAP = "-Xmx48m";
    private static final int MOST_MOMENTS = 40;
    private static final int MOST_ATTEMPTS = 30;

    /** Times and lengths of a run, of which no two are alike. */
    private static final Set<String> RUNS = Set.of("dream_runs");

    @TempDir
    Path folder;

    @Test
    void aRunThatIsKilledIsCompletedByTheNextAsIfNothingHadHappened() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Path killed = folder.resolve("killed");
        try (RemDatabase database = RemDatabase.open(killed)) {
            Weeks.fill(database);
        }
        Map<String, String> undisturbed;
        DreamReport whole;
        try (RemDatabase database = RemDatabase.inMemory();
                EmbeddingModel model = Weeks.model()) {
            Weeks.fill(database);
            whole = DreamProcess.dream(database, model, Weeks.START, END).run();
            undisturbed = state(database);
        }

        for (int kill = 1; kill <= KILLS; kill++) {
            try (DreamProcess process = DreamProcess.start(killed, Weeks.START, END)) {
                process.killAfter(kill == 1 ? MOST_MOMENTS : 1 + random.nextInt(MOST_MOMENTS));
            }
        }
        try (RemDatabase database = RemDatabase.open(killed)) {
            assertThat(database.count("moments")).isBetween(1L, whole.moments().size() - 1L);
            assertThat(database.lookup(whole.runId())
                            .getFirst()
                            .properties()
                            .path("state")
                            .asString())
                    .isEqualTo("running");
        }
        try (DreamProcess process = DreamProcess.start(killed, Weeks.START, END)) {
            assertThat(process.finish()).isEqualTo(whole.moments().size() + " of " + whole.items());
        }

        try (RemDatabase database = RemDatabase.open(killed)) {
            assertThat(Weeks.difference(state(database), undisturbed)).isEmpty();
            assertThat(database.lookup(whole.runId())
                            .getFirst()
                            .properties()
                            .path("state")
                            .asString())
                    .isEqualTo("done");
        }
    }

    /** What is in a database but for when it was written. */
    private static Map<String, String> state(RemDatabase database) {
        Map<String, String> state = new TreeMap<>();
        List<String> tables = database.schemas().list().stream()
                .map(table -> table.shortName())
                .filter(table -> !RUNS.contains(table) && !table.equals("schemas"))
                .toList();
        try (EntityScan scan = database.scan(tables, ScanOptions.DEFAULTS)) {
            while (scan.hasNext()) {
                Entity entity = scan.next();
                List<String> edges = entity.edges().stream()
                        .map(edge -> edge.relType() + " " + edge.dst() + " " + edge.properties())
                        .sorted()
                        .toList();
                state.put(entity.entityType() + " " + entity.id(), entity.properties() + " " + edges);
            }
        }
        return state;
    }

    @Test
    void dreamsOfAMonthInMemoryThatWouldNotHoldIt() throws Exception {
        Path month = folder.resolve("month");
        Duration four = Duration.ofDays(28);
        long messages;
        try (RemDatabase week = RemDatabase.inMemory();
                RemDatabase database = RemDatabase.open(month)) {
            Weeks.fill(week);
            for (String table : List.of("sessions", "messages")) {
                database.restoreAll(table, copies(week, table).iterator(), BatchOptions.DEFAULTS);
            }
            messages = database.count("messages");
            awaitIndex(database); // which is not what is measured
        }
        try (DreamProcess process = DreamProcess.start(month, Weeks.START, Weeks.START.plus(four), HEAP)) {
            assertThat(process.finish()).endsWith(" of " + messages);
        }
    }

    private static void awaitIndex(RemDatabase database) {
        for (int attempt = 0; ; attempt++) {
            try {
                database.search("index").in("messages").limit(1).run();
                return;
            } catch (RemException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT);
                assertThat(attempt).isLessThan(MOST_ATTEMPTS);
            }
        }
    }

    /** The rows of the week with their vectors, four weeks one after the other, of several people at a time. */
    private static List<String> copies(RemDatabase week, String table) {
        try (EntityScan scan =
                week.scan(List.of(table), ScanOptions.DEFAULTS.withEmbeddings(ScanOptions.Embeddings.INCLUDED))) {
            List<Entity> rows = new ArrayList<>();
            scan.forEachRemaining(rows::add);
            return IntStream.range(0, COPIES)
                    .boxed()
                    .flatMap(copy -> rows.stream().map(row -> copy(row, copy)))
                    .toList();
        }
    }

    private static String copy(Entity row, int copy) {
        Duration later = Duration.ofDays(7L * (copy % 4)).plusMinutes(copy / 4);
        ObjectNode line = row.json().deepCopy();
        line.put("id", copyOf(row.id().toString(), copy));
        for (String time : List.of("created_at", "modified_at")) {
            line.put(
                    time,
                    Timestamps.text(Instant.parse(line.path(time).asString()).plus(later)));
        }
        ObjectNode properties = (ObjectNode) line.path("properties");
        if (properties.has("session_id")) {
            properties.put("session_id", copyOf(properties.path("session_id").asString(), copy));
            String text = properties.path("content").asString();
            properties.put("content", (text + "\n").repeat(1 + LONG_TEXT / text.length()));
            properties.put(
                    "timestamp",
                    Timestamps.text(Instant.parse(properties.path("timestamp").asString())
                            .plus(later)));
        }
        row.embeddings().forEach((name, vector) -> {
            ObjectNode stored = line.withObjectProperty("embeddings").putObject(name);
            stored.put("model", "local:all-MiniLM-L6-v2");
            ArrayNode numbers = stored.putArray("vector");
            for (float number : vector) {
                numbers.add(number);
            }
        });
        return Json.text(line);
    }

    private static String copyOf(String id, int copy) {
        return UUID.nameUUIDFromBytes((id + " " + copy).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
