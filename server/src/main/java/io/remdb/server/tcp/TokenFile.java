package io.remdb.server.tcp;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.socket.CurrentUser;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The file that holds the bearer token of this user's servers. Who finds it empty fills it, under the lock of the file, so that
 * everybody reads the same token. Thread-safe.
 *
 * @param path where it is, or will be
 */
record TokenFile(Path path) {
    private static final String ROOT = "root";
    private static final int TOKEN_BYTES = 32;
    private static final int MOST_FILE_BYTES = 4096;

    private static final Set<PosixFilePermission> OTHERS = Set.copyOf(EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE)));

    /** A lock of a file is the process's: its threads would get an exception where they should wait. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    /** The file in the folder {@code P8_HOME}. */
    static TokenFile in(Path home) {
        return new TokenFile(home.resolve("token"));
    }

    /** The token, made at first use: 256 random bits. */
    String readOrCreate() {
        Optional<String> there = read(); // which needs no file that can be written
        return there.isPresent() ? there.get() : create();
    }

    private String create() {
        try {
            Files.createDirectories(
                    path.toAbsolutePath().getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return locked(
                    Set.of(
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS),
                    false,
                    file -> {
                        String token = content(file);
                        return token.isEmpty() ? fill(file) : token;
                    });
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** The token, if there is one. */
    Optional<String> read() {
        try {
            String token = locked(Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS), true, this::content);
            return token.isEmpty() ? Optional.empty() : Optional.of(token);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    @FunctionalInterface
    private interface Use {
        String of(FileChannel file) throws IOException;
    }

    private String locked(Set<? extends OpenOption> options, boolean shared, Use use) throws IOException {
        THREADS.lock();
        try (FileChannel file = FileChannel.open(
                        path,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                FileLock _ = file.lock(0, Long.MAX_VALUE, shared)) {
            requireOwn();
            requirePrivate();
            return use.of(file);
        } finally {
            THREADS.unlock();
        }
    }

    private void requireOwn() throws IOException {
        UserPrincipal owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
        UserPrincipal user = CurrentUser.get();
        if (!owner.equals(user)
                && !owner.getName().equals(ROOT)
                && !user.getName().equals(ROOT)) {
            throw new RemException(ErrorCode.INVALID_CONFIG, "The file of the token is another user's, who knows it")
                    .with("path", path)
                    .with("owner", owner.getName())
                    .hint("Delete the file; a new token is made for this user");
        }
    }

    private void requirePrivate() throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        if (permissions.removeAll(OTHERS)) {
            throw new RemException(ErrorCode.INVALID_CONFIG, "Other users may read the token or change it")
                    .with("path", path)
                    .with("mode", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .hint("chmod 600 " + path
                            + " ends that; a token that others have seen is replaced by deleting the file");
        }
    }

    private String content(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_FILE_BYTES);
        int read = 0;
        while (read >= 0 && bytes.hasRemaining()) {
            read = file.read(bytes);
        }
        String token = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        if (!bytes.hasRemaining() || !token.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new RemException(ErrorCode.INVALID_CONFIG, "The file of the token holds something else")
                    .with("path", path)
                    .hint("One line of printable ASCII without spaces; a new token is made when the file is deleted");
        }
        return token;
    }

    private static String fill(FileChannel file) throws IOException {
        String token = random();
        ByteBuffer bytes = ByteBuffer.wrap((token + "\n").getBytes(StandardCharsets.US_ASCII));
        file.truncate(0);
        for (long position = 0; bytes.hasRemaining(); ) {
            position += file.write(bytes, position);
        }
        file.force(true);
        return token;
    }

    /** A token that nobody knows yet. */
    static String random() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private RemException unusable(IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "The file of the token cannot be read or made", e)
                .with("path", path)
                .with("problem", IoProblem.of(e))
                .hint("Set P8_API_TOKEN, or mend the file");
    }
}
