package io.remdb.search.sealing;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.apache.lucene.util.BitUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sealed file, or a slice of one, at any place. As with any {@code IndexInput}, each thread needs a clone of its own.
 *
 * <p>It looks at the content through a window, the part of one block that lies in the slice; most reads find what they want in
 * there. Positions are those in the slice.
 */
final class SealedIndexInput extends IndexInput implements MemorySegmentAccessInput {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NOTHING = {};
    /** More than one vector; so few of them are sooner copied one by one than brought into one piece. */
    private static final int LONGEST_COPY = 1 << 15;

    /** To tell of each one would stop the processor from waiting for several at once. */
    private static final int READS_TOLD = 16;
    /** So few numbers are copied sooner one by one. */
    private static final int FEW = 8;

    /** More than a search compares once more after it has found them by smaller ones. */
    private static final int MANY_VECTORS = 512;

    private final SealedFile file;
    private final long start;
    private final long length;
    private final VectorUse vectors;

    /** Blocks looked for and not told yet. */
    private int reads;

    /** Vectors read from blocks since a stretch was last asked for. */
    private int vectorsRead;

    private boolean owner;
    private long position;

    /** The block that the window is in. */
    private byte[] block = NOTHING;
    /** Where the block begins in the slice; negative when it begins before it. */
    private long blockStart;
    /** Where the window begins in the block. */
    private int from;
    /** Where the window ends in the block. */
    private int to;

    private SealedIndexInput(String description, SealedFile file, long start, long length, VectorUse vectors) {
        super(description);
        this.file = file;
        this.start = start;
        this.length = length;
        this.vectors = vectors;
    }

    /** All of a file, which is closed with it. */
    static SealedIndexInput over(SealedFile file, String description, IOContext context) {
        SealedIndexInput input = new SealedIndexInput(description, file, 0, file.length(), VectorUse.of(context));
        input.owner = true;
        return input;
    }

    // ---- the window

    /** The place in the block of a position. The window is moved when it is elsewhere. */
    private int find(long wanted) throws IOException {
        long place = wanted - blockStart;
        return place >= from && place < to ? (int) place : move(wanted);
    }

    private int move(long wanted) throws IOException {
        if (wanted < 0) {
            throw new IllegalArgumentException("A position is not negative: " + wanted);
        }
        if (wanted >= length) {
            throw new EOFException("Read past the end: " + this);
        }
        if (++reads == READS_TOLD) {
            file.countReads(reads);
            reads = 0;
        }
        int number = SealedFormat.blockAt(start + wanted);
        block = file.block(number);
        blockStart = SealedFormat.startOf(number) - start;
        from = (int) Math.max(0, -blockStart);
        to = (int) Math.min(file.contentLength(number), length - blockStart);
        return (int) (wanted - blockStart);
    }

    // ---- one after the other

    @Override
    public byte readByte() throws IOException {
        int place = find(position);
        position++;
        return block[place];
    }

    @Override
    public short readShort() throws IOException {
        short value = readShort(position);
        position += Short.BYTES;
        return value;
    }

    @Override
    public int readInt() throws IOException {
        int value = readInt(position);
        position += Integer.BYTES;
        return value;
    }

    @Override
    public long readLong() throws IOException {
        long value = readLong(position);
        position += Long.BYTES;
        return value;
    }

    @Override
    public void readBytes(byte[] values, int offset, int count) throws IOException {
        readBytes(position, values, offset, count);
        position += count;
    }

