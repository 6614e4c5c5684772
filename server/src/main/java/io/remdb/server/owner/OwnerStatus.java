package io.remdb.server.owner;

import java.time.Instant;

/**
 * What the owner of a database is doing.
 *
 * @param pid its process
 * @param background whether it was started in the background, and may be stopped
 * @param release its release
 * @param database the folder
 * @param socket where it listens
 * @param startedAt when it opened the database
 * @param clients connections, the one that asks not counted
 * @param runningCalls calls that run
 * @param calls calls since it started
 * @param endsWhenIdleSeconds without a call after which it ends; 0: it does not
 * @param heapBytes memory of the Java heap in use
 */
public record OwnerStatus(
        long pid,
        boolean background,
        String release,
        String database,
        String socket,
        Instant startedAt,
        int clients,
        int runningCalls,
        long calls,
        int endsWhenIdleSeconds,
        long heapBytes) {}
