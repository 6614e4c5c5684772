package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.rocks.RocksStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts another store in the place of the one that a database has. Whatever is killed in between, the next to open the folder finds the
 * one store or the other whole:
 *
 * <ol>
 *   <li>{@code store}, {@code store.new}: the other store is being made; it is thrown away
 *   <li>the former store under another name, {@code store.new}: the other store is whole; it becomes {@code store}
 *   <li>{@code store}, the former store under another name: the other is in its place; the former goes, or is kept
 * </ol>
 *
 * <p>The lock of the former store is held from the beginning to the end, under whatever name it is, so that nobody opens it between two
 * steps, and two who replace a store, or finish what was begun, do not meet.
 */
final class StoreSwap {
    /** Why a store is replaced: the former one's name meanwhile, and whether it stays. */
    enum Reason {
        /** By an encrypted copy of it. What is not encrypted goes. */
        ENCRYPTED("plain"),
        /** By a later copy of its primary's. */
        OUTDATED("outdated"),
        /** By a copy of another database, or of a history that this one has left: it may have what is nowhere else. */
        REPLACED("replaced");

        private final String suffix;

        Reason(String suffix) {
            this.suffix = suffix;
        }
    }

    private static final String KEPT = "store.before-";

    private final DatabaseFolder folder;
    private final Reason reason;
    private final Path copy;
    private final Path former;
    private final Path formerSearch;

    StoreSwap(DatabaseFolder folder, Reason reason) {
        this.folder = folder;
        this.reason = reason;
        this.copy = folder.path().resolve("store.new");
        this.former = folder.path().resolve("store." + reason.suffix);
        this.formerSearch = folder.path().resolve("search." + reason.suffix);
    }

    /** How the former store is called that stays, but for its number. */
    static String keptName() {
        return KEPT;
    }

    /** Goes on with whatever was begun and killed in a folder; before the store is opened. */
    static void finishAll(DatabaseFolder folder) {
        for (Reason reason : Reason.values()) {
            new StoreSwap(folder, reason).finish();
        }
    }

    /** Whether the store of a folder is being replaced, by this process or another, or was when one was killed. */
    static boolean isUnderWay(DatabaseFolder folder) {
        for (Reason reason : Reason.values()) {
            if (new StoreSwap(folder, reason).isUnderWay()) {
                return true;
            }
        }
        return false;
    }

    /** Where the other store is made. */
    Path copy() {
        return copy;
    }

    private boolean isUnderWay() {
        try {
            return isThere(former);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** A folder that cannot be looked at may be there: what is not encrypted would stay. */
    private static boolean isThere(Path path) throws IOException {
        try {
            var _ = Files.readAttributes(path, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private void finish() {
        if (!isUnderWay()) {
            return;
        }
        try {
            if (!RocksStore.whileLockedIfThere(former, () -> {
                var _ = complete();
            })) {
                finishWithoutLockFile();
            }
        } catch (NoSuchFileException _) {
            // finished by another process since we looked
        } catch (IOException e) {
            throw failed(e);
        } catch (RemException e) {
            if (e.code() != ErrorCode.IO_ERROR || isUnderWay()) {
                throw e;
            }
            // the same
        }
    }

    /** It is the last file to be removed; a backup may lack it, too. */
    private void finishWithoutLockFile() throws IOException {
        boolean empty;
        try (Stream<Path> files = Files.list(former)) {
            empty = files.findAny().isEmpty();
        }
        if (empty) {
            Files.deleteIfExists(former);
        } else {
            RocksStore.whileLocked(former, () -> {
                var _ = complete();
            });
        }
    }

    /** What is left of one that was killed. */
    void deleteCopy() {
        try {
            delete(copy);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Takes a store that was made elsewhere, on the same file system, as the copy. */
    void takeCopy(Path made) {
        deleteCopy();
        try {
            Files.move(made, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Puts the copy, which is whole, in the place of the store; with the lock of that.
     *
     * @return where the former store is, if it stays
     */
    @Nullable
    Path swap() {
        try {
            sync(copy);
            Files.move(folder.store(), former, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(e);
        }
        return complete();
    }

    /** With the lock of the former store. */
    private @Nullable Path complete() {
        try {
            if (!isThere(folder.store())) {
                // Before anybody can open the store: the search index was made of the former one.
                if (isThere(folder.search())) {
                    Files.move(folder.search(), formerSearch, StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(copy, folder.store(), StandardCopyOption.ATOMIC_MOVE);
            } else if (isThere(copy)) {
                throw new RemException(
                                ErrorCode.CORRUPTED, "The database is there as it was and as what is to replace it")
                        .with("path", folder.path())
                        .hint("Somebody has put the folder store there. The data is in " + former.getFileName()
                                + ": move store and store.new away, rename that to store, and begin anew");
            }
            // The names reach the disk before what they replace is gone.
            sync(folder.path());
            delete(formerSearch);
            if (reason == Reason.REPLACED) {
                return Files.move(former, freeName(), StandardCopyOption.ATOMIC_MOVE);
            }
            delete(former);
            return null;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Path freeName() {
        int number = 1;
        while (Files.exists(folder.path().resolve(KEPT + number))) {
            number++;
        }
        return folder.path().resolve(KEPT + number);
    }

    /** The file with the lock last: without it nobody else tries to remove the rest. */
    private static void delete(Path root) throws IOException {
        if (!isThere(root)) {
            return;
        }
        Path lock = root.resolve(RocksStore.LOCK_FILE);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(lock) && !file.equals(root)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.deleteIfExists(lock);
        Files.deleteIfExists(root);
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
        }
    }

    private RemException failed(IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "The database's folders cannot be moved or removed", e)
                .with("path", folder.path())
                .with("reason", e.getMessage())
                .hint("Give this user permission on the folder; opening the database then goes on");
    }
}
