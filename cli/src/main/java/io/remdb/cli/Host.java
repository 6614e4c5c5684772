package io.remdb.cli;

import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.config.DatabasePlace;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** The process that a command runs in, as far as it makes a difference to the command. */
interface Host {
    /** Whether what was typed runs here; if not, nothing has been done, and another process runs it. */
    boolean takes(ParseResult typed, RemCommand options);

    /** The settings of the caller. */
    RemConfig settings();

    /** Sets up the log. */
    void log(RemConfig config, RemCommand options, Streams streams);

    /** The database where the command line names none. */
    DatabasePlace database(RemConfig config);

    /** Opens the database in a folder. */
    RemDatabase open(Path folder, RemConfig config, Creation creation, Sharing sharing, KeySource keys);

    /**
     * The caller's own process.
     *
     * @param database the database where the command line names none; null for the one of the settings
     */
    record OwnProcess(@Nullable Path database) implements Host {
        @Override
        public boolean takes(ParseResult typed, RemCommand options) {
            return true;
        }

        @Override
        public RemConfig settings() {
            return RemConfig.load();
        }

        @Override
        public void log(RemConfig config, RemCommand options, Streams streams) {
            Logs.configure(config, options.verbose(), streams.err(), streams.terminal());
        }

        @Override
        public DatabasePlace database(RemConfig config) {
            return database != null ? new DatabasePlace.Folder(database) : config.database();
        }

        @Override
        public RemDatabase open(Path folder, RemConfig config, Creation creation, Sharing sharing, KeySource keys) {
            return RemDatabase.open(
                    folder,
                    defaults -> defaults.withConfig(config)
                            .withCreation(creation)
                            .withSharing(sharing)
                            .withKeys(keys));
        }
    }
}
