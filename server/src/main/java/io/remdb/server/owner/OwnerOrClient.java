package io.remdb.server.owner;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.spi.DatabaseProvider;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;

/** Becomes a client of the owner that there is, else the owner. */
final class OwnerOrClient implements Opener {
    private final Path folder;
    private volatile OpenOptions options;
    private final long patienceMs;
    private final Connecting connecting;

    OwnerOrClient(Path folder, OpenOptions options, long patienceMs) {
        this.folder = folder;
        this.options = options;
        this.patienceMs = patienceMs;
        this.connecting = new Connecting(folder, options.config());
    }

    @Override
    public Delegate open(BooleanSupplier closed) {
        Patience patience = new Patience(patienceMs, closed);
        while (true) {
            Optional<Delegate> client = connecting.connect();
            if (client.isPresent()) {
                return known(client.get());
            }
            patience.requireWanted();
            try {
                return known(own(inThisProcess(folder, options)));
            } catch (RemException e) {
                if (e.code() != ErrorCode.LOCKED) {
                    throw e;
                }
                if (patience.over()) {
                    throw connecting.silence().orElse(e);
                }
            }
            patience.pause();
        }
    }

    /** A database that was there once is not made anew: it has been moved away, and an empty one would hide that. */
    private Delegate known(Delegate delegate) {
        options = options.withCreation(Creation.NEVER);
        return delegate;
    }

    /** Opens it here; fails at once when another process has it open. */
    static RemDatabase inThisProcess(Path folder, OpenOptions options) {
        return ServiceLoader.load(DatabaseProvider.class).stream()
                .filter(provider -> provider.type() != SharedDatabaseProvider.class)
                .flatMap(provider -> provider.get().open(folder, options).stream())
                .findFirst()
                .orElseThrow(() -> new RemException(ErrorCode.INTERNAL, "No database engine is on the class path"));
    }

    /** Opens it for this process alone, as what it would be with others. */
    static Delegate unshared(Path folder, OpenOptions options) {
        return new Delegate.Own(owner(folder, options, inThisProcess(folder, options)));
    }

    /** Listens a moment later: whoever opens a database should not wait for others. */
    private Delegate own(RemDatabase database) {
        Owner owner = owner(folder, options, database);
        Thread.ofPlatform().name("rem-owner-start").daemon().start(owner::listen);
        return new Delegate.Own(owner);
    }

    private static Owner owner(Path folder, OpenOptions options, RemDatabase database) {
        boolean owned = false;
        try {
            Owner owner = new Owner(folder, database, options.config(), null);
            owned = true;
            return owner;
        } finally {
            if (!owned) {
                database.close();
            }
        }
    }
}
