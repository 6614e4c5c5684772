package io.remdb.ask;

import java.io.File;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Notes every use of the network in a process of its own, and refuses it. Java takes the two classes below from {@code META-INF/services}:
 * names are looked up by the first, and whatever stands on channels (the HTTP client, gRPC) opens its sockets by the second.
 */
final class NetworkUse {
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    private NetworkUse() {}

    /**
     * Runs a class in a process that has no network.
     *
     * @param services an empty folder
     * @return what it prints
     */
    static List<String> runWithout(Class<?> program, Path services) throws IOException {
        Path names = Files.createDirectories(services.resolve("META-INF/services"));
        Files.writeString(names.resolve(InetAddressResolverProvider.class.getName()), Names.class.getName());
        Files.writeString(names.resolve(SelectorProvider.class.getName()), Channels.class.getName());
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        services + File.pathSeparator + System.getProperty("java.class.path"),
                        program.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // Whoever runs this may have keys of services.
        builder.environment().keySet().removeIf(name -> name.startsWith("P8_") || name.endsWith("_API_KEY"));
        Process child = builder.start();
        return child.inputReader(StandardCharsets.UTF_8).readAllLines();
    }

    /** What was seen since the beginning of the process. */
    static List<String> seen() {
        return List.copyOf(SEEN);
    }

    private static IOException refused(String what) {
        SEEN.add(what);
        return new IOException("no network in this test: " + what);
    }

    /** Looks names up. */
    public static final class Names extends InetAddressResolverProvider {
        @Override
        public InetAddressResolver get(Configuration configuration) {
            InetAddressResolver own = configuration.builtinResolver();
            return new InetAddressResolver() {
                @Override
                public Stream<java.net.InetAddress> lookupByName(String host, LookupPolicy policy)
                        throws java.net.UnknownHostException {
                    SEEN.add("name " + host);
                    throw new java.net.UnknownHostException("no network in this test: " + host);
                }

                @Override
                public String lookupByAddress(byte[] address) throws java.net.UnknownHostException {
                    return own.lookupByAddress(address);
                }
            };
        }

        @Override
        public String name() {
            return "refusing";
        }
    }

    /** Opens sockets. */
    public static final class Channels extends SelectorProvider {
        @Override
        public DatagramChannel openDatagramChannel() throws IOException {
            throw refused("datagrams");
        }

        @Override
        public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
            throw refused("datagrams");
        }

        @Override
        public Pipe openPipe() throws IOException {
            throw refused("a pipe");
        }

        @Override
        public AbstractSelector openSelector() throws IOException {
            throw refused("a selector");
        }

        @Override
        public ServerSocketChannel openServerSocketChannel() throws IOException {
            throw refused("a server");
        }

        @Override
        public SocketChannel openSocketChannel() throws IOException {
            throw refused("a socket");
        }
    }
}
