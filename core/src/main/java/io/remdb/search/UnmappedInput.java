package io.remdb.search;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apache.lucene.store.BufferedIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;

/**
 * A file that is read, not mapped. Not through a channel: who is interrupted while reading closes a channel for everybody, and a search
 * is interrupted when its caller goes away. Clones and slices share the file, which the first one closes.
 */
final class UnmappedInput extends BufferedIndexInput {
    private final RandomAccessFile file;
    private final boolean owner;
    private final long start;
    private final long end;

    UnmappedInput(Path path, IOContext context) throws IOException {
        super("UnmappedInput(path=\"" + path + "\")", context);
        this.file = new RandomAccessFile(path.toFile(), "r");
        this.owner = true;
        this.start = 0;
        this.end = file.length();
    }

    private UnmappedInput(String description, UnmappedInput whole, long offset, long length) {
        super(description, whole.getBufferSize());
        this.file = whole.file;
        this.owner = false;
        this.start = whole.start + offset;
        this.end = start + length;
    }

    @Override
    protected void readInternal(ByteBuffer target) throws IOException {
        long position = start + getFilePointer();
        int length = target.remaining();
        if (position + length > end) {
            throw new EOFException("read past the end: " + this);
        }
        if (target.hasArray()) {
            read(position, target.array(), target.arrayOffset() + target.position(), length);
            target.position(target.limit());
        } else {
            byte[] bytes = new byte[length];
            read(position, bytes, 0, length);
            target.put(bytes);
        }
    }

    private void read(long position, byte[] bytes, int offset, int length) throws IOException {
        synchronized (file) {
            file.seek(position);
            file.readFully(bytes, offset, length);
        }
    }

    @Override
    protected void seekInternal(long position) throws IOException {
        if (position > length()) {
            throw new EOFException("seek past the end: " + this);
        }
    }

    @Override
    public long length() {
        return end - start;
    }

    @Override
    public UnmappedInput clone() {
        UnmappedInput clone = new UnmappedInput(toString(), this, 0, length());
        try {
            clone.seek(getFilePointer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return clone;
    }

    @Override
    public IndexInput slice(String description, long offset, long length) {
        if (offset < 0 || length < 0 || offset + length > length()) {
            throw new IllegalArgumentException("a slice out of bounds: " + this);
        }
        return new UnmappedInput(getFullSliceDescription(description), this, offset, length);
    }

    @Override
    public void close() throws IOException {
        if (owner) {
            file.close();
        }
    }
}
