package io.remdb.search;

import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.NIOFSDirectory;

/** The checksum at the end of each of Lucene's files. */
final class FileChecksum {
    private static final int PART_LENGTH = 1 << 18;

    private FileChecksum() {}

    /**
     * The same files, to be read through once: not mapped, or the memory of the process would be as large as the index from then on.
     * Of use as long as the given one is open; holds nothing that had to be closed.
     */
    static Directory readingThrough(Directory directory) throws IOException {
        return FilterDirectory.unwrap(directory) instanceof FSDirectory files
                ? new NIOFSDirectory(files.getDirectory())
                : directory;
    }

    /**
     * Reads a whole file.
     *
     * @throws CorruptIndexException when it is not as it was written
     */
    static void check(Directory directory, String file) throws IOException {
        try (IndexInput in = directory.openInput(file, IOContext.READONCE)) {
            CRC32 sum = new CRC32();
            byte[] part = new byte[PART_LENGTH];
            long left = in.length() - Long.BYTES;
            while (left > 0) {
                int length = (int) Math.min(left, part.length);
                in.readBytes(part, 0, length);
                sum.update(part, 0, length);
                left -= length;
            }
            long written = CodecUtil.retrieveChecksum(in);
            if (written != sum.getValue()) {
                throw new CorruptIndexException(
                        "The checksum is %x, and should be %x".formatted(sum.getValue(), written), in);
            }
        }
    }
}
