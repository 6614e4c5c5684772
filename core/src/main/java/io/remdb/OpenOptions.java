package io.remdb;

import io.remdb.config.RemConfig;

/**
 * How a database is opened.
 *
 * @param creation what to do when there is none yet
 * @param config the settings; {@link RemConfig#load} reads them from the environment and {@code rem.toml}
 */
public record OpenOptions(Creation creation, RemConfig config) {
    /** What to do when the folder holds no database. */
    public enum Creation {
        /** Create one with the built-in schemas. */
        IF_MISSING,
        /** Fail with {@link ErrorCode#NOT_A_DATABASE}. */
        NEVER
    }

    /** Creates what is missing, settings from the environment. */
    public static OpenOptions defaults() {
        return new OpenOptions(Creation.IF_MISSING, RemConfig.load());
    }

    /** The same with another answer to a missing database. */
    public OpenOptions withCreation(Creation creation) {
        return new OpenOptions(creation, config);
    }

    /** The same with other settings. */
    public OpenOptions withConfig(RemConfig config) {
        return new OpenOptions(creation, config);
    }
}
