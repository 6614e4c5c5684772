package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Locale;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * What RocksDB's errors mean to a user; the only place that knows.
 *
 * @param location the folder, for the message
 */
record RocksErrors(String location) {
    RemException of(RocksDBException e) {
        return explain(e).with("path", location).with("reason", e.getMessage());
    }

    /** An error while opening: here the lock is what an I/O error is about most often. */
    RemException ofOpen(RocksDBException e) {
        String reason = reason(e);
        if (reason.contains("lock hold by current process") || reason.contains("while lock file")) {
            return locked(location);
        }
        return of(e);
    }

    /** Another has the database open. */
    static RemException locked(String location) {
        return new RemException(ErrorCode.LOCKED, "The database is open elsewhere")
                .with("path", location)
                .hint("Another program has it open: try again when that has ended, or use another database with --db");
    }

    private static RemException explain(RocksDBException e) {
        Status status = e.getStatus();
        if (status == null) {
            return new RemException(ErrorCode.INTERNAL, "The storage engine refused a call", e);
        }
        return switch (status.getCode()) {
            case Corruption ->
                new RemException(ErrorCode.CORRUPTED, "Stored data is damaged", e)
                        .hint("Restore the database from a backup; check the disk");
            case IOError -> explainFile(e, status);
            case Incomplete, TimedOut, Busy, TryAgain, Expired ->
                new RemException(ErrorCode.UNAVAILABLE, "The storage engine is busy", e).hint("Try again");
            case ShutdownInProgress -> new RemException(ErrorCode.CLOSED, "The database is closed", e);
            case Ok, NotFound, NotSupported, InvalidArgument, MergeInProgress, Aborted, Undefined ->
                new RemException(ErrorCode.INTERNAL, "The storage engine refused a call", e);
        };
    }

    private static RemException explainFile(RocksDBException e, Status status) {
        String reason = reason(e);
        RemException error = new RemException(ErrorCode.IO_ERROR, "Reading or writing the database's files failed", e);
        if (status.getSubCode() == Status.SubCode.NoSpace || reason.contains("no space left")) {
            return error.hint(
                    "The disk is full: free some space (at least P8_ROCKSDB_WRITE_BUFFER_SIZE); writing then goes on by itself within seconds");
        }
        if (reason.contains("permission denied") || reason.contains("read-only file system")) {
            return error.hint("Give this user write permission on the folder, or choose another with P8_DB_PATH");
        }
        if (reason.contains("too many open files")) {
            return error.hint("Raise the limit of open files (ulimit -n), or lower P8_ROCKSDB_MAX_OPEN_FILES");
        }
        if (reason.contains("file too large")) {
            return error.hint("A limit of the size of files is in force: raise it (ulimit -f unlimited)");
        }
        if (reason.contains("previous error")) {
            return error.hint("Check that the disk has space and works, then close the database and open it again");
        }
        return error.hint("Check the disk and the folder's permissions");
    }

    private static String reason(RocksDBException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    }
}
