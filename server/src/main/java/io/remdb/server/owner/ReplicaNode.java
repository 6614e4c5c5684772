package io.remdb.server.owner;

import io.grpc.ManagedChannel;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Statistics;
import io.remdb.server.proto.Following;
import io.remdb.server.proto.Following.State;
import io.remdb.server.proto.SubscribeAnswer;
import io.remdb.server.replication.Backoff;
import io.remdb.server.replication.Follower;
import io.remdb.server.replication.FollowingState;
import io.remdb.server.replication.SnapshotDownload;
import io.remdb.server.tcp.ServerAddress;
import io.remdb.server.tcp.ServerChannel;
import io.remdb.spi.DatabaseProvider;
import io.remdb.spi.replication.FormerStore;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.ReplicatedDatabase;
import io.remdb.spi.replication.Replication;
import io.remdb.spi.replication.Replication.ReplicaOf;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that has a replica open: it follows the primary, and serves what it has to the commands of its user. {@link #run} is of one
 * thread, the rest of any.
 */
public final class ReplicaNode implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(ReplicaNode.class.getName());
    private static final long PROMOTION_SECONDS = 60;

    private final Path folder;
    private final OpenOptions options;
    private final ServerAddress primary;
    private final boolean force;
    private final String name;
    private final FollowingState state;
    private final Backoff backoff = new Backoff();
    private final SnapshotDownload download;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch promoted = new CountDownLatch(1);
    /** Of the thread that runs. */
    private boolean saidDisconnected;

    private volatile boolean promoting;
    private volatile boolean sealed;
    private volatile boolean caughtUpIsEnough;
    private volatile Owner owner;
    /** The owner is closed: its files are being replaced, or it could not be opened since. */
    private volatile boolean ownerClosed;

    private ReplicaNode(
            Path folder,
            OpenOptions options,
            ServerAddress primary,
            boolean force,
            Consumer<ReplicationReport.Progress> listener) {
        this.folder = folder;
        this.options = options;
        this.primary = primary;
        this.force = force;
        this.state = new FollowingState(now -> listener.accept(ReplicationReport.progress(now)));
        this.owner = open();
        this.name = ReplicaName.of(folder); // the folder is a database
        this.download = new SnapshotDownload(name, folder.resolve("store.incoming"), state, this::stopping);
    }

    /**
     * Opens a database that is a replica or is to become one, in the place of an owner in the background.
     *
     * @param primary such as {@code host:port}, with {@code rems://} before it for TLS
     * @param force whether a database with rows of its own may be replaced by a copy of the primary
     * @param listener is told each time that the replica does something else
     * @throws RemException as {@link ServedDatabase#open}
     */
    public static ReplicaNode open(
            Path folder,
            OpenOptions options,
            String primary,
            boolean force,
            Consumer<ReplicationReport.Progress> listener) {
        ServerAddress address = address(primary, options.config().replication().port());
        return new ReplicaNode(folder, options, address, force, listener);
    }

    /**
     * The address of a primary.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT}
     */
    public static ServerAddress address(String primary, int port) {
        boolean withScheme = primary.contains("://");
        ServerAddress address = ServerAddress.parse(withScheme ? primary : "rem://" + primary);
        boolean namesPort = primary.matches(".*:\\d+/?");
        return namesPort ? address : new ServerAddress(address.host(), port, address.tls());
    }

    private Owner open() {
        Owner opened = new Owner(folder, openDatabase(), options.config(), null);
        opened.replication().following(this);
        opened.listen();
        ownerClosed = false;
        return opened;
    }

    /** Without a key that opens it, a replica of an encrypted database stores what it is sent. */
    private RemDatabase openDatabase() {
        try {
            sealed = false;
            return ServedDatabase.takeOver(folder, options);
        } catch (RemException e) {
            if (e.code() != ErrorCode.SEALED && e.code() != ErrorCode.UNAUTHORIZED) {
                throw e;
            }
            ReplicatedDatabase stored = ServiceLoader.load(DatabaseProvider.class).stream()
                    .flatMap(provider -> provider.get().openSealed(folder, options.config()).stream())
                    .findFirst()
                    .orElseThrow(() -> e);
            sealed = true;
            LOGGER.log(
                    Level.WARNING,
                    "This replica stores an encrypted database and answers no questions: {0}",
                    e.getMessage());
            return stored;
        }
    }

    /** Whether it stores what it cannot read. */
    boolean sealed() {
        return sealed;
    }

    private ReplicatedDatabase database() {
        return (ReplicatedDatabase) owner.database();
    }

    private Replication replication() {
        return database().replication();
    }

    /**
     * The figures of the database and of this process.
     *
     * @throws RemException {@link ErrorCode#CLOSED} while another copy takes its place
     */
    public Statistics statistics() {
        return owner.database().operations().stats();
    }

    /** How it is getting on. */
    public Following state() {
        return state.get();
    }

    /** The state of replication as {@code rem replication status} shows it. */
    public ReplicationReport report() {
        return ReplicationReport.of(owner.replication().status());
    }

    private boolean stopping() {
        return stop.getCount() == 0 || (caughtUpIsEnough && state.state() == State.STATE_SYNCED);
    }

    /**
     * Follows the primary until it is stopped or promoted; reconnects for ever.
     *
     * @param stay false: it ends when it has everything
     * @throws RemException when the replica cannot go on without somebody's help, or cannot reach the primary and is not to stay
     */
    public void run(boolean stay) throws InterruptedException {
        caughtUpIsEnough = !stay;
        try {
            while (!stopping()) {
                round(stay);
            }
        } finally {
            ended.countDown();
        }
        if (promoting) {
            var _ = promoted.await(PROMOTION_SECONDS, TimeUnit.SECONDS); // so that nobody closes it meanwhile
        }
    }

    private void round(boolean stay) throws InterruptedException {
        try {
            if (ownerClosed) {
                owner = open();
            }
            ManagedChannel channel = ServerChannel.open(primary, options.config());
            try {
                connected(channel);
            } finally {
                channel.shutdownNow();
            }
        } catch (RemException e) {
            if (stopping()) {
                return;
            }
            if (!stay || !isPassing(e)) {
                state.stopped(e.getMessage());
                throw e;
            }
            if (state.state() != State.STATE_DISCONNECTED || !saidDisconnected) {
                saidDisconnected = true;
                LOGGER.log(Level.WARNING, "Following {0} has broken off: {1}", primary, e.getMessage());
            }
            state.disconnected(e.getMessage());
        }
        if (!stopping()) {
            var _ = stop.await(backoff.nextMs(), TimeUnit.MILLISECONDS);
        }
    }

    /** What may be otherwise in a while: the primary, the way to it, or the disk. */
    private static boolean isPassing(RemException e) {
        return switch (e.code()) {
            case UNAVAILABLE, TIMEOUT, CANCELLED, IO_ERROR, CORRUPTED, LOCKED, CLOSED, TOO_LARGE -> true;
            default -> false;
        };
    }

    private void connected(ManagedChannel channel) throws InterruptedException {
        if (replication().replicaOf().isEmpty()) {
            join(channel);
        } else if (!replication().replicaOf().get().equals(asPrimary())) {
            replication().follow(asPrimary());
        }
        if (stopping() || replication().replicaOf().isEmpty()) {
            return;
        }
        SubscribeAnswer answer = follower().follow(channel);
        switch (answer.getKind()) {
            case KIND_CONTINUES -> backoff.reset();
            case KIND_TOO_FAR_BEHIND -> {
                LOGGER.log(Level.WARNING, "Too far behind: the primary sends everything anew");
                copy(channel, FormerStore.OUTDATED);
            }
            case KIND_DIVERGED -> copyInPlaceOfDiverged(channel, answer);
            default -> refuse(channel, answer);
        }
    }

    private Follower follower() {
        return new Follower(name, replication(), state, this::stopping, backoff::reset);
    }

    private ReplicaOf asPrimary() {
        return new ReplicaOf(primary.toString());
    }

    /** Makes a replica of what is none yet. */
    private void join(ManagedChannel channel) throws InterruptedException {
        if (database().isEmpty()) {
            // From here on it takes no writes: nobody's row comes in while the copy is fetched, and goes with what it
            // replaces.
            replication().follow(asPrimary());
        }
        if (database().isEmpty()) {
            copy(channel, FormerStore.OUTDATED);
            return;
        }
        SubscribeAnswer answer = follower().ask(channel);
        switch (answer.getKind()) {
            case KIND_CONTINUES -> replication().follow(asPrimary());
            case KIND_TOO_FAR_BEHIND -> copy(channel, FormerStore.KEPT);
            case KIND_DIVERGED -> copyInPlaceOfDiverged(channel, answer);
            default -> refuse(channel, answer);
        }
    }

    private void refuse(ManagedChannel channel, SubscribeAnswer answer) {
        switch (answer.getKind()) {
            case KIND_OTHER_DATABASE -> {
                if (database().isEmpty()) {
                    copy(channel, FormerStore.OUTDATED); // the first copy was broken off
                    return;
                }
                if (!force) {
                    throw new RemException(
                                    ErrorCode.CONFLICT,
                                    "This database has rows or a history of its own, and is no copy of the primary")
                            .with("path", folder)
                            .with("primary", primary)
                            .hint(
                                    "Use a new database (rem init), or --force to replace this one, which is kept beside it");
                }
                copy(channel, FormerStore.KEPT);
            }
            case KIND_OTHER_FORMAT ->
                throw new RemException(ErrorCode.UNKNOWN_FORMAT, "The primary has files of another format")
                        .with("primary", answer.getFormatVersion())
                        .with("replica", replication().formatVersion())
                        .hint("Use the same release on both sides");
            case KIND_NO_PRIMARY ->
                throw new RemException(ErrorCode.UNAVAILABLE, "The server is no primary")
                        .with("server", primary)
                        .with("primary", answer.getPrimary().isEmpty() ? "unknown" : answer.getPrimary())
                        .hint("Follow the primary, or promote one of the replicas: rem replication promote");
            default ->
                throw new RemException(ErrorCode.UNSUPPORTED, "The primary speaks another version of the protocol")
                        .hint("Use the same release on both sides");
        }
    }

    /** What this database alone has is not dropped without a word: it is written down, and its files are kept. */
    private void copyInPlaceOfDiverged(ManagedChannel channel, SubscribeAnswer answer) throws InterruptedException {
        long shared = sealed ? 0 : lastShared(channel, answer);
        copy(channel, FormerStore.KEPT, () -> {
            if (!sealed) { // else nobody here can read it
                saveOwnEntries(shared);
            }
        });
    }

    /** The last entry that the primary has, too; by bisection. One that is too small where the primary no longer knows it. */
    private long lastShared(ManagedChannel channel, SubscribeAnswer answer) throws InterruptedException {
        Replication own = replication();
        long agreed = own.log().oldestSequence() - 1;
        long diverged = 1
                + Math.min(
                        own.log().lastSequence(),
                        answer.getAgreesUpTo() > 0 ? answer.getAgreesUpTo() : answer.getLastSequence());
        while (diverged - agreed > 1) {
            long middle = agreed + (diverged - agreed) / 2;
            OptionalLong checksum = own.checksum(middle);
            History.Epoch epoch = own.history().epochOf(middle);
            if (checksum.isPresent() && follower().isShared(channel, epoch, middle, checksum.getAsLong())) {
                agreed = middle;
            } else {
                diverged = middle;
            }
        }
        return agreed;
    }

    private void saveOwnEntries(long shared) {
        Path file = folder.resolve("diverged-" + Instant.now().toEpochMilli() + ".jsonl");
        long entries = database().saveEntries(shared + 1, file);
        LOGGER.log(
                Level.WARNING,
                "Entries that the primary does not have are no part of this database any more; they are in {0} ({1} entries)",
                file,
                Long.toString(entries));
    }

    private void copy(ManagedChannel channel, FormerStore former) {
        copy(channel, former, () -> {});
    }

    /** @param beforeReplacing run when the copy is here whole */
    private void copy(ManagedChannel channel, FormerStore former, Runnable beforeReplacing) {
        download.fetch(channel, replication().formatVersion());
        beforeReplacing.run();
        ownerClosed = true;
        owner.close();
        RemException failure = null;
        try {
            replace(former);
        } catch (RemException e) {
            failure = e;
        }
        owner = open(); // whichever store is there; where it cannot be opened now, the next round tries again
        if (failure != null) {
            throw failure;
        }
        backoff.reset();
    }

    private void replace(FormerStore former) {
        boolean done = ServiceLoader.load(DatabaseProvider.class).stream()
                .anyMatch(provider ->
                        provider.get().replace(folder, download.folder(), options.config(), asPrimary(), former));
        if (!done) {
            throw new RemException(ErrorCode.INTERNAL, "No database engine is on the class path");
        }
    }

    /** Makes the replica a primary: it follows no more, and takes writes. */
    long promote() {
        if (sealed) {
            return database().promote(); // refuses, and the replica goes on
        }
        if (promoting && promoted.getCount() == 0) {
            return database().promote(); // which says that there is nothing to promote any more
        }
        if (replication().replicaOf().isEmpty()) {
            throw new RemException(
                            ErrorCode.UNSUPPORTED, "This database is no replica yet: it has no copy of the primary")
                    .with("path", folder);
        }
        promoting = true;
        stop.countDown();
        try {
            return promoteStopped();
        } finally {
            promoted.countDown();
        }
    }

    private long promoteStopped() {
        try {
            if (!ended.await(PROMOTION_SECONDS, TimeUnit.SECONDS)) {
                throw new RemException(ErrorCode.TIMEOUT, "The replica does not end what it is doing")
                        .hint("Try again in a moment");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "The promotion was interrupted", e);
        }
        long epoch = ReplicationControl.promote(database(), folder);
        state.stopped("promoted");
        LOGGER.log(Level.WARNING, "Promoted: this database takes writes now (epoch={0})", Long.toString(epoch));
        History history = replication().history();
        new Announcement(
                        primary,
                        options.config(),
                        history.databaseId(),
                        history.epochs().getLast())
                .start();
        return epoch;
    }

    /** Whether it was stopped or promoted. */
    public boolean stopped() {
        return stop.getCount() == 0;
    }

    /** Has {@link #run} end. */
    public void stop() {
        stop.countDown();
    }

    /** Closes the database. */
    @Override
    public void close() {
        stop();
        owner.close();
    }
}
