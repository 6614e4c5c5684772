package io.remdb.engine;

import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.Schemas.Evolution;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A process that stops in the middle of building indexes, keys and vectors, and waits to be killed. */
final class KilledBuilder {
    private static final int CHUNKS_BUILT = 1;

    private KilledBuilder() {}

    public static void main(String[] arguments) {
        try (RemDatabase db = Databases.open(Path.of(arguments[0]))) {
            db.schemas().register(Schema.parse(BuildingTest.PLAIN));
            BuildingTest.insert(db, 0, 1300);
            int before = WordsEmbeddingProvider.CALLS.get();
            WordsEmbeddingProvider.BEFORE_CALL.set(() -> {
                // The call that writes the schema's own row comes first.
                if (WordsEmbeddingProvider.CALLS.get() - before > 1 + CHUNKS_BUILT) {
                    System.out.println("building");
                    System.out.flush();
                    while (true) {
                        LockSupport.park();
                    }
                }
            });
            db.schemas().register(Schema.parse(BuildingTest.REKEYED), Evolution.FORCED, ProgressListener.NONE);
        }
    }
}
