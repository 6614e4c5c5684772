package io.remdb.server.support;

import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code FOLDER}: a program that opens a database, has the tables of the tests in it, and stays until its input ends. */
public final class OwnerMain {
    private static final String OPEN = "open";

    private OwnerMain() {}

    /** Says {@code open} when others can reach the database. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        try (RemDatabase database = Databases.open(folder, Sharing.OWNER_OR_CLIENT)) {
            database.schemas().register(Schema.parse(Databases.ARTICLES));
            database.schemas().register(Schema.parse(Databases.EVENTS));
            while (!Files.exists(folder.resolve("socket")) && !Files.exists(folder.resolve("socket-path"))) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
            System.out.println(OPEN);
            var _ = System.in.read();
        }
    }

    /** One that is open. */
    public static Child start(Path folder) {
        return Child.start(OwnerMain.class, folder).await(OPEN);
    }
}
