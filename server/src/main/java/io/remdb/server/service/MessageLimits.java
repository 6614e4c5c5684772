package io.remdb.server.service;

import io.remdb.json.Json;

/** What a server and a client take from each other. */
public final class MessageLimits {
    /** The largest row there may be, and what goes with it. */
    public static final int MOST_BYTES = 2 * Json.LONGEST_DOCUMENT;

    /** What a stream may have in flight: enough for a pipe that is never empty, little enough to be had for each call. */
    public static final int WINDOW_BYTES = 1 << 20;

    private MessageLimits() {}
}
