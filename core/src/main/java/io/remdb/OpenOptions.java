package io.remdb;

import io.remdb.config.RemConfig;
import io.remdb.crypto.KeyFolder;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.Password;

/**
 * How a database is opened.
 *
 * @param creation what to do when there is none yet
 * @param config the settings; {@link RemConfig#load} reads them from the environment and {@code rem.toml}
 * @param sharing how it is shared with other processes
 * @param keys what opens it where it is encrypted, and what a new one is encrypted with
 */
public record OpenOptions(Creation creation, RemConfig config, Sharing sharing, KeySource keys) {
    /** What to do when the folder holds no database. */
    public enum Creation {
        /** Create one with the built-in schemas. */
        IF_MISSING,
        /** Fail with {@link ErrorCode#NOT_A_DATABASE}. */
        NEVER
    }

    /** How a database is shared with other processes; without the module {@code rem-server} it is always {@link #ALONE}. */
    public enum Sharing {
        /**
         * Whoever opens the database first owns it and serves it to the others for as long as it has it open; the others are
         * its clients, and one of them takes its place when it goes.
         */
        OWNER_OR_CLIENT,
        /** Always a client: of the owner that there is, or of one that is started in the background. */
        CLIENT,
        /** In this process alone, after waiting for the process that has it open. */
        ALONE
    }

    /**
     * Creates what is missing, settings from the environment; shared as {@link Sharing#OWNER_OR_CLIENT}, or not at all where
     * {@code P8_DAEMON} is off.
     */
    public static OpenOptions defaults() {
        RemConfig config = RemConfig.load();
        return new OpenOptions(
                Creation.IF_MISSING, config, config.sharing().daemon() ? Sharing.OWNER_OR_CLIENT : Sharing.ALONE);
    }

    /** For a database that is not encrypted, unless the settings have a password. */
    public OpenOptions(Creation creation, RemConfig config, Sharing sharing) {
        this(creation, config, sharing, keysOf(config));
    }

    /** The same with another answer to a missing database. */
    public OpenOptions withCreation(Creation creation) {
        return new OpenOptions(creation, config, sharing, keys);
    }

    /** The same with other settings. */
    public OpenOptions withConfig(RemConfig config) {
        return new OpenOptions(creation, config, sharing, keys);
    }

    /** The same with keys. */
    public OpenOptions withKeys(KeySource keys) {
        return new OpenOptions(creation, config, sharing, keys);
    }

    /**
     * The same with the password of the key pair in {@code $P8_HOME/keys}: it opens an encrypted database, and a new one is encrypted.
     *
     * @param password copied; whoever has the array wipes it
     */
    public OpenOptions withPassword(char[] password) {
        return withKeys(KeySource.password(KeyFolder.in(config.home()), Password.of(password)));
    }

    /** The same shared in another way. */
    public OpenOptions withSharing(Sharing sharing) {
        return new OpenOptions(creation, config, sharing, keys);
    }

    private static KeySource keysOf(RemConfig config) {
        RemConfig.Secret password = config.password();
        return password == null
                ? KeySource.NONE
                : KeySource.password(
                        KeyFolder.in(config.home()), Password.of(password.text().toCharArray()));
    }
}
