package io.remdb.config;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

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
     * @param address {@code rem://host[:port]}, or {@code rems://} for TLS; the rest is not checked yet
     */
    record Server(String address) implements DatabasePlace {
        @Override
        public String toString() {
            return address;
        }
    }

    /**
     * What a user means by this text. Whatever is meant for an address and is none is no folder either: it would be made, and look
     * like an empty database.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT}
     */
    static DatabasePlace of(String text) {
        int scheme = text.indexOf("://");
        if (scheme >= 0) {
            String name = text.substring(0, scheme).toLowerCase(Locale.ROOT);
            if (!name.equals("rem") && !name.equals("rems")) {
                throw noPlace("This is not the address of a rem server", text)
                        .hint("rem://host:port, or rems://host:port for TLS; a folder is given as a path");
            }
            return new Server(name + text.substring(scheme));
        }
        if (isHostAndPort(text)) {
            throw noPlace("This is neither a folder nor the address of a server", text)
                    .hint("For the server: rem://" + text + ", or rems:// for TLS; for a folder of this name: ./"
                            + text);
        }
        if (text.isBlank()) {
            throw noPlace("The database is named by an empty text", text)
                    .hint("Give a folder, . for this one, or a server as rem://host:port");
        }
        try {
            return new Folder(Path.of(text));
        } catch (InvalidPathException e) {
            throw noPlace("This is no path", text).with("problem", e.getReason());
        }
    }

    private static RemException noPlace(String message, String text) {
        return new RemException(ErrorCode.INVALID_ARGUMENT, message).with("database", text);
    }

    /** Without a regular expression, because every start of the command goes through here. */
    private static boolean isHostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || colon == text.length() - 1 || text.indexOf('/') >= 0) {
            return false;
        }
        for (int i = colon + 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
