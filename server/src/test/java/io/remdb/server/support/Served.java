package io.remdb.server.support;

import io.grpc.ManagedChannel;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.server.client.RemoteDatabase;
import io.remdb.server.client.RemoteDatabase.Side;
import io.remdb.server.service.DataServer;
import io.remdb.server.socket.OwnerChannel;
import io.remdb.server.socket.OwnerSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A database in memory, served on a socket, and a client of it. */
public record Served(
        RemDatabase database, DataServer server, OwnerSocket socket, ManagedChannel channel, RemoteDatabase remote)
        implements AutoCloseable {
    /** Serves a new database in this folder. */
    public static Served open(Path folder) throws IOException {
        return open(folder, UnaryOperator.identity());
    }

    /** The same with something between the service and the database. */
    public static Served open(Path folder, UnaryOperator<RemDatabase> between) throws IOException {
        RemDatabase database = RemDatabase.inMemory(any -> Databases.options(Sharing.ALONE));
        DataServer server = new DataServer(between.apply(database), Databases.config(), false);
        OwnerSocket socket = OwnerSocket.open(folder, server.services());
        ManagedChannel channel = OwnerChannel.open(folder).orElseThrow();
        return new Served(database, server, socket, channel, new RemoteDatabase(channel, Side.OWNER));
    }

    /** With the tables of the tests. */
    public Served withTables() {
        database.schemas().register(Schema.parse(Databases.ARTICLES));
        database.schemas().register(Schema.parse(Databases.EVENTS));
        return this;
    }

    /** Waits until nothing runs for a client. */
    public void awaitIdle() {
        Await.until("no call runs", () -> server.runningCalls() == 0);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        socket.close(10_000);
        server.close();
        database.close();
    }
}
