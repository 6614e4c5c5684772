package io.remdb.server.owner;

import io.remdb.ConnectOptions;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.server.tcp.ServerAddress;
import io.remdb.spi.DatabaseProvider;
import java.nio.file.Path;
import java.util.Optional;

/** Opens databases that several processes use. */
public final class SharedDatabaseProvider implements DatabaseProvider {
    private static final int PRIORITY = 100;

    /** An owner that ends works until the calls have ended that run, and then closes the database. */
    static final long PATIENCE_MS = Owner.GRACE_MILLISECONDS + 15_000;

    /** Who has the database open without serving it works for a moment: a command, or an owner that starts. */
    static final long ALONE_PATIENCE_MS = 30_000;

    /** The restart of a server on another machine. */
    static final long SERVER_PATIENCE_MS = 30_000;

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Optional<RemDatabase> open(Path path, OpenOptions options) {
        return Optional.of(
                switch (options.sharing()) {
                    case OWNER_OR_CLIENT -> new SharedDatabase(new OwnerOrClient(path, options, PATIENCE_MS));
                    case CLIENT -> new SharedDatabase(new BackgroundClient(path, options, PATIENCE_MS));
                    case ALONE -> alone(path, options);
                });
    }

    /** An owner that runs in the background has no other task than to be there for others: it finishes its work and goes. */
    private static RemDatabase alone(Path path, OpenOptions options) {
        Patience patience = new Patience(ALONE_PATIENCE_MS);
        while (true) {
            try {
                return OwnerOrClient.inThisProcess(path, options);
            } catch (RemException e) {
                if (e.code() != ErrorCode.LOCKED || patience.over()) {
                    throw e;
                }
            }
            try {
                var _ = OwnerControl.of(path).stop("another process wants the database for itself");
            } catch (RemException e) {
                if (e.code() != ErrorCode.UNSUPPORTED) {
                    throw e;
                }
                // A program; it may end too.
            }
            patience.pause();
        }
    }

    @Override
    public Optional<RemDatabase> openInMemory(OpenOptions options) {
        return Optional.empty();
    }

    @Override
    public Optional<RemDatabase> connect(String address, ConnectOptions options) {
        return Optional.of(new SharedDatabase(
                new ServerClient(ServerAddress.parse(address), options.config(), SERVER_PATIENCE_MS)));
    }
}
