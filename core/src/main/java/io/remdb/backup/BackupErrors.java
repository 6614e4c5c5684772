package io.remdb.backup;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Locale;

/** What a failure of the disk means to who makes or uses a backup. */
public final class BackupErrors {
    private BackupErrors() {}

    /**
     * A failure while something was done with files.
     *
     * @param text what cannot be done
     */
    public static RemException of(IOException e, String text, Path path) {
        if (e instanceof ClosedByInterruptException) {
            return new RemException(ErrorCode.CANCELLED, "It was interrupted; nothing of it is left", e)
                    .with("path", path);
        }
        String problem = IoProblem.of(e);
        RemException error =
                new RemException(ErrorCode.IO_ERROR, text, e).with("path", path).with("problem", problem);
        String reason = problem.toLowerCase(Locale.ROOT);
        if (reason.contains("no space left") || reason.contains("quota")) {
            return error.hint("The disk is full: free some space, or choose a folder on another disk");
        }
        return error.hint("Check the disk and the permissions of the folder; what is not complete counts for nothing");
    }
}
