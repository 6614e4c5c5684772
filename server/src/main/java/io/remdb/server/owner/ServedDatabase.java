package io.remdb.server.owner;

import io.grpc.BindableService;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.server.service.ReplicationServer;
import io.remdb.server.tcp.TcpOptions;
import io.remdb.server.tcp.TcpServer;
import io.remdb.server.work.OwnWork;
import io.remdb.spi.replication.ReplicatedDatabase;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A database that this process owns, for the other processes of this machine and, on TCP, for other machines. */
public final class ServedDatabase implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(ServedDatabase.class.getName());

    private final Owner owner;
    private final TcpServer tcp;
    private final ReplicationServer replicas;
    private final OwnWork work;

    private ServedDatabase(Owner owner, TcpServer tcp, ReplicationServer replicas, OwnWork work) {
        this.owner = owner;
        this.tcp = tcp;
        this.replicas = replicas;
        this.work = work;
    }

    /**
     * Opens and serves a database, in the place of an owner in the background.
     *
     * @throws RemException {@link ErrorCode#UNSUPPORTED} when a program has it open and serves it,
     *     {@link ErrorCode#LOCKED} when one has it open for itself, both with its {@code pid}; as {@link TcpServer#start}
     */
    public static ServedDatabase open(Path folder, OpenOptions options, TcpOptions where) {
        where.requireUsable();
        Owner owner = new Owner(folder, takeOver(folder, options), options.config(), null);
        try {
            ReplicationServer replicas = new ReplicationServer(
                    folder,
                    ((ReplicatedDatabase) owner.database()).replication(),
                    options.config().wal().enabled());
            owner.replication().serving(replicas);
            owner.listen();
            List<BindableService> services = new ArrayList<>(owner.services());
            services.add(replicas.service());
            TcpServer tcp = TcpServer.start(where, services, options.config());
            LOGGER.log(Level.INFO, "Serving {0} at {1}", folder, tcp.address());
            return new ServedDatabase(
                    owner, tcp, replicas, OwnWork.start(owner.lent(), options.config(), owner::takesWrites));
        } catch (RuntimeException | Error e) {
            owner.close();
            throw e;
        }
    }

    /** Opens a database here, in the place of an owner in the background. */
    static RemDatabase takeOver(Path folder, OpenOptions options) {
        Patience patience = new Patience(SharedDatabaseProvider.PATIENCE_MS);
        while (true) {
            try {
                return OwnerOrClient.inThisProcess(folder, options);
            } catch (RemException e) {
                if (e.code() != ErrorCode.LOCKED || patience.over()) {
                    throw e;
                }
            }
            OwnerControl.of(folder)
                    .stop("another process takes its place")
                    .ifPresentOrElse(
                            pid -> LOGGER.log(
                                    Level.INFO,
                                    "Took the place of the owner in the background (pid={0})",
                                    Long.toString(pid)),
                            patience::pause);
        }
    }

    /** The database, for the program that serves it; closing it closes nothing. */
    public RemDatabase database() {
        return owner.lent();
    }

    /** The server on TCP. */
    public TcpServer tcp() {
        return tcp;
    }

    /** Takes no more calls, lets those that run end, and closes the database. */
    @Override
    public void close() {
        work.stop();
        replicas.close();
        // At the same time: else clients on the socket would go on working while those on TCP are waited for.
        Thread draining = Thread.ofPlatform()
                .name("rem-tcp-stop")
                .start(() -> tcp.close(Owner.GRACE_MILLISECONDS, owner::waitWorthwhile));
        owner.stopListening();
        try {
            draining.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            tcp.close();
        } finally {
            work.close();
            owner.close();
        }
    }
}
