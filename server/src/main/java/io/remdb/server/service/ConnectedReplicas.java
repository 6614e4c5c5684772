package io.remdb.server.service;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The replicas that are connected now. Thread-safe. */
final class ConnectedReplicas {
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();

    /** A replica's connection; the newest, where a former one is not known to be gone yet. */
    Connection add(String replica) {
        Connection connection = new Connection(replica);
        connections.put(replica, connection);
        return connection;
    }

    /** The bytes that were sent to a replica; empty where it is not connected. */
    OptionalLong bytes(String replica) {
        Connection connection = connections.get(replica);
        return connection == null ? OptionalLong.empty() : OptionalLong.of(connection.bytes.get());
    }

    /** One connection. */
    final class Connection implements AutoCloseable {
        private final String replica;
        private final AtomicLong bytes = new AtomicLong();

        private Connection(String replica) {
            this.replica = replica;
        }

        void sent(long more) {
            bytes.addAndGet(more);
        }

        @Override
        public void close() {
            connections.remove(replica, this);
        }
    }
}