    @Override
    public void readFloats(float[] values, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, values.length);
        if (count <= FEW) {
            for (int i = 0; i < count; i++) {
                values[offset + i] = Float.intBitsToFloat(readInt());
            }
            return;
        }
        Stretch stretch = stretchForReading(position, (long) count * Float.BYTES);
        if (stretch != null) {
            readFloats(stretch, values, offset, count);
            return;
        }
        for (int done = 0; done < count; ) {
            int place = find(position);
            int whole = Math.min((to - place) / Float.BYTES, count - done);
            if (whole == 0) {
                values[offset + done++] = Float.intBitsToFloat(readInt());
                continue;
            }
            MemorySegment.copy(MemorySegment.ofArray(block), FLOAT, place, values, offset + done, whole);
            position += (long) whole * Float.BYTES;
            done += whole;
        }
    }

    private void readFloats(Stretch stretch, float[] values, int offset, int count) {
        long bytes = (long) count * Float.BYTES;
        try {
            MemorySegment.copy(stretch.slice(start + position, bytes), FLOAT, 0, values, offset, count);
        } catch (IllegalStateException e) {
            throw new AlreadyClosedException("Already closed: " + this, e);
        }
        position += bytes;
    }

    @Override
    public void readInts(int[] values, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, values.length);
        for (int done = 0; done < count; ) {
            int place = find(position);
            int whole = Math.min((to - place) / Integer.BYTES, count - done);
            if (whole == 0) {
                values[offset + done++] = readInt();
                continue;
            }
            MemorySegment.copy(MemorySegment.ofArray(block), INT, place, values, offset + done, whole);
            position += (long) whole * Integer.BYTES;
            done += whole;
        }
    }

    @Override
    public void readLongs(long[] values, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, values.length);
        for (int done = 0; done < count; ) {
            int place = find(position);
            int whole = Math.min((to - place) / Long.BYTES, count - done);
            if (whole == 0) {
                values[offset + done++] = readLong();
                continue;
            }
            MemorySegment.copy(MemorySegment.ofArray(block), LONG, place, values, offset + done, whole);
            position += (long) whole * Long.BYTES;
            done += whole;
        }
    }

    @Override
    public long getFilePointer() {
        return position;
    }

    @Override
    public void seek(long wanted) throws IOException {
        if (wanted < 0) {
            throw new IllegalArgumentException("A position is not negative: " + wanted);
        }
        if (wanted > length) {
            throw new EOFException("Seek past the end: " + this);
        }
        position = wanted;
    }

    // ---- at any place

    @Override
    public long length() {
        return length;
    }

    @Override
    public byte readByte(long at) throws IOException {
        int place = find(at);
        return block[place];
    }

    @Override
    public short readShort(long at) throws IOException {
        int place = find(at);
        return place <= to - Short.BYTES
                ? (short) BitUtil.VH_LE_SHORT.get(block, place)
                : (short) ((readByte(at) & 0xff) | (readByte(at + 1) << Byte.SIZE));
    }

    @Override
    public int readInt(long at) throws IOException {
        int place = find(at);
        return place <= to - Integer.BYTES
                ? (int) BitUtil.VH_LE_INT.get(block, place)
                : (readShort(at) & 0xffff) | (readShort(at + Short.BYTES) << Short.SIZE);
    }

    @Override
    public long readLong(long at) throws IOException {
        int place = find(at);
        return place <= to - Long.BYTES
                ? (long) BitUtil.VH_LE_LONG.get(block, place)
                : (readInt(at) & 0xffff_ffffL) | ((long) readInt(at + Integer.BYTES) << Integer.SIZE);
    }

    @Override
    public void readBytes(long at, byte[] values, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, values.length);
        for (int done = 0; done < count; ) {
            int place = find(at + done);
            int here = Math.min(to - place, count - done);
            System.arraycopy(block, place, values, offset + done, here);
            done += here;
        }
    }

    // ---- in place

    private @Nullable Stretch stretchOver(long at, long count) {
        return count <= length - at ? file.stretches().find(start + at, count) : null;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Only of vectors, and in a {@link Stretch}: Java's vector operations are five times as slow on an array on the heap. What it
     * gives is not to be written to.
     */
    @Override
    public @Nullable MemorySegment segmentSliceOrNull(long at, long count) throws IOException {
        if (at < 0 || count < 0) {
            throw new IllegalArgumentException("Neither position nor length is negative: " + at + ", " + count);
        }
        if (count > length - at) {
            throw new EOFException("Read past the end: " + this);
        }
        Stretch known = stretchOver(at, count);
        Stretch stretch = known == null ? stretchOverAll() : known;
        if (stretch != null) {
            return stretch.slice(start + at, count);
        }
        boolean single = vectors != VectorUse.NONE && count < length && count <= LONGEST_COPY;
        return single ? copy(at, (int) count) : null;
    }

    /** Whoever reads many vectors, instead of computing on them in place, is as well served by having them in one piece. */
    private @Nullable Stretch stretchForReading(long at, long count) throws IOException {
        if (vectors == VectorUse.NONE) {
            return null;
        }
        Stretch known = stretchOver(at, count);
        if (known != null || ++vectorsRead < MANY_VECTORS) {
            return known;
        }
        vectorsRead = 0;
        Stretch made = stretchOverAll();
        return made == null ? null : stretchOver(at, count);
    }

    private @Nullable Stretch stretchOverAll() throws IOException {
        if (length <= LONGEST_COPY) {
            return null;
        }
        return switch (vectors) {
            case NONE -> null;
            case SEARCH -> file.stretches().soon(start, length);
            case MERGE -> file.stretches().now(start, length);
        };
    }

    /**
     * A single vector. Whoever gets null for one reads it into an array, of which it may have only one: it would compare a vector with
     * itself where it gets null for both.
     */
    private MemorySegment copy(long at, int count) throws IOException {
        byte[] copy = new byte[count];
        readBytes(at, copy, 0, count);
        return MemorySegment.ofArray(copy);
    }

    // ---- others like it

    @Override
    public SealedIndexInput clone() {
        file.ensureOpen();
        SealedIndexInput clone = (SealedIndexInput) super.clone();
        clone.owner = false;
        clone.reads = 0;
        return clone;
    }

    @Override
    public SealedIndexInput slice(String description, long offset, long count) {
        return slice(description, offset, count, vectors);
    }

    @Override
    public SealedIndexInput slice(String description, long offset, long count, IOContext context) {
        return slice(description, offset, count, VectorUse.of(context));
    }

    private SealedIndexInput slice(String description, long offset, long count, VectorUse forVectors) {
        if (offset < 0 || count < 0 || count > length - offset) {
            throw new IllegalArgumentException("slice() " + description + " out of bounds: offset=" + offset
                    + ", length=" + count + ", of " + length + ": " + this);
        }
        file.ensureOpen();
        return new SealedIndexInput(getFullSliceDescription(description), file, start + offset, count, forVectors);
    }

    @Override
    public void close() throws IOException {
        block = NOTHING;
        from = 0;
        to = 0;
        if (owner) {
            file.close();
        }
    }
}
