package io.remdb.server.tcp;

import io.netty.channel.Channel;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connections through which nobody has yet made a call that was let in: they are ended after a while, so that whoever has no token
 * does not take all the connections that there are. Thread-safe.
 */
final class Newcomers {
    private final ConcurrentMap<SocketAddress, Channel> unknown = new ConcurrentHashMap<>();
    private final Duration patience;
    private final ScheduledExecutorService clock;

    Newcomers(Duration patience, ScheduledExecutorService clock) {
        this.patience = patience;
        this.clock = clock;
    }

    /** A connection is there. */
    void add(Channel connection) {
        SocketAddress from = connection.remoteAddress();
        if (from == null) {
            return; // gone already
        }
        unknown.put(from, connection);
        Future<?> end = clock.schedule(() -> end(from, connection), patience.toMillis(), TimeUnit.MILLISECONDS);
        connection.closeFuture().addListener(_ -> {
            unknown.remove(from, connection);
            end.cancel(false);
        });
    }

    private void end(SocketAddress from, Channel connection) {
        if (unknown.remove(from, connection)) {
            var _ = connection.close();
        }
    }

    /** A call from there was let in. */
    void letIn(@Nullable SocketAddress from) {
        if (from != null) {
            unknown.remove(from);
        }
    }
}
