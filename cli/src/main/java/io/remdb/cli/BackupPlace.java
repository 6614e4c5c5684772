package io.remdb.cli;

import io.remdb.Backups;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder of backups that a command is about. */
final class BackupPlace {
    private BackupPlace() {}

    /**
     * What was given, or the database's.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for an empty name: a variable of a script that was not set
     */
    static Path of(@Nullable Path given, Invocation invocation, RemConfig config) {
        if (given == null) {
            return Backups.folder(config, invocation.database(config));
        }
        if (given.toString().isEmpty()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The name of the folder of backups is empty");
        }
        return given;
    }
}
