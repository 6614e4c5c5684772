package io.remdb.ingest.parser.child;

import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses addresses on the network, whoever asks: no parser of ours has business there, and a document could make one ask. */
final class NoNetwork {
    private static final Set<String> REFUSED = Set.of("http", "https", "ftp", "mailto");

    private NoNetwork() {}

    /** For the whole process, once. */
    static void install() {
        URL.setURLStreamHandlerFactory(NoNetwork::handler);
    }

    /** Null stands for the handler that Java has, as for files and jars. */
    @SuppressWarnings("NullAway") // the interface is not annotated
    private static @Nullable URLStreamHandler handler(String protocol) {
        return REFUSED.contains(protocol) ? new Refusal() : null;
    }

    private static final class Refusal extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            throw new IOException("parsers do not use the network");
        }
    }
}
