package io.remdb.failing;

import io.remdb.failing.Failures.Operation;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An open file whose operations may fail. A write that fails has written half, as on a disk that gets full. */
final class FailingChannel extends FileChannel {
    private final FileChannel inner;
    private final Failures failures;
    private final Path file;

    FailingChannel(FileChannel inner, Failures failures, Path file) {
        this.inner = inner;
        this.failures = failures;
        this.file = file;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        failures.pass(Operation.READ, file);
        return inner.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        failures.pass(Operation.READ, file);
        return inner.read(targets, offset, length);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        failures.pass(Operation.READ, file);
        return inner.read(target, position);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (failures.isNext(Operation.WRITE, file)) {
            inner.write(half(source));
            throw Failures.failure(file);
        }
        return inner.write(source);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        failures.pass(Operation.WRITE, file);
        return inner.write(sources, offset, length);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        if (failures.isNext(Operation.WRITE, file)) {
            inner.write(half(source), position);
            throw Failures.failure(file);
        }
        return inner.write(source, position);
    }

    private static ByteBuffer half(ByteBuffer source) {
        return source.slice(source.position(), source.remaining() / 2);
    }

    @Override
    public long position() throws IOException {
        return inner.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        inner.position(newPosition);
        return this;
    }

    @Override
    public long size() throws IOException {
        failures.pass(Operation.STAT, file);
        return inner.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        failures.pass(Operation.WRITE, file);
        inner.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        failures.pass(Operation.SYNC, file);
        inner.force(metaData);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        failures.pass(Operation.READ, file);
        return inner.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        failures.pass(Operation.WRITE, file);
        return inner.transferFrom(source, position, count);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        failures.pass(Operation.MAP, file);
        return inner.map(mode, position, size);
    }

    @Override
    public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
        failures.pass(Operation.MAP, file);
        return inner.map(mode, offset, size, arena);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        failures.pass(Operation.LOCK, file);
        return inner.lock(position, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        failures.pass(Operation.LOCK, file);
        return inner.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        inner.close();
    }
}
