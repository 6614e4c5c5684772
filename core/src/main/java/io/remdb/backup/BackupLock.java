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
     * @param file that is locked, made where there is none
     * @throws RemException {@link ErrorCode#LOCKED}
     */
    static BackupLock take(Path file) throws IOException {
        Path real = file.toAbsolutePath().getParent().toRealPath();
        if (!HELD.add(real)) {
            throw locked(real);
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            // another class loader's copy of this class
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(real);
            }
        }
        if (!taken) {
            throw locked(real);
        }
        return new BackupLock(real, channel);
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
