package io.remdb.server.tcp;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A listening socket that closes connections beyond a number at once, before a byte of them is read. */
final class LimitedServerChannel extends NioServerSocketChannel {
    private static final Logger LOGGER = System.getLogger(LimitedServerChannel.class.getName());

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private boolean full;

    LimitedServerChannel(int most) {
        this.most = most;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int count = super.doReadMessages(accepted);
        if (count != 1) {
            return count;
        }
        Channel connection = (Channel) accepted.getLast();
        if (open.incrementAndGet() <= most) {
            full = false;
            connection.closeFuture().addListener(_ -> open.decrementAndGet());
            return count;
        }
        open.decrementAndGet();
        accepted.removeLast();
        connection.unsafe().closeForcibly();
        if (!full) {
            full = true;
            LOGGER.log(Level.WARNING, "Connections are refused: there are {0} already", Integer.toString(most));
        }
        return 0;
    }
}
