package io.remdb.backup.archive;

import io.remdb.spi.replication.History;
import java.util.List;

/**
 * Which entries of an archive count: those of each epoch up to the entry with which the next begins. What a former primary has written
 * after that is in files, too, and no part of the history.
 *
 * @param epochs the newest that are known
 */
record Timeline(List<History.Epoch> epochs) {
    Timeline {
        epochs = List.copyOf(epochs);
    }

    /** Of the history that has been written longest, as far as files say. */
    static Timeline of(List<LogArchive.Part> parts, List<History.Epoch> known) {
        List<History.Epoch> newest = known;
        for (LogArchive.Part part : parts) {
            if (part.header().epochs().size() > newest.size()) {
                newest = part.header().epochs();
            }
        }
        return new Timeline(newest);
    }

    /** The last entry of a file that counts; {@link Long#MAX_VALUE} where all do. */
    long end(LogArchive.Part part) {
        return epochs.stream()
                .filter(later -> later.number() == part.header().epoch() + 1)
                .mapToLong(next -> next.firstSequence() - 1)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** The files of which entries count, in their order. */
    List<LogArchive.Part> counting(List<LogArchive.Part> parts) {
        return parts.stream().filter(part -> part.header().after() < end(part)).toList();
    }
}
