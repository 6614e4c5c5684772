package io.remdb.server.support;

import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import java.io.IOException;
import java.nio.file.Path;

/** The ways to a database, all of which give the same. */
public enum Way {
    /** The engine itself. */
    LOCAL {
        @Override
        public Opened open(Path folder) {
            RemDatabase database = RemDatabase.inMemory(any -> Databases.options(Sharing.ALONE));
            return new Opened(database, database, database::close);
        }
    },
    /** Through one connection. */
    REMOTE {
        @Override
        public Opened open(Path folder) throws IOException {
            Served served = Served.open(folder);
            return new Opened(served.remote(), served.database(), served::close);
        }
    },
    /** As a client of the owner. */
    SHARED {
        @Override
        public Opened open(Path folder) {
            RemDatabase owner = Databases.open(folder.resolve("db"), Sharing.OWNER_OR_CLIENT);
            RemDatabase client = Databases.open(folder.resolve("db"), Sharing.OWNER_OR_CLIENT);
            return new Opened(client, owner, () -> {
                client.close();
                owner.close();
            });
        }
    };

    /** Opens a new database; the folder exists and is the test's. */
    public abstract Opened open(Path folder) throws IOException;

    /** A database that is open. */
    public record Opened(RemDatabase database, RemDatabase itself, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }
}
