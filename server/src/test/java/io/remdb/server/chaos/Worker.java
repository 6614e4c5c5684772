package io.remdb.server.chaos;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Entity;
import io.remdb.OpenOptions.Sharing;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.SearchMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A process that uses the database as an agent would. What was acknowledged goes into its ledger, a line for each row: key and
 * value. Everything that a user would have seen as an error ends it with an exit code other than 0.
 */
final class Worker {
    static final String TABLE = "notes";
    static final int BATCH = 40;
    private static final int OWN_ROWS = 5;

    private final RemDatabase database;
    private final String name;
    private final Path ledger;
    private final Path end;
    private final Random random;
    private long step;

    private Worker(RemDatabase database, String name, Path ledger, Path end) {
        this.database = database;
        this.name = name;
        this.ledger = ledger;
        this.end = end;
        this.random = new Random(name.hashCode());
    }

    /** {@code FOLDER NAME KIND SHARING LEDGER END}: works until the file END is there. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Sharing sharing = Sharing.valueOf(arguments[3]);
        try (RemDatabase database = RemDatabase.open(folder, options -> options.withSharing(sharing))) {
            Worker worker = new Worker(database, arguments[1], Path.of(arguments[4]), Path.of(arguments[5]));
            worker.work(arguments[2]);
        } catch (RemException e) {
            System.err.println(arguments[1] + ": " + e.code() + " " + e.getMessage() + " " + e.hint());
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void work(String kind) {
        while (!Files.exists(end)) {
            switch (kind) {
                case "insert" -> insert();
                case "use" -> use();
                default -> throw new IllegalArgumentException(kind);
            }
            step++;
        }
    }

    static String row(String key, long value) {
        return "{\"name\": \"" + key + "\", \"body\": \"note of " + key + "\", \"n\": " + value + "}";
    }

    private void insert() {
        List<String> rows = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            String key = name + "x" + step + "x" + i;
            rows.add(row(key, step));
            lines.add(key + " " + step);
        }
        BatchResult result = database.insertAll(TABLE, rows.iterator(), BatchOptions.DEFAULTS.withChunkRows(BATCH / 2));
        require(result.failed() == 0 && result.inserted() + result.updated() == BATCH, result.toString());
        acknowledge(lines);
    }

    private void use() {
        switch (random.nextInt(4)) {
            case 0 -> {
                String word = name + "own" + random.nextInt(OWN_ROWS);
                database.search(word)
                        .in(TABLE)
                        .mode(SearchMode.KEYWORD)
                        .limit(3)
                        .run();
            }
            case 1 -> {
                try (QueryResult result =
                        database.query("SELECT count(*) AS c FROM notes WHERE n = ?", random.nextInt(OWN_ROWS))) {
                    require(result.iterator().next().number("c") >= 0, "a count below 0");
                }
            }
            default -> update();
        }
    }

    /** Rows that nobody else changes: the last acknowledged value is the value. */
    private void update() {
        String key = name + "own" + random.nextInt(OWN_ROWS);
        List<Entity> found = database.lookup(key);
        if (found.isEmpty()) {
            database.insert(TABLE, row(key, step));
        } else {
            Entity changed = database.update(found.getFirst().id(), "{\"n\": " + step + "}");
            require(changed.properties().get("n").longValue() == step, "an update that does not show");
        }
        acknowledge(List.of(key + " " + step));
    }

    private void acknowledge(List<String> lines) {
        try {
            Files.write(ledger, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
