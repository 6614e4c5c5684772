package io.remdb.search.sealing;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.jspecify.annotations.Nullable;

/**
 * A sealed file that is open for reading. Thread-safe.
 *
 * <p>Two threads that miss the same block at the same time both open it: that is rarer than a lock would be dear.
 */
final class SealedFile implements Closeable {
    private final IndexInput sealedInput;
    private final BlockCipher cipher;
    private final BlockCache cache;
    private final long length;
    /** The blocks that are in memory. Nobody changes their bytes, so who has them may keep them. */
    private final AtomicReferenceArray<byte @Nullable []> table;
    /**
     * Which of them were read since the clock's hand came by. Set without a lock: should a mark get lost, a block goes that could
     * have stayed. All together and not each in its block, so that to find a block touches no more of the memory.
     */
    private final boolean[] used;

    private final Stretches stretches;
    private volatile boolean closed;

    private SealedFile(IndexInput sealedInput, BlockCipher cipher, BlockCache cache, long length) {
        this.sealedInput = sealedInput;
        this.cipher = cipher;
        this.cache = cache;
        this.length = length;
        this.table = new AtomicReferenceArray<>(SealedFormat.blocks(length));
        this.used = new boolean[table.length()];
        this.stretches = new Stretches(this, cache);
    }

    /**
     * Opens a file and its last block, so that one that was cut, renamed or written under another key is found out now.
     *
     * @param sealedInput closed with this
     * @throws org.apache.lucene.index.CorruptIndexException when it is not what was written under that name
     */
    static SealedFile open(IndexInput sealedInput, String name, FileKeys keys, BlockCache cache) throws IOException {
        long length = SealedFormat.contentLength(sealedInput.length(), name);
        byte[] header = new byte[SealedFormat.HEADER_LENGTH];
        sealedInput.readBytes(header, 0, header.length);
        BlockCipher cipher = BlockCipher.of(keys, SealedFormat.header(header, name), name);
        SealedFile file = new SealedFile(sealedInput, cipher, cache, length);
        file.block(file.table.length() - 1);
        return file;
    }

    long length() {
        return length;
    }

    void countReads(int count) {
        cache.countReads(count);
    }

    void ensureOpen() {
        if (closed) {
            throw new AlreadyClosedException("Already closed: " + sealedInput);
        }
    }

    /** The content of a block; not to be changed. */
    byte[] block(int number) throws IOException {
        byte[] known = table.get(number);
        if (known != null) {
            if (!used[number]) {
                used[number] = true; // written only when it changes, so that processors share the line
            }
            return known;
        }
        ensureOpen();
        byte[] content = new byte[contentLength(number)];
        open(number, new byte[SealedFormat.SEALED_BLOCK_LENGTH], content);
        cache.add(new CachedBlock(this, number, content.length), content);
        return content;
    }

    /** The bytes of a block's content. */
    int contentLength(int number) {
        return (int) Math.min(SealedFormat.BLOCK_LENGTH, length - SealedFormat.startOf(number));
    }

    private void open(int number, byte[] sealed, byte[] content) throws IOException {
        int sealedLength = contentLength(number) + BlockCipher.TAG_LENGTH;
        IndexInput input = sealedInput.clone(); // may be used by one thread only
        input.seek(SealedFormat.sealedStartOf(number));
        input.readBytes(sealed, 0, sealedLength);
        cipher.open(number, number == table.length() - 1, sealed, sealedLength, content);
    }

    // ---- for the cache, under its lock

    /** Whether it was taken in: not when it is there already, or the file closed. */
    boolean put(int number, byte[] content) {
        return !closed && table.compareAndSet(number, null, content);
    }

    /** Whether a block was read since this was last asked. */
    boolean takeUsed(int number) {
        boolean was = used[number];
        used[number] = false;
        return was;
    }

    void drop(int number) {
        table.set(number, null);
    }

    /** Takes in no more blocks, and says which were there. */
    List<CachedBlock> closeTable() {
        closed = true;
        List<CachedBlock> left = new ArrayList<>();
        for (int number = 0; number < table.length(); number++) {
            if (table.getAndSet(number, null) != null) {
                left.add(new CachedBlock(this, number, contentLength(number)));
            }
        }
        return left;
    }

    // ---- in one piece

    Stretches stretches() {
        return stretches;
    }

    /**
     * Copies a part of the content without keeping what it opens.
     *
     * @throws AlreadyClosedException also when it is closed meanwhile
     */
    void copyTo(Stretch stretch) throws IOException {
        byte[] sealed = new byte[SealedFormat.SEALED_BLOCK_LENGTH];
        byte[] opened = new byte[SealedFormat.BLOCK_LENGTH];
        long end = stretch.start() + stretch.length();
        for (long at = stretch.start(); at < end; ) {
            ensureOpen();
            int number = SealedFormat.blockAt(at);
            byte[] known = table.get(number);
            byte[] content = known == null ? opened : known;
            if (known == null) {
                open(number, sealed, opened);
            }
            int from = (int) (at - SealedFormat.startOf(number));
            int count = (int) Math.min(contentLength(number) - from, end - at);
            MemorySegment.copy(content, from, stretch.slice(at, count), ValueLayout.JAVA_BYTE, 0, count);
            at += count;
        }
    }

    /** Those who read from it or one of its clones get an {@link AlreadyClosedException}, or see what they have got at hand. */
    @Override
    public void close() throws IOException {
        cache.close(this);
        stretches.close();
        sealedInput.close();
    }
}
