package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.LogStore;
import io.remdb.store.OwnFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file that says up to which sequence all indexes in the folder are complete on disk. Nothing here touches an index, so that
 * it can be asked at every open.
 */
public final class SearchPosition {
    /** The follower's name to the log. */
    static final String FOLLOWER = "search";

    private static final String FILE = "applied";

    private SearchPosition() {}

    /**
     * Keeps the log from forgetting what the indexes on disk do not have yet, although they are not open.
     *
     * @param folder of the indexes; null when they are in memory
     * @return how many entries of the log they are behind; 0 when there are no indexes
     */
    public static long hold(LogStore log, @Nullable Path folder) {
        if (folder == null || !Files.isDirectory(folder)) {
            return 0; // they are built from the rows, not from the log
        }
        long last = log.lastSequence();
        long position = Math.min(read(folder), last);
        log.holdFor(FOLLOWER, position);
        return last - position;
    }

    /**
     * 0 when it is not known: a smaller one is always right, it only means more to read again. A larger one would have searches miss rows, so
     * the file has a checksum, and is not believed without it.
     */
    static long read(Path folder) {
        try {
            String text = Files.readString(folder.resolve(FILE), StandardCharsets.ISO_8859_1);
            long sequence = Long.parseLong(text.substring(0, Math.max(0, text.indexOf(' '))));
            return text.equals(line(sequence)) ? sequence : 0;
        } catch (NoSuchFileException | NumberFormatException _) {
            return 0;
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    static void write(Path folder, long sequence) {
        try {
            OwnFolder.create(folder);
            Path next = folder.resolve(FILE + ".next");
            Files.writeString(next, line(sequence));
            Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static String line(long sequence) {
        String number = Long.toString(sequence);
        CRC32C sum = new CRC32C();
        sum.update(number.getBytes(StandardCharsets.US_ASCII));
        return number + ' ' + Long.toHexString(sum.getValue()) + '\n';
    }

    private static RemException unusable(Path folder, IOException cause) {
        return new RemException(ErrorCode.IO_ERROR, "The folder of the search index cannot be read or written", cause)
                .with("folder", folder);
    }
}
