package io.remdb.server.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the owner of a database listens: the file {@code socket} in the database's folder. Where that cannot be, because the path
 * is longer than the system takes (about 100 bytes) or the file system has no sockets, it is a private folder among the temporary
 * ones, and the file {@code socket-path} says which, and for which folder. The owner holds the lock of the database, so whatever lies at its place is
 * left over from another.
 *
 * @param folder the database's, in the one form in which every process names it
 * @param name of the socket's file
 */
record SocketPlace(Path folder, String name) {
    /** Where gRPC is spoken. */
    static final String SERVICE = "socket";

    /** Where carriers of command lines connect. */
    static final String COMMANDS = "command";

    private static final Logger LOGGER = System.getLogger(SocketPlace.class.getName());

    /** sun_path has 108 bytes on Linux and 104 on macOS, with a zero at the end. */
    private static final int LONGEST_PATH_BYTES = 103;

    private static final int BACKLOG = 128;

    private static final String TEMPORARY_PREFIX = "rem-";

    /** A bound socket and what has to go with it. */
    record Bound(
            ServerSocketChannel channel,
            Path path,
            @Nullable Object file,
            @Nullable Path temporaryFolder) {
        /** Whether the file is still the one that was bound: another owner may have replaced it. */
        boolean isInPlace() throws IOException {
            return Files.exists(path) && Objects.equals(file, fileOf(path));
        }
    }

    /** The place for a database, however its folder is named: whether the path is short enough must not depend on that. */
    static SocketPlace of(Path folder, String name) throws IOException {
        return new SocketPlace(Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath(), name);
    }

    private Path direct() {
        return folder.resolve(name);
    }

    private Path pointer() {
        return folder.resolve(name + "-path");
    }

    /** Where an owner would be found, if there is one; a killed one leaves its socket behind. */
    Optional<Path> find() throws IOException {
        Optional<Path> elsewhere = pointed();
        if (elsewhere.isPresent()) {
            return elsewhere;
        }
        return Files.exists(direct()) && fits(direct()) ? Optional.of(direct()) : Optional.empty();
    }

    /**
     * The socket that the pointer names. It also names the folder that it was written for: in a copy of that it would lead to the
     * original, and what is meant for the copy would change that.
     */
    private Optional<Path> pointed() throws IOException {
        try {
            List<String> lines = Files.readAllLines(pointer());
            return lines.size() == 2 && lines.getLast().equals(thisFolder())
                    ? Optional.of(Path.of(lines.getFirst()))
                    : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private String thisFolder() throws IOException {
        return String.valueOf(fileOf(folder));
    }

    private static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH_BYTES;
    }

    /** Binds a socket for the owner. */
    Bound bind() throws IOException {
        removeLeftovers();
        Path path = direct();
        if (fits(path)) {
            try {
                return new Bound(bindAt(path), path, fileOf(path), null);
            } catch (IOException e) {
                LOGGER.log(Level.DEBUG, "The file system of the database takes no socket", e);
            }
        }
        Bound bound = bindAmong(temporaryFolders(), name);
        Path written = folder.resolve(name + "-path.new");
        Files.writeString(written, bound.path() + "\n" + thisFolder() + "\n");
        Files.move(written, pointer(), StandardCopyOption.ATOMIC_MOVE);
        return bound;
    }

    /** Where folders of this user may be made, the usual place first: its path may be too long too, or of such a file system. */
    private static List<Path> temporaryFolders() {
        return Stream.concat(
                        Stream.concat(
                                Stream.of(Path.of(System.getProperty("java.io.tmpdir"))),
                                CurrentUser.runtimeFolder().stream()),
                        Stream.of(Path.of("/tmp")))
                .distinct()
                .toList();
    }

    /** Binds a socket in a folder of its own in the first of these that takes one. */
    static Bound bindAmong(List<Path> parents, String name) throws IOException {
        IOException failure = new IOException("No folder for temporary files takes a socket");
        for (Path parent : parents) {
            Path temporary = null;
            try {
                temporary = Files.createTempDirectory(parent, TEMPORARY_PREFIX); // private to the user
                Path socket = temporary.resolve(name);
                if (!fits(socket)) {
                    throw new IOException("The path is too long: " + socket);
                }
                return new Bound(bindAt(socket), socket, fileOf(socket), temporary);
            } catch (IOException e) {
                failure.addSuppressed(e);
                if (temporary != null) {
                    Files.deleteIfExists(temporary);
                }
            }
        }
        throw failure;
    }

    /** Of an owner that was killed. */
    private void removeLeftovers() throws IOException {
        Optional<Path> left = pointed(); // empty in a copy too: its pointer names a socket that is in use
        Files.deleteIfExists(pointer());
        if (left.isEmpty()) {
            return;
        }
        Path socket = left.get();
        Path parent = socket.getParent();
        if (parent != null && parent.getFileName().toString().startsWith(TEMPORARY_PREFIX)) {
            try {
                Files.deleteIfExists(socket);
                Files.deleteIfExists(parent);
            } catch (IOException e) {
                LOGGER.log(Level.DEBUG, "The socket of a former owner cannot be removed", e);
            }
        }
    }

    /** The socket is nobody else's before it has its name. */
    private static ServerSocketChannel bindAt(Path path) throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static @Nullable Object fileOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Removes the files that {@link #bind} has made; the channel is its user's. */
    void remove(Bound bound) {
        try {
            if (bound.isInPlace()) {
                Files.deleteIfExists(bound.path());
            }
            if (bound.temporaryFolder() != null) {
                if (pointed().filter(bound.path()::equals).isPresent()) {
                    Files.deleteIfExists(pointer());
                }
                Files.deleteIfExists(bound.temporaryFolder());
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The socket of the database cannot be removed", e);
        }
    }
}
