package io.remdb.server.owner;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right to start an owner. When one goes, all of its clients notice at the same moment: one of them starts the next, the others
 * wait for it instead of each starting a process that finds the database locked. A client that dies lets it go.
 */
final class StartLock implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(StartLock.class.getName());
    private static final StartLock FREE = new StartLock(null);

    private final @Nullable FileChannel channel;

    private StartLock(@Nullable FileChannel channel) {
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
            FileChannel channel = FileChannel.open(
                    folder.resolve("owner.start"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return locked(channel) ? Optional.of(new StartLock(channel)) : Optional.empty();
        } catch (IOException e) {
            // Without it more is started than need be, and the database's own lock decides.
            LOGGER.log(Level.DEBUG, "The start of an owner cannot be kept to one", e);
            return Optional.of(FREE);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            // another thread of this process
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
        }
    }
}
