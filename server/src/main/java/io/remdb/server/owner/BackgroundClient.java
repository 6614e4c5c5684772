package io.remdb.server.owner;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Becomes a client of the owner that there is, else of one that it starts in the background. */
final class BackgroundClient implements Opener {
    /** An owner that ends while it starts was killed, or the machine is short of something. */
    private static final int MOST_DEATHS = 5;

    /** Who finds the database locked gives the owner this long to begin to listen before it tries to start another. */
    private static final long LISTENING_MS = 2_000;

    private final Path folder;
    private volatile OpenOptions options;
    private final long patienceMs;
    private final Connecting connecting;

    BackgroundClient(Path folder, OpenOptions options, long patienceMs) {
        this.folder = folder;
        this.options = options;
        this.patienceMs = patienceMs;
        this.connecting = new Connecting(folder, options.config());
    }

    @Override
    public Delegate open(BooleanSupplier closed) {
        Delegate found = find(closed);
        options = options.withCreation(Creation.NEVER); // what was there once and is gone has been moved away
        return found;
    }

    private Delegate find(BooleanSupplier closed) {
        Patience patience = new Patience(patienceMs, closed);
        long wait = LISTENING_MS;
        int deaths = 0;
        while (true) {
            patience.requireWanted();
            Optional<Delegate> client = connecting.connect();
            if (client.isEmpty() && OwnerRemark.pid(folder).isPresent()) {
                // An owner that ends, or has not begun to listen: another would only find the database locked.
                client = awaitListening(
                        new Patience(wait, closed),
                        () -> OwnerRemark.pid(folder).isPresent());
                wait *= 2;
            }
            if (client.isPresent()) {
                return client.get();
            }
            if (connecting.silence().isPresent()) {
                if (patience.over()) {
                    throw connecting.silence().get();
                }
                continue;
            }
            patience.requireWanted();
            requireDatabase();
            switch (startInTurn()) {
                case BackgroundStart.Ready _ -> {
                    if (patience.over()) {
                        throw new RemException(ErrorCode.UNAVAILABLE, "Owners of the database start and are gone again")
                                .with("path", folder)
                                .hint("owner.0.log in that folder says why");
                    }
                }
                case BackgroundStart.NoSocket _ -> {
                    return alone(patience);
                }
                case BackgroundStart.Refused(RemException why)
                when why.code() == ErrorCode.LOCKED -> {
                    if (patience.over()) {
                        throw why;
                    }
                    client = awaitListening(new Patience(LISTENING_MS, closed), () -> true);
                    if (client.isPresent()) {
                        return client.get();
                    }
                }
                case BackgroundStart.Refused(RemException why) -> throw why;
                case BackgroundStart.Died died -> {
                    deaths++;
                    if (deaths == MOST_DEATHS) {
                        throw died.error();
                    }
                    patience.pause();
                }
            }
        }
    }

    private void requireDatabase() {
        if (options.creation() == Creation.NEVER && !Files.isDirectory(folder.resolve("store"))) {
            // Says what is wrong with the folder; nobody needs to be started for that.
            OwnerOrClient.inThisProcess(folder, options).close();
        }
    }

    /** Where no socket can be had, every command works in its own process, one after the other. */
    private Delegate alone(Patience patience) {
        while (true) {
            try {
                return OwnerOrClient.unshared(folder, options);
            } catch (RemException e) {
                if (e.code() != ErrorCode.LOCKED || patience.over()) {
                    throw e;
                }
            }
            patience.pause();
        }
    }

    /** Starts an owner, unless there is one by now, or another process is starting one. */
    private BackgroundStart startInTurn() {
        Optional<StartLock> turn = StartLock.take(folder);
        if (turn.isEmpty()) {
            return new BackgroundStart.Refused(
                    new RemException(ErrorCode.LOCKED, "Another process is starting an owner of the database")
                            .with("path", folder)
                            .hint("Try again"));
        }
        try (StartLock _ = turn.get()) {
            Optional<Delegate> started = connecting.connect();
            started.ifPresent(Delegate::close);
            return started.isPresent()
                    ? new BackgroundStart.Ready()
                    : BackgroundStart.of(folder, options.creation(), options.keys());
        }
    }

    private Optional<Delegate> awaitListening(Patience patience, BooleanSupplier worthwhile) {
        Optional<Delegate> client = Optional.empty();
        while (client.isEmpty() && !patience.over() && worthwhile.getAsBoolean()) {
            patience.pause();
            client = connecting.connect();
        }
        return client;
    }
}
