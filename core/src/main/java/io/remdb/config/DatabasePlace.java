package io.remdb.config;

import java.nio.file.Path;

/** Where a database is. */
public sealed interface DatabasePlace {
    /** In a folder of this machine. */
    record Folder(Path path) implements DatabasePlace {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * Behind a server.
     *
     * @param address {@code rem://host[:port]}, or {@code rems://} for TLS; not checked yet
     */
    record Server(String address) implements DatabasePlace {
        @Override
        public String toString() {
            return address;
        }
    }

    /** What a user means by this text. */
    static DatabasePlace of(String text) {
        return isAddress(text) ? new Server(text) : new Folder(Path.of(text));
    }

    /** Whether a text is the address of a server rather than a path. */
    static boolean isAddress(String text) {
        return text.startsWith("rem://") || text.startsWith("rems://");
    }
}
