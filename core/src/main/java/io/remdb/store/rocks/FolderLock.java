package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every other process out of a store's folder; gone with its process. RocksDB has a lock of its own, but moves and deletes its
 * log files before it takes it: of many processes that open a database at the same moment, some would fail for a file that is gone,
 * and all would push aside the log of the one that has it open.
 */
final class FolderLock implements AutoCloseable {
    /** The file that is locked; it stays there, empty. */
    static final String FILE = "OWNED";

    private static final Logger LOGGER = System.getLogger(FolderLock.class.getName());

    /**
     * The folders that this process has. The system's locks are a process's: closing a second channel on the file would let go of
     * what the first has locked, so the file is not even opened then.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path held;
    private final FileChannel channel;

    private FolderLock(Path held, FileChannel channel) {
        this.held = held;
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @throws RemException {@link ErrorCode#LOCKED} when another has it, in this process or elsewhere
     */
    static FolderLock take(Path folder) {
        return take(folder, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE))
                .orElseThrow();
    }

    /**
     * Takes it where the file is there; what is being removed is not to get another one.
     *
     * @return empty when there is no such file
     * @throws RemException as {@link #take}
     */
    static Optional<FolderLock> takeIfThere(Path folder) {
        return take(folder, Set.of(StandardOpenOption.WRITE));
    }

    /** @return empty when the file is not there and not to be made */
    private static Optional<FolderLock> take(Path folder, Set<StandardOpenOption> opening) {
        try {
            Path real = folder.toRealPath();
            if (!HELD.add(real)) {
                throw RocksErrors.locked(folder.toString());
            }
            FileChannel channel = null;
            try {
                channel = lock(real, opening);
            } catch (NoSuchFileException e) {
                if (opening.contains(StandardOpenOption.CREATE)) {
                    throw e;
                }
                return Optional.empty();
            } finally {
                if (channel == null) {
                    HELD.remove(real);
                }
            }
            if (channel == null) {
                throw RocksErrors.locked(folder.toString());
            }
            return Optional.of(new FolderLock(real, channel));
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The database's folder cannot be locked", e)
                    .with("path", folder)
                    .with("problem", IoProblem.of(e))
                    .hint("Give this user permission to write there, or choose another folder with --db or P8_DB_PATH");
        }
    }

    /** @return null when another process has it, or another class loader's copy of this class */
    private static @Nullable FileChannel lock(Path folder, Set<StandardOpenOption> opening) throws IOException {
        FileChannel channel = FileChannel.open(folder.resolve(FILE), opening);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            // locked by another copy of this class
        } finally {
            if (!locked) {
                release(channel);
            }
        }
        return locked ? channel : null;
    }

    private static void release(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The lock of a database's folder cannot be released", e);
        }
    }

    @Override
    public void close() {
        release(channel);
        HELD.remove(held);
    }
}
