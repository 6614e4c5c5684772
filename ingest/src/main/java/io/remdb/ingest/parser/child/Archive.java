package io.remdb.ingest.parser.child;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What an Office file, a book or a page bundle is inside. It is looked at before it is parsed: some parsers read a whole part into memory
 * before anything of it can be counted, and some read what they find of an archive that is cut off without a word about the rest.
 */
final class Archive {
    private static final byte[] BEGINNING = {'P', 'K', 3, 4};
    private static final long MOST_BYTES = 1L << 30;
    /** Below this nothing is a bomb. */
    private static final long SMALL_BYTES = 8L << 20;
    /** Real parts, which repeat themselves a lot, stay below it. */
    private static final long MOST_EXPANSION = 300;

    private Archive() {}

    /**
     * Looks at a file if it is an archive. One that lies about the sizes of its parts is found out by the limits on what parsers give.
     *
     * @throws RemException {@link ErrorCode#TOO_LARGE} when it would expand to far more than it is
     * @throws IOException when its directory is missing or does not fit
     */
    static void check(Path file) throws IOException {
        if (!isArchive(file)) {
            return;
        }
        long total = 0;
        try (ZipFile archive = new ZipFile(file.toFile())) {
            for (ZipEntry part : Collections.list(archive.entries())) {
                total += part.getSize();
                boolean expands = part.getSize() > SMALL_BYTES
                        && part.getSize() > MOST_EXPANSION * Math.max(1, part.getCompressedSize());
                if (expands || total > MOST_BYTES) {
                    throw new RemException(ErrorCode.TOO_LARGE, "The file expands to far more than its size")
                            .with("part", part.getName())
                            .with("part_bytes", part.getSize());
                }
            }
        }
    }

    private static boolean isArchive(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return Arrays.equals(bytes.readNBytes(BEGINNING.length), BEGINNING);
        }
    }
}
