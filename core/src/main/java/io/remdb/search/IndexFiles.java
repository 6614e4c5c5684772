package io.remdb.search;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.TreeSet;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/** Reads the files of a table's index on the disk with their checksums, whether the index is open or not. */
final class IndexFiles {
    /** A commit that is read may be replaced by the next. */
    private static final int MOST_ATTEMPTS = 10;

    private final IndexFolder folder;
    private final IndexFolder.Place place;
    private final IndexCheck check;

    IndexFiles(IndexFolder folder, IndexFolder.Place place, IndexCheck check) {
        this.folder = folder;
        this.place = place;
        this.check = check;
    }

    /** @return whether they are as they were written; so are none */
    boolean check() throws IOException {
        if (!folder.hasCommit(place)) {
            return true;
        }
        Directory opened = folder.directory(place);
        try {
            Directory directory = FileChecksum.readingThrough(opened);
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                SegmentInfos commit;
                try {
                    commit = SegmentInfos.readLatestCommit(directory);
                } catch (IOException | IllegalArgumentException e) {
                    if (!folder.hasCommit(place)) {
                        return true; // removed meanwhile
                    }
                    return found("The list of a search index's files is damaged", e);
                }
                try {
                    return check(directory, commit);
                } catch (NoSuchFileException | FileNotFoundException e) {
                    if (isLatest(directory, commit)) {
                        return found("A file of a search index is missing", e);
                    }
                }
            }
            return true; // commits come faster than they can be read: each was read in part
        } finally {
            folder.release(opened);
        }
    }

    private static boolean isLatest(Directory directory, SegmentInfos commit) throws IOException {
        return SegmentInfos.getLastCommitGeneration(directory) == commit.getGeneration();
    }

    private boolean check(Directory directory, SegmentInfos commit) throws IOException {
        boolean whole = true;
        for (String file : new TreeSet<>(commit.files(true))) {
            try {
                FileChecksum.check(directory, file);
            } catch (NoSuchFileException | FileNotFoundException e) {
                throw e;
            } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
                whole = found("A file of a search index is damaged", file, e);
            }
        }
        return whole;
    }

    private boolean found(String what, Exception e) {
        return found(what, "", e);
    }

    private boolean found(String what, String file, Exception e) {
        check.findings().found(what, (file.isEmpty() ? "" : ", file " + file) + ": " + e.getMessage());
        return false;
    }
}
