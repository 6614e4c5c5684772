package io.remdb.cli;

import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.cli.output.Output;
import io.remdb.config.RemConfig;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One command line being run: its streams, its global options, its way to the database. */
final class Invocation {
    private final RemCommand options;
    private final Streams streams;
    private boolean warned;
    private final Interruption interruption;
    private final @Nullable Path defaultDatabase;
    private final Output output;

    Invocation(RemCommand options, Streams streams, Interruption interruption, @Nullable Path defaultDatabase) {
        this.options = options;
        this.streams = streams;
        this.interruption = interruption;
        this.defaultDatabase = defaultDatabase;
        this.output = new Output(streams.out(), streams.err(), streams.terminal(), options.format(streams.terminal()));
    }

    Output output() {
        return output;
    }

    /** Whether {@code --verbose} was given. */
    boolean verbose() {
        return options.verbose();
    }

    InputStream input() {
        return streams.in();
    }

    Streams streams() {
        return streams;
    }

    Interruption interruption() {
        return interruption;
    }

    /** The database that {@code --db} names. */
    Optional<Path> chosenDatabase() {
        return Optional.ofNullable(options.database());
    }

    /** The settings; the first to ask for them sets up the log. */
    RemConfig config() {
        RemConfig config = RemConfig.load();
        Logs.configure(config, options.verbose(), streams.err(), streams.terminal());
        if (!warned) {
            warned = true;
            config.warnings().forEach(warning -> output.remark("warning: " + warning));
        }
        return config;
    }

    /** The database, which must exist. */
    RemDatabase open() {
        return open(null, Creation.NEVER);
    }

    /** The database at {@code path}, or the one that is chosen otherwise. */
    RemDatabase open(@Nullable Path path, Creation creation) {
        RemConfig config = config();
        Sharing sharing = options.noDaemon() || !config.sharing().daemon() ? Sharing.ALONE : Sharing.CLIENT;
        return RemDatabase.open(
                path != null ? path : database(),
                defaults -> defaults.withConfig(config).withCreation(creation).withSharing(sharing));
    }

    /** The folder of the database, whether there is one or not. */
    Path database() {
        RemConfig config = config();
        return chosenDatabase().orElseGet(() -> fallback(config));
    }

    private Path fallback(RemConfig config) {
        return defaultDatabase != null ? defaultDatabase : config.databasePath();
    }
}
