package io.remdb.ingest;

import io.remdb.WriteBatch.Write;
import io.remdb.ingest.source.FileStamp;
import io.remdb.ingest.source.SourceFile;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What the reading of a file gives to the writing. */
sealed interface Item {
    /** The size of the file, for how far it is. */
    long bytes();

    /** Nothing is to be written. */
    record Done(FileResult result, long bytes) implements Item {}

    /**
     * A document that is to be written with its chunks, all of it at once.
     *
     * @param result what will have become of the file
     * @param writes everything
     * @param characters how long they are
     */
    record Pending(FileResult result, List<Write> writes, long characters, long bytes) implements Item {
        public Pending {
            writes = List.copyOf(writes);
        }
    }

    /**
     * Rows that are to be written as they come.
     *
     * @param document the id of the file's document
     * @param action what will have been done with it
     * @param former the chunks that the file had when it was text
     */
    record Rows(
            SourceFile file, FileStamp stamp, FileKind kind, UUID document, FileResult.Action action, Set<UUID> former)
            implements Item {
        public Rows {
            former = Set.copyOf(former);
        }

        @Override
        public long bytes() {
            return stamp.size();
        }
    }

    /** The reading has come to its end. */
    record End(long passedOver) implements Item {
        @Override
        public long bytes() {
            return 0;
        }
    }

    /** The reading cannot go on. */
    record Broken(Throwable cause) implements Item {
        @Override
        public long bytes() {
            return 0;
        }
    }
}
