package io.remdb.engine;

import io.remdb.Backups;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RestoreOptions;
import io.remdb.RestoreOptions.Existing;
import java.nio.file.Path;

/**
 * {@code create DB BACKUPS}, {@code restore BACKUPS DB} or {@code write DB ARCHIVE}: a process that does this until it is killed.
 */
final class KilledBackup {
    static final String BEGUN = "begun";

    private KilledBackup() {}

    /** Says when it begins. */
    public static void main(String[] arguments) {
        Path first = Path.of(arguments[1]);
        Path second = Path.of(arguments[2]);
        switch (arguments[0]) {
            case "create" -> create(first, second);
            case "restore" -> {
                begin();
                restore(first, second);
            }
            case "write" -> write(first, second);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void begin() {
        System.out.println(BEGUN);
        System.out.flush();
    }

    private static void create(Path database, Path backups) {
        try (RemDatabase db = Databases.open(database)) {
            begin();
            for (int i = 0; ; i++) {
                db.insert("articles", Databases.article("more " + i, "text " + i, "m", 2000));
                db.operations().backup(backups, ProgressListener.NONE);
            }
        }
    }

    static void restore(Path backups, Path target) {
        Backups.restore(
                backups,
                target,
                _ -> RestoreOptions.of(Databases.config()).withExisting(Existing.KEEP_ASIDE),
                ProgressListener.NONE);
    }

    /** Says of each row that it is there. */
    private static void write(Path database, Path archive) {
        try (RemDatabase db =
                Databases.open(database, "P8_WAL_ARCHIVE", archive.toString(), "P8_WAL_SYNC_INTERVAL_MS", "5")) {
            begin();
            for (int i = 0; ; i++) {
                db.insert(
                        "articles",
                        Databases.article("pid " + ProcessHandle.current().pid() + " " + i, "text", "m", 2000));
                System.out.println(db.info().sequence());
                System.out.flush();
            }
        }
    }
}
