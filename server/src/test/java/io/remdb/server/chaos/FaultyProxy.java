package io.remdb.server.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A way between two processes that can be slow, silent, or cut. Threads of its own. */
final class FaultyProxy implements AutoCloseable {
    private static final int PIECE = 8 << 10;

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    /** Towards the target, of connections whose other half has ended. */
    private final Set<Socket> abandoned = ConcurrentHashMap.newKeySet();
    /** Towards the target, by the socket of who has connected. */
    private final Map<Socket, Socket> targets = new ConcurrentHashMap<>();

    private volatile boolean stalled;
    private volatile boolean refusing;
    private volatile long delayNanos;

    FaultyProxy(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("proxy-accept").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Lets nothing through, and keeps the connections. */
    void stall(boolean silent) {
        stalled = silent;
    }

    /** Takes no connections, or takes them again. */
    void refuse(boolean closed) {
        refusing = closed;
        if (closed) {
            cut();
        }
    }

    /** Each piece takes so much longer. */
    void delay(long nanos) {
        delayNanos = nanos;
    }

    /** Ends the connections for who has made them, and not for the target: who connects again is there twice, as the target sees it. */
    void abandon() {
        targets.forEach((in, out) -> {
            abandoned.add(out);
            sockets.remove(in);
            end(in);
        });
        targets.clear();
    }

    /** Ends the connections that there are, in the middle of whatever is on its way. */
    void cut() {
        sockets.forEach(FaultyProxy::end);
        sockets.clear();
        abandoned.clear();
        targets.clear();
    }

    private static void end(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // it has ended already
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket in = listening.accept();
                Socket out = new Socket();
                sockets.add(in);
                sockets.add(out);
                if (refusing) {
                    end(in);
                    continue;
                }
                out.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 1_000);
                targets.put(in, out);
                pump(in, out);
                pump(out, in);
            } catch (IOException _) {
                cut(); // nobody is there
            }
        }
    }

    private void pump(Socket from, Socket to) {
        Thread.ofPlatform().daemon().name("proxy-pump").start(() -> {
            byte[] piece = new byte[PIECE];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int length = in.read(piece);
                while (length >= 0) {
                    while (stalled) {
                        LockSupport.parkNanos(1_000_000);
                    }
                    if (delayNanos > 0) {
                        LockSupport.parkNanos(delayNanos);
                    }
                    if (!abandoned.contains(from)) {
                        write(out, piece, length, from);
                    }
                    length = in.read(piece);
                }
            } catch (IOException _) {
                // cut
            }
            if (!abandoned.contains(to)) {
                end(from);
                end(to);
            }
        });
    }

    private void write(OutputStream out, byte[] piece, int length, Socket from) throws IOException {
        try {
            out.write(piece, 0, length);
        } catch (IOException e) {
            if (!abandoned.contains(from)) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
