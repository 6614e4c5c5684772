package io.remdb.backup;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps two who change a folder of backups apart; gone with its process. */
final class BackupLock implements AutoCloseable {
    /** The folders that this process has: to open the file a second time and close it would let go of the lock. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path held;
    private final FileChannel channel;

    private BackupLock(Path held, FileChannel channel) {
        this.held = held;
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @throws RemException {@link ErrorCode#LOCKED}
     */
    static BackupLock take(BackupFolder folder) throws IOException {
        Path real = folder.path().toRealPath();
        if (!HELD.add(real)) {
            throw locked(real);
        }
        FileChannel channel = null;
        try {
            channel = lock(folder.marker());
        } finally {
            if (channel == null) {
                HELD.remove(real);
            }
        }
        if (channel == null) {
            throw locked(real);
        }
        return new BackupLock(real, channel);
    }

    /** @return null when another process has it, or another class loader's copy of this class */
    private static @Nullable FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            // locked by another copy of this class
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? channel : null;
    }

    private static RemException locked(Path folder) {
        return new RemException(ErrorCode.LOCKED, "Another process is making or removing backups in this folder")
                .with("path", folder)
                .hint("Try again when it has ended");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(held);
        }
    }
}
