package io.remdb.server.owner;

/** When an owner that is asked to stop does so. */
enum StopMoment {
    /** It takes no more calls from now on. */
    NOW,
    /** It takes calls until none of them does anything. */
    IDLE
}
