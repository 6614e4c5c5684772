package io.remdb.server.command;

import io.remdb.server.command.FrameChannel.Frame;
import io.remdb.server.socket.CommandSocket;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes command lines for the database of an owner and runs each in a thread of its own, so that no interrupt is left over for the
 * next. Thread-safe.
 */
public final class CommandServer implements AutoCloseable {
    /** The property that names the build whose command lines are run: of the launcher that has started this process. */
    public static final String BUILD = "rem.build";

    /** Commands at once; one more runs in a process of its own. */
    static final int MOST_RUNNING = 64;

    private static final Logger LOGGER = System.getLogger(CommandServer.class.getName());
    private static final long REQUEST_MS = 10_000;
    private static final long INTERRUPTED_MS = 5_000;

    private final CommandSocket socket;
    private final CommandRunner runner;
    private final OwnedDatabase owned;
    private final Runnable replace;
    private final String build;
    private final long graceMs;
    private final Semaphore places = new Semaphore(MOST_RUNNING);
    private final Set<Carrier> carriers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger running = new AtomicInteger();
    private volatile long lastEnd = System.nanoTime();

    private CommandServer(
            CommandSocket socket,
            CommandRunner runner,
            OwnedDatabase owned,
            Runnable replace,
            String build,
            long graceMs) {
        this.socket = socket;
        this.runner = runner;
        this.owned = owned;
        this.replace = replace;
        this.build = build;
        this.graceMs = graceMs;
    }

    /**
     * Begins to listen. A process that cannot run commands, or does not know of which build it is, does not.
     *
     * @param replace ends this owner: one of another build is wanted in its place
     * @param graceMs how long a command that runs at the end is waited for
     * @throws IOException where no socket can be had
     */
    public static Optional<CommandServer> start(OwnedDatabase owned, Runnable replace, long graceMs)
            throws IOException {
        Optional<CommandRunner> runner = ServiceLoader.load(CommandRunner.class).findFirst();
        String build = System.getProperty(BUILD, "");
        if (runner.isEmpty() || build.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(start(runner.get(), owned, replace, build, graceMs));
    }

    static CommandServer start(CommandRunner runner, OwnedDatabase owned, Runnable replace, String build, long graceMs)
            throws IOException {
        CommandServer server =
                new CommandServer(CommandSocket.open(owned.folder()), runner, owned, replace, build, graceMs);
        Thread.ofPlatform().name("rem-commands").daemon().start(server::accept);
        Thread.ofPlatform().name("rem-commands-prepare").daemon().start(server::prepare);
        return server;
    }

    private void prepare() {
        try {
            runner.prepare();
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.WARNING, "Running commands cannot be prepared", e);
        }
    }

    /** Makes the socket again where its file is gone. */
    public void lookAfterSocket() {
        socket.lookAfter();
    }

    /** Nanoseconds since a command ran; 0 while one does. */
    public long idleNanos() {
        return running.get() > 0 ? 0 : System.nanoTime() - lastEnd;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel accepted = socket.accept();
                if (places.tryAcquire()) {
                    running.incrementAndGet();
                    start(accepted);
                } else {
                    close(accepted);
                }
            }
        } catch (ClosedChannelException _) {
            // the end
        }
    }

    private void start(SocketChannel accepted) {
        try {
            Thread.ofPlatform().name("rem-carrier").daemon().start(() -> serve(accepted));
        } catch (OutOfMemoryError e) {
            LOGGER.log(Level.ERROR, "There is no thread for a command", e);
            close(accepted);
            ended();
        }
    }

    /** A carrier whose connection is closed has another way. */
    private static void close(SocketChannel accepted) {
        try {
            accepted.close();
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "The connection of a command cannot be closed", e);
        }
    }

    private void ended() {
        lastEnd = System.nanoTime();
        running.decrementAndGet();
        places.release();
    }

    private void serve(SocketChannel accepted) {
        try (accepted;
                FrameChannel channel = new FrameChannel(accepted)) {
            Carrier carrier = new Carrier(channel);
            carriers.add(carrier);
            Thread worker = null;
            try {
                CommandRequest request = request(channel);
                carrier.taken();
                if (request.build().equals(build)) {
                    worker = Thread.ofPlatform().name("rem-command").daemon().start(() -> run(request, carrier));
                    carrier.listen();
                } else {
                    LOGGER.log(Level.INFO, "A command of another build was refused (build={0})", request.build());
                    replace.run();
                    carrier.refuse("another build");
                }
            } catch (IOException e) {
                LOGGER.log(Level.DEBUG, "A command line was not taken", e);
                carrier.refuse("no request");
            } finally {
                if (worker != null) {
                    worker.join();
                }
                carriers.remove(carrier);
            }
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "The connection of a command has failed", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, "A command was not taken for a reason that is a defect", e);
        } finally {
            ended();
        }
    }

    private static CommandRequest request(FrameChannel channel) throws IOException {
        Frame first = channel.first(CommandRequest.MOST_BYTES, REQUEST_MS);
        if (first.type() != FrameType.REQUEST) {
            throw new IOException("The first frame is no request");
        }
        return CommandRequest.of(first.payload());
    }

    private void run(CommandRequest request, Carrier carrier) {
        try {
            OptionalInt exitCode = runner.run(request, carrier, owned);
            if (exitCode.isPresent()) {
                carrier.exit(exitCode.getAsInt());
            } else {
                carrier.refuse("not here");
            }
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "A caller has gone", e);
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, "A command failed for a reason that is a defect", e);
            carrier.exitFailed();
        } finally {
            try {
                carrier.close();
            } catch (IOException e) {
                LOGGER.log(Level.DEBUG, "The connection of a command cannot be closed", e);
            }
        }
    }

    /** Takes no more commands, lets those that run end, and interrupts those that take too long. */
    @Override
    public void close() {
        socket.close();
        try {
            if (!ended(graceMs)) {
                carriers.forEach(Carrier::interrupt);
                if (!ended(INTERRUPTED_MS)) {
                    LOGGER.log(Level.WARNING, "A command does not end");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether all have ended in this time. */
    private boolean ended(long milliseconds) throws InterruptedException {
        boolean all = places.tryAcquire(MOST_RUNNING, milliseconds, TimeUnit.MILLISECONDS);
        if (all) {
            places.release(MOST_RUNNING);
        }
        return all;
    }
}
