package io.remdb.cli.input;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An input that ends when it is told to, even while its reader waits for a pipe: a read from a pipe cannot be interrupted,
 * so a thread of its own reads ahead a few blocks. One reader; {@link #stop} from any thread.
 */
public final class StoppableInput extends InputStream {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int BLOCKS_AHEAD = 8;

    private sealed interface Block {
        @SuppressWarnings("ArrayRecordComponent") // Not compared; handed over.
        record Bytes(byte[] bytes) implements Block {}

        record Failure(IOException cause) implements Block {}

        record End() implements Block {}
    }

    private final BlockingQueue<Block> blocks = new ArrayBlockingQueue<>(BLOCKS_AHEAD);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread pump;
    private final long size;
    /** Bytes that the reader has; written by it alone. */
    private final AtomicLong delivered = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moreCame = lock.newCondition();
    private long lineBreaks;
    private boolean allCame;

    private byte[] current = {};
    private int position;
    private boolean ended;

    /** Begins to read {@code source} at once. */
    public StoppableInput(InputStream source) {
        size = size(source);
        pump = Thread.ofPlatform().daemon().name("stdin").start(() -> pump(source));
    }

    /** Ends the input: the reader sees its end within the time of one block. */
    public void stop() {
        if (stopped.compareAndSet(false, true)) {
            pump.interrupt();
            blocks.clear();
            // A reader that waits is woken; one that does not looks at the flag.
            var _ = blocks.offer(new Block.End());
            signal();
        }
    }

    /**
     * Waits until a line can be read to its end without waiting, or nothing comes any more.
     *
     * @param linesRead lines of which the reader has read the line breaks
     * @param nanos at most so long; 0 or less only looks
     * @return whether it is so; also when there is no room to read ahead more, as in a very long line
     */
    public boolean awaitLine(long linesRead, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!hasLine(linesRead)) {
                if (left <= 0) {
                    return false;
                }
                left = moreCame.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true; // whoever reads is told
        } finally {
            lock.unlock();
        }
    }

    private boolean hasLine(long linesRead) {
        return lineBreaks > linesRead || allCame || stopped.get() || blocks.remainingCapacity() == 0;
    }

    private void signal() {
        lock.lock();
        try {
            moreCame.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void came(Block block) throws InterruptedException {
        long count = 0;
        if (block instanceof Block.Bytes(byte[] bytes)) {
            for (byte b : bytes) {
                count += b == '\n' ? 1 : 0;
            }
        }
        lock.lock();
        try {
            lineBreaks += count;
            allCame |= !(block instanceof Block.Bytes);
            moreCame.signalAll();
        } finally {
            lock.unlock();
        }
        if (!blocks.offer(block)) {
            signal(); // there is no room
            blocks.put(block);
        }
    }

    private static long size(InputStream source) {
        if (source instanceof FileInputStream file) {
            try {
                FileChannel channel = file.getChannel();
                return Math.max(0, channel.size() - channel.position());
            } catch (IOException noFile) {
                return 0; // a pipe has no place to stand at
            }
        }
        return 0;
    }

    /**
     * How many rows a file has of which some are read, if all are as long as those.
     *
     * @return 0 when it is no file
     */
    public long estimate(long rowsRead) {
        long read = delivered.get();
        return size == 0 || read == 0 ? 0 : Math.max(rowsRead, Math.round((double) rowsRead * size / read));
    }

    /** Whether {@link #stop} has ended it. */
    public boolean stopped() {
        return stopped.get();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == current.length && !fill()) {
            return -1;
        }
        int copied = Math.min(length, current.length - position);
        System.arraycopy(current, position, target, offset, copied);
        position += copied;
        delivered.addAndGet(copied);
        return copied;
    }

    private boolean fill() throws IOException {
        if (ended || stopped.get()) {
            return false;
        }
        Block block = take();
        if (block == null || stopped.get()) {
            return false;
        }
        return switch (block) {
            case Block.Bytes(byte[] bytes) -> {
                current = bytes;
                position = 0;
                yield true;
            }
            case Block.Failure(IOException cause) -> throw cause;
            case Block.End() -> {
                ended = true;
                yield false;
            }
        };
    }

    private @Nullable Block take() {
        try {
            return blocks.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void pump(InputStream source) {
        try {
            byte[] buffer = new byte[BLOCK_BYTES];
            int count;
            while (!stopped.get() && (count = readSome(source, buffer)) >= 0) {
                if (count > 0) {
                    came(new Block.Bytes(Arrays.copyOf(buffer, count)));
                }
            }
            came(new Block.End());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int readSome(InputStream source, byte[] buffer) throws InterruptedException {
        try {
            return source.read(buffer);
        } catch (IOException e) {
            came(new Block.Failure(e));
            return -1;
        }
    }
}
