package io.remdb.server.command;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames over a socket. One thread reads, any may write. A channel that blocks is closed when a thread that uses it is interrupted,
 * and a command that is interrupted still has something to say: so this one does not block, and an interrupt is left for later.
 */
final class FrameChannel implements AutoCloseable {
    /** The longest frame of either side but the request. */
    static final int MOST_BYTES = 1 << 16;

    private static final int HEADER_BYTES = 5;
    private static final long FOREVER = 0;

    /** One frame as it came. */
    @SuppressWarnings("ArrayRecordComponent") // Not compared; handed over.
    record Frame(FrameType type, byte[] payload) {}

    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;
    private final ReentrantLock writing = new ReentrantLock();

    FrameChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        readable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        writable = Selector.open();
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    /**
     * The first frame, which a stranger may send.
     *
     * @throws IOException when it is longer than {@code mostBytes}, or does not come in time
     */
    Frame first(int mostBytes, long timeoutMs) throws IOException {
        return read(mostBytes, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs));
    }

    /**
     * The next frame; waits for it.
     *
     * @throws EOFException when the other side has gone
     */
    Frame next() throws IOException {
        return read(MOST_BYTES, FOREVER);
    }

    private Frame read(int mostBytes, long deadlineNanos) throws IOException {
        ByteBuffer header = filled(HEADER_BYTES, deadlineNanos);
        FrameType type = FrameType.of(header.get());
        int length = header.getInt();
        if (length < 0 || length > mostBytes) {
            throw new IOException("A frame is too long");
        }
        return new Frame(type, filled(length, deadlineNanos).array());
    }

    private ByteBuffer filled(int length, long deadlineNanos) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining()) {
            int count = channel.read(target);
            if (count < 0) {
                throw new EOFException("The other side has gone");
            }
            if (count == 0) {
                await(readable, deadlineNanos);
            }
        }
        return target.flip();
    }

    /** Sends a frame; waits until the system has taken it. */
    void write(FrameType type, byte[] payload, int offset, int length) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + length);
        frame.put(type.code()).putInt(length).put(payload, offset, length).flip();
        writing.lock();
        try {
            while (frame.hasRemaining()) {
                if (channel.write(frame) == 0) {
                    await(writable, FOREVER);
                }
            }
        } finally {
            writing.unlock();
        }
    }

    private static void await(Selector selector, long deadlineNanos) throws IOException {
        long leftMs = 0;
        if (deadlineNanos != FOREVER) {
            leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            if (leftMs <= 0) {
                throw new IOException("The other side says nothing");
            }
        }
        // An interrupted thread would not wait, but look again and again.
        boolean interrupted = Thread.interrupted();
        try {
            selector.select(leftMs);
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException e) {
            throw new IOException("The connection is closed", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        // A registered channel is gone only when its selectors are.
        readable.close();
        writable.close();
    }
}
