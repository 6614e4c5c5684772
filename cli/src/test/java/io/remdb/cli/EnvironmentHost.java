package io.remdb.cli;

import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.config.DatabasePlace;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/**
 * This process, as if it had been started in another environment.
 *
 * @param environment all of it
 */
record EnvironmentHost(Map<String, String> environment) implements Host {
    private static final Host PROCESS = new OwnProcess(null);

    @Override
    public boolean takes(ParseResult typed, RemCommand options) {
        return true;
    }

    @Override
    public RemConfig settings() {
        return RemConfig.load(environment);
    }

    @Override
    public void log(RemConfig config, RemCommand options, Streams streams) {
        PROCESS.log(config, options, streams);
    }

    @Override
    public DatabasePlace database(RemConfig config) {
        return PROCESS.database(config);
    }

    @Override
    public RemDatabase open(Path folder, RemConfig config, Creation creation, Sharing sharing, KeySource keys) {
        return PROCESS.open(folder, config, creation, sharing, keys);
    }
}
