package io.remdb.search.sealing;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A part of a file's content in one piece of memory, for those who compute on it in place: Lucene compares vectors four at a time
 * where all of them are one memory segment, and copies each one elsewhere. Outside the heap, where Java's vector operations are
 * fast, and aligned to the lines of processors' caches. Freed when the file is closed; after that any access fails.
 */
final class Stretch {
    private static final int ALIGNMENT = 64;

    private final long start;
    private final VectorUse use;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;

    /** @throws OutOfMemoryError when the system gives no more memory outside the heap */
    Stretch(long start, long length, VectorUse use) {
        this.start = start;
        this.use = use;
        this.memory = arena.allocate(length, ALIGNMENT);
    }

    long start() {
        return start;
    }

    long length() {
        return memory.byteSize();
    }

    VectorUse use() {
        return use;
    }

    boolean covers(long position, long length) {
        return position >= start && position + length <= start + memory.byteSize();
    }

    /** A part of it, by its place in the file. */
    MemorySegment slice(long position, long length) {
        return memory.asSlice(position - start, length);
    }

    void free() {
        arena.close();
    }
}
