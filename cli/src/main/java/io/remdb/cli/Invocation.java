package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.cli.output.Output;
import io.remdb.config.DatabasePlace;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import io.remdb.server.owner.ReplicationCommands;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/** One command line being run: its streams, its global options, its way to the database. */
final class Invocation {
    private static final String NOT_ENCRYPTED =
            "A password was given, but the database is not encrypted: whoever has the"
                    + " files can read what is written (rem encrypt ends that)";

    private final RemCommand options;
    private final Streams streams;
    private boolean logging;
    private @Nullable Passwords passwords;
    private final Interruption interruption;
    private final Host host;
    private final Output output;

    Invocation(RemCommand options, Streams streams, Interruption interruption, Host host) {
        this.options = options;
        this.streams = streams;
        this.interruption = interruption;
        this.host = host;
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
    Optional<DatabasePlace> chosenDatabase() {
        return Optional.ofNullable(options.database());
    }

    /** The settings; the first to ask for them sets up the log. */
    RemConfig config() {
        return config(warning -> output.remark("warning: " + warning));
    }

    private RemConfig config(Consumer<String> warn) {
        RemConfig config = host.settings();
        if (!logging) {
            logging = true; // once: a second time would take back what serverConfig has added
            host.log(config, options, streams);
            config.warnings().forEach(warn);
        }
        return config;
    }

    /** The same for a command that serves until it is ended: what it does is logged too, unless the settings have a level. */
    RemConfig serverConfig() {
        RemConfig config = config(warning -> logLine(Level.WARNING, warning));
        if (!options.verbose() && !config.isSet("P8_LOG_LEVEL")) {
            Logs.addServer();
        }
        return config;
    }

    /**
     * A remark of a command that serves, in the form of its log, and not through it: that is closed by the signal that ends the
     * command.
     */
    void serverRemark(String text) {
        logLine(Level.INFO, text);
    }

    private void logLine(Level level, String text) {
        PrintStream messages = output.messages();
        messages.print(Logs.line(host.settings(), streams.terminal(), level, text));
        messages.flush();
    }

    /**
     * Where the password comes from; the same for the whole command.
     *
     * @param option what {@code --password} says; null where it was not given
     */
    Passwords passwords(@Nullable String option) {
        Passwords known = passwords;
        if (known == null) {
            if (option != null) {
                output.remark("warning: The shell keeps the password that was typed, and other users see it among the"
                        + " processes; --password-stdin and P8_PASSWORD are safer");
            }
            known = new Passwords(config(), streams, options.passwordFromInput(), option);
            passwords = known;
            if (options.passwordFromInput()) {
                // Whether it will be needed or not: what follows on stdin is the command's.
                known.given();
            }
        }
        return known;
    }

    /** The database, which must exist. */
    RemDatabase open() {
        return open(null, Creation.NEVER);
    }

    /** The database at {@code place}, or the one that is chosen otherwise. */
    RemDatabase open(@Nullable DatabasePlace place, Creation creation) {
        return open(place, creation, passwords(null));
    }

    /** The same with a password of the command's own. */
    RemDatabase open(@Nullable DatabasePlace place, Creation creation, Passwords passwords) {
        RemDatabase database = open(place, creation, passwords.source());
        boolean usable = false;
        try {
            if (inVain(passwords, database)) {
                output.remark("warning: " + NOT_ENCRYPTED);
            }
            usable = true;
            return database;
        } finally {
            if (!usable) {
                database.close();
            }
        }
    }

    /** Whether a password was given for a database that is not encrypted: somebody may have put it in the place of one that is. */
    private static boolean inVain(Passwords passwords, RemDatabase database) {
        return passwords.given().isPresent() && !database.info().encrypted();
    }

    /** Says so in the log of a command that serves. */
    void warnOfPasswordInVain(Passwords passwords, RemDatabase database) {
        if (inVain(passwords, database)) {
            logLine(Level.WARNING, NOT_ENCRYPTED);
        }
    }

    /** The same with keys for where nobody has it open. */
    RemDatabase open(@Nullable DatabasePlace place, Creation creation, KeySource keys) {
        RemConfig config = config();
        Sharing sharing = options.noDaemon() || !config.sharing().daemon() ? Sharing.ALONE : Sharing.CLIENT;
        return switch (place != null ? place : place(config)) {
            case DatabasePlace.Folder(Path path) -> host.open(path, config, creation, sharing, keys);
            case DatabasePlace.Server(String address) ->
                RemDatabase.connect(address, defaults -> defaults.withConfig(config));
        };
    }

    /**
     * The folder of the database, whether there is one or not.
     *
     * @throws RemException {@link ErrorCode#UNSUPPORTED} when the database is behind a server
     */
    Path database() {
        return database(config());
    }

    /** The same with settings that are loaded. */
    Path database(RemConfig config) {
        return switch (place(config)) {
            case DatabasePlace.Folder(Path path) -> path;
            case DatabasePlace.Server(String address) ->
                throw new RemException(ErrorCode.UNSUPPORTED, "This command works where the database's folder is")
                        .with("address", address)
                        .hint("Give the folder with --db");
        };
    }

    /** Whoever has the database open, to be asked for replication. */
    ReplicationCommands replication() {
        RemConfig config = config();
        return new ReplicationCommands(
                database(config),
                new OpenOptions(
                        Creation.NEVER, config, Sharing.ALONE, passwords(null).source()));
    }

    private DatabasePlace place(RemConfig config) {
        return chosenDatabase().orElseGet(() -> host.database(config));
    }
}
