package io.remdb.search.sealing;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MemorySegmentAccessInput;

/** Sealed directories of a test, and what is done with them again and again. */
final class SealedFolder {
    static final long MUCH = 64L << 20;
    static final int BLOCK = SealedFormat.BLOCK_LENGTH;

    private SealedFolder() {}

    static Directory open(Path folder) throws IOException {
        return open(folder, new BlockCache(MUCH, MUCH));
    }

    static Directory open(Path folder, BlockCache cache) throws IOException {
        return new SealedDirectory(FSDirectory.open(folder), new TestFileKeys(1), cache);
    }

    /** All of a file in one piece, asked for until it is there. */
    static MemorySegment piece(IndexInput input) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            MemorySegment piece = ((MemorySegmentAccessInput) input).segmentSliceOrNull(0, input.length());
            if (piece != null) {
                return piece;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("not in one piece: " + input);
    }

    static void write(Directory directory, String name, byte[] content) throws IOException {
        try (IndexOutput output = directory.createOutput(name, IOContext.DEFAULT)) {
            output.writeBytes(content, content.length);
        }
    }

    static byte[] read(Directory directory, String name) throws IOException {
        try (IndexInput input = directory.openInput(name, IOContext.DEFAULT)) {
            byte[] content = new byte[Math.toIntExact(input.length())];
            input.readBytes(content, 0, content.length);
            return content;
        }
    }
}
