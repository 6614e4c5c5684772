package io.remdb.server.owner;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.server.client.RemoteDatabase.Side;
import io.remdb.server.tcp.ServerAddress;
import io.remdb.server.tcp.ServerChannel;
import java.util.function.BooleanSupplier;

/** Becomes a client of a server; of one that was there before, with the patience that a restart of it takes. */
final class ServerClient implements Opener {
    private final ServerAddress address;
    private final RemConfig config;
    private final long patienceMs;
    private volatile boolean known;

    ServerClient(ServerAddress address, RemConfig config, long patienceMs) {
        this.address = address;
        this.config = config;
        this.patienceMs = patienceMs;
    }

    @Override
    public Delegate open(BooleanSupplier closed) {
        Patience patience = new Patience(known ? patienceMs : 0, closed);
        while (true) {
            try {
                Delegate server = Delegate.Foreign.over(ServerChannel.open(address, config), Side.SERVER);
                known = true;
                return server;
            } catch (RemException e) {
                if (e.code() != ErrorCode.UNAVAILABLE || patience.over()) {
                    throw e;
                }
            }
            patience.pause();
        }
    }
}
