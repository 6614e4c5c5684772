package io.remdb.server.tcp;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A listening socket that closes connections beyond a number at once, before a byte of them is read. */
final class LimitedServerChannel extends NioServerSocketChannel {
    private static final Logger LOGGER = System.getLogger(LimitedServerChannel.class.getName());

    private final TcpLimits limits;
    private final Newcomers newcomers;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private boolean full;

    LimitedServerChannel(TcpLimits limits, Newcomers newcomers) {
        this.limits = limits;
        this.newcomers = newcomers;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int count = super.doReadMessages(accepted);
        if (count != 1) {
            return count;
        }
        Channel connection = (Channel) accepted.getLast();
        if (admit(connection)) {
            full = false;
            newcomers.add(connection);
            return count;
        }
        accepted.removeLast();
        connection.unsafe().closeForcibly();
        if (!full) {
            full = true;
            LOGGER.log(
                    Level.WARNING,
                    "Connections are refused: there are {0} already, or {1} from one address",
                    Integer.toString(limits.connections()),
                    Integer.toString(limits.connectionsPerAddress()));
        }
        return 0;
    }

    private boolean admit(Channel connection) {
        if (open.incrementAndGet() > limits.connections()) {
            open.decrementAndGet();
            return false;
        }
        InetAddress from =
                connection.remoteAddress() instanceof InetSocketAddress address ? address.getAddress() : null;
        // Everybody on this machine has the same one.
        InetAddress counted = from == null || from.isLoopbackAddress() ? null : from;
        if (counted != null && byAddress.merge(counted, 1, Integer::sum) > limits.connectionsPerAddress()) {
            open.decrementAndGet();
            leave(counted);
            return false;
        }
        connection.closeFuture().addListener(_ -> {
            open.decrementAndGet();
            if (counted != null) {
                leave(counted);
            }
        });
        return true;
    }

    private void leave(InetAddress from) {
        byAddress.computeIfPresent(from, (_, connections) -> connections == 1 ? null : connections - 1);
    }
}
