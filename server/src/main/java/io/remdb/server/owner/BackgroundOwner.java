package io.remdb.server.owner;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.server.command.CommandServer;
import io.remdb.server.command.OwnedDatabase;
import io.remdb.server.socket.LateTls;
import io.remdb.server.work.OwnWork;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that has a database open for the commands of its user, and ends when there has been nothing to do for a while, when it
 * is asked to, or when the database has been moved away.
 */
public final class BackgroundOwner {
    private static final Logger LOGGER = System.getLogger(BackgroundOwner.class.getName());
    private static final long LOOK_SECONDS = 1;

    /** For what is to be done after the calls have ended. */
    private static final long CLOSING_MILLISECONDS = 10_000;

    private final Path folder;
    private final RemConfig config;
    private volatile boolean stopWhenIdle;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private BackgroundOwner(Path folder, RemConfig config) {
        this.folder = folder;
        this.config = config;
    }

    /** {@code FOLDER CREATION}; says on standard output what came of it, one line, and then nothing more. */
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        Creation creation = Creation.valueOf(arguments[1]);
        PrintStream starter = System.out;
        LateTls.inThisProcess();
        LateTls.loadTransport(); // before the database is opened, whose models may use TLS in threads of their own
        try {
            RemConfig config = RemConfig.load();
            OpenOptions options = new OpenOptions(creation, config, Sharing.ALONE, new HandedKeys(starter, System.in));
            RemDatabase database = OwnerOrClient.inThisProcess(folder, options);
            new BackgroundOwner(folder, config).run(database, starter);
        } catch (RemException e) {
            starter.println(BackgroundStart.refused(e));
        } catch (IOException e) {
            starter.println(BackgroundStart.refused(
                    new RemException(ErrorCode.IO_ERROR, "The owner of the database cannot write its log", e)
                            .with("path", folder)
                            .with("problem", IoProblem.of(e))));
        }
    }

    private void run(RemDatabase database, PrintStream starter) throws IOException, InterruptedException {
        try (Owner owner = new Owner(folder, database, config, this::stop)) {
            OwnerLog.configure(folder, config);
            owner.listen();
            if (!owner.listening()) {
                starter.println(BackgroundStart.MARK + BackgroundStart.NO_SOCKET);
                return;
            }
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "rem-owner-stop"));
            Optional<CommandServer> commands = commands(owner);
            starter.println(BackgroundStart.MARK + BackgroundStart.READY);
            // Both are a pipe to the starter, which is gone in a moment.
            starter.close();
            System.err.close();
            LOGGER.log(
                    Level.INFO,
                    "Serving (process={0})",
                    Long.toString(ProcessHandle.current().pid()));
            try (OwnWork work = OwnWork.start(owner.lent(), config, owner::takesWrites)) {
                awaitEnd(owner, commands, work);
                work.stop(); // while the commands end
                commands.ifPresent(CommandServer::close);
            }
        }
        LOGGER.log(Level.INFO, "Closed");
        stopped.countDown();
    }

    private void stop(StopMoment moment) {
        switch (moment) {
            case NOW -> stop.countDown();
            case IDLE -> stopWhenIdle = true;
        }
    }

    /** Without it each command is a process that uses the owner's service. */
    private Optional<CommandServer> commands(Owner owner) {
        try {
            OwnedDatabase owned = new OwnedDatabase(folder, owner::lent, config);
            return CommandServer.start(owned, stop::countDown, Owner.GRACE_MILLISECONDS);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Commands are not run here: there is no socket for them", e);
            return Optional.empty();
        }
    }

    private static long idleNanos(Owner owner, Optional<CommandServer> commands) {
        return Math.min(
                owner.idleNanos(), commands.map(CommandServer::idleNanos).orElse(Long.MAX_VALUE));
    }

    private void awaitEnd(Owner owner, Optional<CommandServer> commands, OwnWork work) throws InterruptedException {
        Object place = place();
        long idleNanos = TimeUnit.SECONDS.toNanos(config.sharing().idleSeconds());
        BuildWatch builds = new BuildWatch();
        while (!stop.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
            if (idleNanos(owner, commands) > idleNanos
                    && builds.stillNanos(owner.database()) > idleNanos
                    && !work.busy()) {
                LOGGER.log(
                        Level.INFO, "Nothing to do for {0} s", config.sharing().idleSeconds());
                return;
            }
            if (stopWhenIdle) {
                work.stop(); // the next owner goes on with it
            }
            if (stopWhenIdle
                    && !work.busy()
                    && owner.busyCalls() == 0
                    && commands.stream().allMatch(server -> server.idleNanos() > 0)) {
                LOGGER.log(Level.INFO, "The calls have ended that ran when it was asked to stop");
                return;
            }
            if (place == null || !place.equals(place())) {
                LOGGER.log(Level.WARNING, "The database is not where it was any more");
                return;
            }
            owner.lookAfterSocket();
            commands.ifPresent(CommandServer::lookAfterSocket);
        }
    }

    /** Which file the store is: another when the folder was deleted and made anew. */
    private @Nullable Object place() {
        try {
            return Files.readAttributes(folder.resolve("store"), BasicFileAttributes.class)
                    .fileKey();
        } catch (IOException _) {
            return null; // gone
        }
    }

    private void stopAndWait() {
        stop.countDown();
        try {
            if (!stopped.await(Owner.GRACE_MILLISECONDS + CLOSING_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                LOGGER.log(Level.WARNING, "Ended before everything was closed");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
