package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @throws RemException {@link ErrorCode#LOCKED} when another has it, in this process or elsewhere
     */
    static FolderLock take(Path folder) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return new FolderLock(channel);
            }
        } catch (OverlappingFileLockException _) {
            // another database of this process
        } catch (IOException e) {
            release(channel);
            throw new RemException(ErrorCode.IO_ERROR, "The database's folder cannot be locked", e)
                    .with("path", folder)
                    .with("reason", e.getMessage())
                    .hint("Give this user permission on the folder, or choose another with P8_DB_PATH");
        }
        release(channel);
        throw RocksErrors.locked(folder.toString());
    }

    private static void release(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The lock of a database's folder cannot be released", e);
        }
    }

    @Override
    public void close() {
        release(channel);
    }
}
