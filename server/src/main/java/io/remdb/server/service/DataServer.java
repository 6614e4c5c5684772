package io.remdb.server.service;

import io.grpc.BindableService;
import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import io.remdb.server.Settings;

/** Everything that a server of one database offers, however it is reached. Thread-safe. */
public final class DataServer implements AutoCloseable {
    private final Calls calls = new Calls();
    private final DataServiceImpl data;

    /** A server of an open database, which stays the caller's. */
    public DataServer(RemDatabase database, RemConfig config) {
        data = new DataServiceImpl(database, calls, Settings.digest(config), config.batchRows());
    }

    /** The data service. */
    public BindableService data() {
        return data;
    }

    /** Calls that run now. */
    public int runningCalls() {
        return calls.running();
    }

    /** Calls since the beginning. */
    public long calls() {
        return calls.started();
    }

    /** Nanoseconds since a call ran; 0 while one does. */
    public long idleNanos() {
        return calls.idleNanos();
    }

    /** Interrupts calls that still run. */
    @Override
    public void close() {
        calls.close();
    }
}
