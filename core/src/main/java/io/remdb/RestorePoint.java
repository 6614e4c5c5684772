package io.remdb;

import java.time.Instant;

/** What a database is to be restored to. */
public sealed interface RestorePoint {
    /** What the backup has. */
    RestorePoint BACKUP = new OfBackup();
    /** Everything that the archive of the log has after it. */
    RestorePoint LATEST = new Latest();

    /** See {@link #BACKUP}. */
    record OfBackup() implements RestorePoint {}

    /** See {@link #LATEST}. */
    record Latest() implements RestorePoint {}

    /** Up to an entry of the log, that one included. */
    record Sequence(long sequence) implements RestorePoint {
        public Sequence {
            if (sequence < 1) {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "Entries of the log are counted from 1")
                        .with("sequence", sequence);
            }
        }
    }

    /** Everything that was committed until then, that moment included. */
    record Time(Instant time) implements RestorePoint {}
}
