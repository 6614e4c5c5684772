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

    /** Who has the database open without serving it works for a moment: a command, or an owner that starts or ends. */
    static final long PATIENCE_MS = 30_000;

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

    private static RemDatabase alone(Path path, OpenOptions options) {
        Patience patience = new Patience(PATIENCE_MS);
        while (true) {
            try {
                return OwnerOrClient.inThisProcess(path, options);
            } catch (RemException e) {
                if (e.code() != ErrorCode.LOCKED || patience.over()) {
                    throw e;
                }
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
        return Optional.of(
                new SharedDatabase(new ServerClient(ServerAddress.parse(address), options.config(), PATIENCE_MS)));
    }
}
