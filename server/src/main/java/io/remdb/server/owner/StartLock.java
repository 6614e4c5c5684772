package io.remdb.server.owner;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to start an owner. When one goes, all of its clients notice at the same moment: one of them starts the next, the others
 * wait for it instead of each starting a process that finds the database locked. A client that dies lets it go.
 */
final class StartLock implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(StartLock.class.getName());
    private static final StartLock FREE = new StartLock(null, null);

    /** Those of this process: closing a second channel on a file would let go of the lock that the first has. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final @Nullable Path held;
    private final @Nullable FileChannel channel;

    private StartLock(@Nullable Path held, @Nullable FileChannel channel) {
        this.held = held;
        this.channel = channel;
    }

    /**
     * Takes it. A folder that is not a database yet has none: nothing may be in it before it is one.
     *
     * @return empty when another has it
     */
    static Optional<StartLock> take(Path folder) {
        if (!Files.isDirectory(folder.resolve("store"))) {
            return Optional.of(FREE);
        }
        try {
            Path real = folder.toRealPath();
            if (!HELD.add(real)) {
                return Optional.empty();
            }
            FileChannel channel = null;
            try {
                channel = lock(real.resolve("owner.start"));
            } finally {
                if (channel == null) {
                    HELD.remove(real);
                }
            }
            return Optional.ofNullable(channel).map(locked -> new StartLock(real, locked));
        } catch (IOException e) {
            // Without it more is started than need be, and the database's own lock decides.
            LOGGER.log(Level.DEBUG, "The start of an owner cannot be kept to one", e);
            return Optional.of(FREE);
        }
    }

    private static @Nullable FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return locked(channel) ? channel : null;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            // another copy of this class in this process
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked;
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The right to start an owner cannot be given back", e);
        } finally {
            if (held != null) {
                HELD.remove(held);
            }
        }
    }
}
