package io.remdb.backup.archive;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Replication;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an archive ends, which is that of a store. To find out, of many thousand files, which have collected in some months, only the last is
 * read, and those of strangers.
 *
 * @param sequence the last entry that it has; the last of the store where it is new
 * @param closed whether it says that the database was closed then
 */
record ArchiveEnd(long sequence, boolean closed) {
    /**
     * Finds it out.
     *
     * @throws RemException {@link ErrorCode#CONFLICT} when it has entries that the store does not have
     */
    static ArchiveEnd of(LogArchive archive, Replication replication) {
        History history = replication.history();
        List<LogArchive.Part> all = archive.partsByName(history);
        if (all.stream().anyMatch(part -> part.header().epoch() > history.epoch())) {
            throw conflict("Another copy of this database was promoted, and archives its log here", archive, history);
        }
        List<LogArchive.Part> parts = new ArrayList<>(new Timeline(history.epochs()).counting(all));
        while (!parts.isEmpty() && LogArchive.read(parts.getLast().path()).isEmpty()) {
            all.remove(parts.removeLast()); // its process was killed when it began it
        }
        if (parts.isEmpty()) {
            return new ArchiveEnd(history.lastSequence(), false);
        }
        // Read from the last file that has something: others are after it only for having been begun.
        long after = parts.getLast().header().after();
        try (ArchivedLog log = ArchivedLog.read(archive, all, history.epochs(), after)) {
            long last = after;
            ArchiveFrame.Mark mark = null;
            for (ArchiveFrame frame = log.next(); frame != null; frame = log.next()) {
                switch (frame) {
                    case ArchiveFrame.Writes(var shipment) -> last = Math.max(last, shipment.lastSequence());
                    case ArchiveFrame.Mark found -> mark = found;
                    case ArchiveFrame.Header _, ArchiveFrame.Until _ -> {
                        // the log knows of them
                    }
                }
            }
            if (last > history.lastSequence() || (mark != null && disagrees(mark, replication))) {
                throw conflict("The archive of the log has entries that the database does not have", archive, history);
            }
            return new ArchiveEnd(last, log.isClosed());
        }
    }

    private static boolean disagrees(ArchiveFrame.Mark mark, Replication replication) {
        long checksum = replication.checksum(mark.sequence()).orElse(mark.checksum());
        return mark.checksum() != 0 && checksum != mark.checksum();
    }

    private static RemException conflict(String text, LogArchive archive, History history) {
        return new RemException(ErrorCode.CONFLICT, text)
                .with("archive", archive.folder())
                .with("sequence", history.lastSequence())
                .hint("Move that folder away, and make a backup, with which a new archive begins");
    }
}
