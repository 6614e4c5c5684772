package io.remdb;

import io.remdb.config.RemConfig;

/**
 * How a database on another machine is connected to.
 *
 * @param config the settings, of which the token and the files of TLS count; {@link RemConfig#load} reads them from the
 *     environment and {@code rem.toml}
 */
public record ConnectOptions(RemConfig config) {
    /** Settings from the environment. */
    public static ConnectOptions defaults() {
        return new ConnectOptions(RemConfig.load());
    }

    /** The same with other settings. */
    public ConnectOptions withConfig(RemConfig config) {
        return new ConnectOptions(config);
    }
}
