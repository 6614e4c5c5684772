package io.remdb.cli;

import io.remdb.Backups;
import io.remdb.config.RemConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder of backups that a command is about. */
final class BackupPlace {
    private BackupPlace() {}

    /** What was given, or the database's. */
    static Path of(@Nullable Path given, Invocation invocation, RemConfig config) {
        return given == null ? Backups.folder(config, invocation.database(config)) : given;
    }
}
