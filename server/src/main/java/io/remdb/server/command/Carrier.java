package io.remdb.server.command;

import io.remdb.server.command.FrameChannel.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The caller as the command sees it: each read and write is asked of the carrier, and waited for. Thread-safe. */
final class Carrier implements Caller {
    /** What a write to a pipe without a reader says, and to a caller that is gone. */
    private static final String GONE = "Broken pipe";

    private static final String DEFECT = """
            error[INTERNAL]: The database has failed because of a defect
            hint: Its log says where; please report it
            """;

    private final FrameChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answered = lock.newCondition();
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable Frame written;
    private @Nullable Frame input;
    private @Nullable Runnable reaction;
    private boolean interrupted;
    private boolean gone;
    private volatile boolean silent = true;

    Carrier(FrameChannel channel) {
        this.channel = channel;
    }

    /** Takes what the carrier says until it goes; then the command is to stop. */
    void listen() {
        try {
            while (true) {
                take(channel.next());
            }
        } catch (IOException _) {
            lock.lock();
            try {
                gone = true;
                answered.signalAll();
            } finally {
                lock.unlock();
            }
            interrupt();
        }
    }

    private void take(Frame frame) throws IOException {
        switch (frame.type()) {
            case WRITTEN -> answer(() -> written = frame);
            case INPUT, INPUT_FAILED -> answer(() -> input = frame);
            case INTERRUPT -> interrupt();
            case REQUEST, TAKEN, OUTPUT, ERRORS, WANTED, EXIT, REFUSED ->
                throw new IOException("A frame is out of place");
        }
    }

    private void answer(Runnable note) {
        lock.lock();
        try {
            note.run();
            answered.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Asks the command to stop, as the caller's Ctrl-C does. */
    void interrupt() {
        Runnable now;
        lock.lock();
        try {
            if (interrupted) {
                return;
            }
            interrupted = true;
            answered.signalAll();
            now = reaction;
        } finally {
            lock.unlock();
        }
        if (now != null) {
            now.run();
        }
    }

    @Override
    public void onInterrupt(Runnable reaction) {
        boolean already;
        lock.lock();
        try {
            this.reaction = reaction;
            already = interrupted;
        } finally {
            lock.unlock();
        }
        if (already) {
            reaction.run();
        }
    }

    /** Whether nothing was asked of the carrier yet, so that another process can still run the command. */
    boolean silent() {
        return silent;
    }

    /** Says that the request has arrived. */
    void taken() throws IOException {
        channel.write(FrameType.TAKEN, new byte[0], 0, 0);
    }

    /** Ends the carrier with this exit code. */
    void exit(int code) throws IOException {
        send(FrameType.EXIT, new byte[] {(byte) code}, 0, 1);
    }

    /** Has the command run elsewhere. */
    void refuse(String reason) throws IOException {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        send(FrameType.REFUSED, text, 0, text.length);
    }

    private void send(FrameType type, byte[] bytes, int offset, int length) throws IOException {
        silent = false;
        try {
            channel.write(type, bytes, offset, length);
        } catch (IOException e) {
            throw new IOException(GONE, e);
        }
    }

    @Override
    public InputStream in() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, target.length);
                return length == 0 ? 0 : readSome(target, offset, Math.min(length, FrameChannel.MOST_BYTES));
            }
        };
    }

    private int readSome(byte[] target, int offset, int most) throws IOException {
        reading.lock();
        try {
            send(
                    FrameType.WANTED,
                    ByteBuffer.allocate(Integer.BYTES).putInt(most).array(),
                    0,
                    Integer.BYTES);
            Frame frame = awaitInput();
            byte[] bytes = frame.payload();
            if (frame.type() == FrameType.INPUT_FAILED) {
                throw new IOException(new String(bytes, StandardCharsets.UTF_8));
            }
            if (bytes.length > most) {
                throw new IOException("The carrier sends more than it was asked for");
            }
            System.arraycopy(bytes, 0, target, offset, bytes.length);
            return bytes.length == 0 ? -1 : bytes.length;
        } finally {
            reading.unlock();
        }
    }

    /** A command that is to stop does not wait for somebody to type. */
    private Frame awaitInput() throws IOException {
        lock.lock();
        try {
            while (input == null) {
                if (gone || interrupted) {
                    throw new IOException("Interrupted");
                }
                answered.awaitUninterruptibly();
            }
            Frame frame = input;
            input = null;
            return frame;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public OutputStream out() {
        return new Output(FrameType.OUTPUT);
    }

    @Override
    public OutputStream err() {
        return new Output(FrameType.ERRORS);
    }

    private final class Output extends OutputStream {
        private final FrameType type;

        Output(FrameType type) {
            this.type = type;
        }

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            for (int done = 0; done < length; ) {
                int count = Math.min(length - done, FrameChannel.MOST_BYTES);
                writeSome(type, bytes, offset + done, count);
                done += count;
            }
        }
    }

    private void writeSome(FrameType type, byte[] bytes, int offset, int length) throws IOException {
        writing.lock();
        try {
            send(type, bytes, offset, length);
            byte[] reason = awaitWritten().payload();
            if (reason.length > 0) {
                throw new IOException(new String(reason, StandardCharsets.UTF_8));
            }
        } finally {
            writing.unlock();
        }
    }

    private Frame awaitWritten() throws IOException {
        lock.lock();
        try {
            while (written == null) {
                if (gone) {
                    throw new IOException(GONE);
                }
                answered.awaitUninterruptibly();
            }
            Frame frame = written;
            written = null;
            return frame;
        } finally {
            lock.unlock();
        }
    }

    /** For a command that failed as none should. */
    void exitFailed() {
        try {
            if (silent) {
                byte[] text = DEFECT.getBytes(StandardCharsets.UTF_8);
                writeSome(FrameType.ERRORS, text, 0, text.length);
            }
            exit(1);
        } catch (IOException _) {
            // nobody is there to be told
        }
    }

    /** Nothing that is said any more arrives. */
    void close() throws IOException {
        channel.close();
    }
}
