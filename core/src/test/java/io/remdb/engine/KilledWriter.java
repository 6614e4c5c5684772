package io.remdb.engine;

import io.remdb.BatchOptions;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A process that writes until it is killed: batches, single rows, updates, deletions. Prints a line after each acknowledged
 * step: what the database must hold from then on.
 */
final class KilledWriter {
    static final int CHUNK_ROWS = 20;

    private KilledWriter() {}

    public static void main(String[] arguments) {
        int round = Integer.parseInt(arguments[1]);
        try (RemDatabase db = Databases.open(Path.of(arguments[0]))) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            for (int step = 0; ; step++) {
                String name = "r" + round + "s" + step;
                List<String> rows = IntStream.range(0, 3 * CHUNK_ROWS)
                        .mapToObj(i -> Databases.article(
                                name + "n" + i,
                                "text of " + name + " number" + i,
                                "chunk" + name + "c" + i / CHUNK_ROWS,
                                i))
                        .toList();
                db.insertAll("articles", rows.iterator(), BatchOptions.DEFAULTS.withChunkRows(CHUNK_ROWS));
                say("batch " + name);
                db.delete(
                        db.lookup(name + "n0").getFirst().id(),
                        step % 2 == 0 ? io.remdb.Deletion.Mode.SOFT : io.remdb.Deletion.Mode.HARD);
                say("deleted " + name + "n0");
                db.update(db.lookup(name + "n1").getFirst().id(), "{\"content\": \"changed" + name + "\"}");
                say("changed " + name);
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
