package io.remdb.server.owner;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Becomes a client of the owner that there is, else of one that it starts in the background. */
final class BackgroundClient implements Opener {
    /** An owner that ends while it starts was killed, or the machine is short of something. */
    private static final int MOST_DEATHS = 5;

    /** Who finds the database locked gives the owner this long to begin to listen before it tries to start another. */
    private static final long LISTENING_MS = 2_000;

    private final Path folder;
    private final OpenOptions options;
    private final long patienceMs;
    private final Connecting connecting;

    BackgroundClient(Path folder, OpenOptions options, long patienceMs) {
        this.folder = folder;
        this.options = options;
        this.patienceMs = patienceMs;
        this.connecting = new Connecting(folder, options.config());
    }

    @Override
    public Delegate open() {
        Patience patience = new Patience(patienceMs);
        int deaths = 0;
        while (true) {
            Optional<Delegate> client = connecting.connect();
            if (client.isPresent()) {
                return client.get();
            }
            if (options.creation() == Creation.NEVER && !Files.isDirectory(folder.resolve("store"))) {
                // Says what is wrong with the folder; nobody needs to be started for that.
                OwnerOrClient.inThisProcess(folder, options).close();
            }
            switch (startInTurn()) {
                case BackgroundStart.Ready _ -> {}
                case BackgroundStart.Refused(RemException why)
                when why.code() == ErrorCode.LOCKED -> {
                    if (patience.over()) {
                        throw why;
                    }
                    client = awaitListening();
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
            return started.isPresent() ? new BackgroundStart.Ready() : BackgroundStart.of(folder, options.creation());
        }
    }

    private Optional<Delegate> awaitListening() {
        Patience patience = new Patience(LISTENING_MS);
        Optional<Delegate> client = Optional.empty();
        while (client.isEmpty() && !patience.over()) {
            patience.pause();
            client = connecting.connect();
        }
        return client;
    }
}
