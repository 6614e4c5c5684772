package io.remdb.server.tcp;

import java.time.Duration;

/**
 * What a server takes from those who connect to it, whoever they are.
 *
 * @param connections open at a time; one more is closed at once
 * @param connectionsPerAddress of those that come from one address of another machine
 * @param newcomers time in which a connection must make a call that is let in
 * @param callsPerConnection that run at a time; one more waits at the client
 * @param handshake time in which a connection must be made
 * @param idle time without a call after which a connection is closed; the client makes another for its next call
 * @param age time after which a connection takes no new calls; those that run go on
 * @param keepAlive silence after which the other side is asked whether it is there
 * @param keepAliveAnswer time that it has to say so
 * @param leastKeepAlive more frequent questions of a client end its connection
 * @param reads longest time of a call that reads and has no deadline of its own; a stream or a write lasts as long as its
 *     connection
 * @param cancelledCalls of a connection within {@link #CANCELLED_WINDOW_SECONDS}; more end it
 */
record TcpLimits(
        int connections,
        int connectionsPerAddress,
        Duration newcomers,
        int callsPerConnection,
        Duration handshake,
        Duration idle,
        Duration age,
        Duration keepAlive,
        Duration keepAliveAnswer,
        Duration leastKeepAlive,
        Duration reads,
        int cancelledCalls) {
    static final int CANCELLED_WINDOW_SECONDS = 30;

    static final TcpLimits DEFAULTS = new TcpLimits(
            512,
            128,
            Duration.ofSeconds(30),
            100,
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            10_000);
}
