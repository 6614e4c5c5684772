package io.remdb;

import io.remdb.config.RemConfig;

/**
 * How a database is opened.
 *
 * @param creation what to do when there is none yet
 * @param config the settings; {@link RemConfig#load} reads them from the environment and {@code rem.toml}
 * @param sharing how it is shared with other processes
 */
public record OpenOptions(Creation creation, RemConfig config, Sharing sharing) {
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

    /** The same with another answer to a missing database. */
    public OpenOptions withCreation(Creation creation) {
        return new OpenOptions(creation, config, sharing);
    }

    /** The same with other settings. */
    public OpenOptions withConfig(RemConfig config) {
        return new OpenOptions(creation, config, sharing);
    }

    /** The same shared in another way. */
    public OpenOptions withSharing(Sharing sharing) {
        return new OpenOptions(creation, config, sharing);
    }
}
