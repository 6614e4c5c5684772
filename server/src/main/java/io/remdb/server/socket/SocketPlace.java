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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the owner of a database listens: the file {@code socket} in the database's folder. Where that cannot be, because the path
 * is longer than the system takes (about 100 bytes) or the file system has no sockets, it is a private folder among the temporary
 * ones, and the file {@code socket-path} says which. The owner holds the lock of the database, so whatever lies at its place is
 * left over from another.
 *
 * @param folder the database's
 */
record SocketPlace(Path folder) {
    private static final Logger LOGGER = System.getLogger(SocketPlace.class.getName());

    /** sun_path has 108 bytes on Linux and 104 on macOS, with a zero at the end. */
    private static final int LONGEST_PATH_BYTES = 103;

    private static final int BACKLOG = 128;

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

    private Path direct() {
        return folder.resolve("socket");
    }

    private Path pointer() {
        return folder.resolve("socket-path");
    }

    /** Where an owner would be found, if there is one; a killed one leaves its socket behind. */
    Optional<Path> find() throws IOException {
        try {
            return Optional.of(Path.of(Files.readString(pointer()).strip()));
        } catch (NoSuchFileException _) {
            return Files.exists(direct()) && fits(direct()) ? Optional.of(direct()) : Optional.empty();
        }
    }

    private static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH_BYTES;
    }

    /** Binds a socket for the owner. */
    Bound bind() throws IOException {
        Files.deleteIfExists(pointer());
        Path path = direct();
        if (fits(path)) {
            try {
                return new Bound(bindAt(path), path, fileOf(path), null);
            } catch (IOException e) {
                LOGGER.log(Level.DEBUG, "The file system of the database takes no socket", e);
            }
        }
        Files.deleteIfExists(path);
        Path temporary = Files.createTempDirectory("rem-"); // private to the user
        Path elsewhere = temporary.resolve("socket");
        ServerSocketChannel channel = bindAt(elsewhere);
        Path written = folder.resolve("socket-path.new");
        Files.writeString(written, elsewhere + "\n");
        Files.move(written, pointer(), StandardCopyOption.ATOMIC_MOVE);
        return new Bound(channel, elsewhere, fileOf(elsewhere), temporary);
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

    /** Removes what {@link #bind} has made. */
    void remove(Bound bound) {
        try {
            bound.channel().close();
            if (bound.isInPlace()) {
                Files.deleteIfExists(bound.path());
            }
            if (bound.temporaryFolder() != null) {
                Files.deleteIfExists(pointer());
                Files.deleteIfExists(bound.temporaryFolder());
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The socket of the database cannot be removed", e);
        }
    }
}
