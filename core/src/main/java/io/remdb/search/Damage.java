package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/** Tells damaged index files, which are built anew, from other failures, which would come again. */
final class Damage {
    private Damage() {}

    /** Whether a failure comes from files that are missing, cut, changed or of another version. */
    static boolean isCauseOf(@Nullable Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CorruptIndexException
                    || cause instanceof IndexFormatTooOldException
                    || cause instanceof IndexFormatTooNewException
                    || cause instanceof IndexNotFoundException
                    || cause instanceof EOFException
                    || cause instanceof NoSuchFileException
                    || cause instanceof FileNotFoundException) {
                return true;
            }
        }
        return false;
    }

    /** Whether files are whole, but could not be read or written: no room, too many of them open, a broken disk. */
    static boolean isOfTheDisk(@Nullable Throwable failure) {
        boolean found = false;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            found |=
                    cause instanceof IOException || (cause instanceof RemException e && e.code() == ErrorCode.IO_ERROR);
        }
        return found && !isCauseOf(failure);
    }

    /** Whether the files of an index that has failed are damaged. Reads all of them. */
    static boolean isBehind(Exception failure, TableIndex index) {
        try {
            DirectoryReader reader = index.acquire();
            try {
                return isIn(reader);
            } finally {
                reader.decRef();
            }
        } catch (AlreadyClosedException | IOException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    /** Whether the check sums of an index's files are wrong. Reads all of them. */
    static boolean isIn(DirectoryReader reader) {
        return isIn(reader, () -> false);
    }

    /** The same until it is called off. */
    static boolean isIn(DirectoryReader reader, BooleanSupplier stop) {
        try {
            Directory directory = FileChecksum.readingThrough(reader.directory());
            for (LeafReaderContext leaf : reader.leaves()) {
                if (leaf.reader() instanceof SegmentReader segment) {
                    for (String file : segment.getSegmentInfo().files()) {
                        if (stop.getAsBoolean()) {
                            return false;
                        }
                        FileChecksum.check(directory, file);
                    }
                }
            }
            return false;
        } catch (IOException e) {
            return isCauseOf(e);
        }
    }

    /** The length of an index's files. */
    static long bytes(DirectoryReader reader) throws IOException {
        long bytes = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            if (leaf.reader() instanceof SegmentReader segment) {
                bytes += segment.getSegmentInfo().sizeInBytes();
            }
        }
        return bytes;
    }
}
