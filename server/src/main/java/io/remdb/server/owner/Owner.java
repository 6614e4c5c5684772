package io.remdb.server.owner;

import io.grpc.BindableService;
import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import io.remdb.server.service.DataServer;
import io.remdb.server.socket.OwnerSocket;
import io.remdb.spi.replication.ReplicatedDatabase;
import io.remdb.spi.replication.Replication;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** This process, which has a database open and serves it to the others of its user. Thread-safe. */
final class Owner implements AutoCloseable {
    /** What runs when the owner stops is given this long to end. */
    static final long GRACE_MILLISECONDS = 60_000;

    /** What is said already is given this long to arrive. */
    private static final long ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Logger LOGGER = System.getLogger(Owner.class.getName());

    private final Path folder;
    private final RemDatabase database;
    private final DataServer server;
    private final OwnerServiceImpl status;
    private final ReplicationControl replication;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable OwnerSocket socket;
    private boolean closed;

    /**
     * The owner of an open database, which it closes at its end; not listening yet.
     *
     * @param stopping what a client that asks the owner to stop sets off; null where it may not
     */
    Owner(Path folder, RemDatabase database, RemConfig config, @Nullable Consumer<StopMoment> stopping) {
        this.folder = folder;
        this.database = database;
        this.server = new DataServer(database, config, stopping != null);
        this.status = new OwnerServiceImpl(this, server, config, Instant.now(), stopping);
        this.replication = new ReplicationControl((ReplicatedDatabase) database, server);
        ((ReplicatedDatabase) database).describeWith(new OwnerStatistics(this, server, replication));
    }

    Path folder() {
        return folder;
    }

    /** What is served elsewhere too. */
    List<BindableService> services() {
        return server.services();
    }

    /** What it says of replication. */
    ReplicationControl replication() {
        return replication;
    }

    RemDatabase database() {
        return database;
    }

    /** Whether it may be written to: a replica gets what its primary writes, and nothing else. */
    boolean takesWrites() {
        Replication copies = ((ReplicatedDatabase) database).replication();
        return copies.replicaOf().isEmpty() && copies.fencedBy().isEmpty();
    }

    /** The database for work in this process; closing it leaves it open. */
    RemDatabase lent() {
        return new SharedDatabase(_ -> new Delegate.Lent(database));
    }

    /** Begins to listen, unless it is closed already. Where no socket can be had, the database is this process's alone. */
    void listen() {
        lock.lock();
        try {
            if (!closed && socket == null) {
                socket = openSocket();
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The database cannot be shared with other processes: there is no socket", e);
        } finally {
            lock.unlock();
        }
    }

    private OwnerSocket openSocket() throws IOException {
        List<BindableService> all = new ArrayList<>(server.services());
        all.add(status);
        all.add(replication);
        return OwnerSocket.open(folder, all);
    }

    /** Whether others can reach it. */
    boolean listening() {
        lock.lock();
        try {
            return socket != null;
        } finally {
            lock.unlock();
        }
    }

    int clients() {
        lock.lock();
        try {
            return socket == null ? 0 : socket.clients();
        } finally {
            lock.unlock();
        }
    }

    /** Makes a socket again where the file is gone, such as for somebody who clears away old files. */
    void lookAfterSocket() {
        lock.lock();
        try {
            OwnerSocket before = socket;
            if (!closed && before != null && !before.isInPlace()) {
                LOGGER.log(Level.WARNING, "The socket of the database is gone; another takes its place");
                socket = openSocket();
                before.shutdown(); // its clients find the other
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The socket of the database cannot be made anew", e);
        } finally {
            lock.unlock();
        }
    }

    /** Calls of clients that do something. */
    int busyCalls() {
        return server.busyCalls();
    }

    /** Nanoseconds since a client's call ran. */
    long idleNanos() {
        return server.idleNanos();
    }

    /** Takes no more calls, and waits until those have ended that run. */
    void stopListening() {
        OwnerSocket listening;
        lock.lock();
        try {
            closed = true;
            listening = socket;
            socket = null;
        } finally {
            lock.unlock();
        }
        if (listening != null) {
            listening.close(GRACE_MILLISECONDS, this::waitWorthwhile);
        }
    }

    /**
     * Whether calls that run get on. A list that somebody reads page by page, or a batch that somebody types, would last for ever;
     * a client that takes it up again goes on with the next owner.
     */
    boolean waitWorthwhile() {
        return server.busyCalls() > 0 || server.nanosSinceEnd() < ANSWERS_NANOS;
    }

    /** Takes no more calls, lets those that run end, and closes the database. */
    @Override
    public void close() {
        stopListening();
        server.close();
        database.close();
    }
}
