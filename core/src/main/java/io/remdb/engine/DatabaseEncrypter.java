package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.store.rocks.RocksStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Encrypts a database that is there: an encrypted copy of the store is made beside it, compared, and put in its place; then the former
 * store and the search index go. Whatever is killed in between, the next to open the folder finds the one store or the other whole:
 *
 * <ol>
 *   <li>{@code store}, {@code store.new}: the copy is being made; it is thrown away
 *   <li>{@code store.plain}, {@code store.new}: the copy is whole; it becomes {@code store}
 *   <li>{@code store}, {@code store.plain}: the copy is in its place; what is not encrypted goes
 * </ol>
 *
 * <p>The lock of the store that is encrypted is held from the beginning to the end, under whatever name it is, so that nobody opens it
 * between two steps, and two who encrypt, or finish what was begun, do not meet.
 */
final class DatabaseEncrypter {
    private final DatabaseFolder folder;
    private final Path copy;
    private final Path former;
    private final Path formerSearch;

    DatabaseEncrypter(DatabaseFolder folder) {
        this.folder = folder;
        this.copy = folder.path().resolve("store.new");
        this.former = folder.path().resolve("store.plain");
        this.formerSearch = folder.path().resolve("search.plain");
    }

    void encrypt(OpenOptions options, ProgressListener progress) {
        folder.prepare(Creation.NEVER);
        finish();
        RocksStore.whileLocked(folder.store(), () -> {
            deleteCopy();
            RocksStore.copyEncrypted(folder.store(), copy, options.config(), options.keys(), progress);
            swap();
        });
    }

    /** Goes on with what was begun and killed, if there is anything; before the store is opened. */
    void finish() {
        if (!isUnderWay()) {
            return;
        }
        try {
            if (!RocksStore.whileLockedIfThere(former, this::complete)) {
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
            RocksStore.whileLocked(former, this::complete);
        }
    }

    /** Whether the store is being replaced, by this process or another, or was when one was killed. */
    boolean isUnderWay() {
        return Files.isDirectory(former);
    }

    /** What is left of one that was killed. */
    private void deleteCopy() {
        try {
            delete(copy);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void swap() {
        try {
            sync(copy);
            Files.move(folder.store(), former, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(e);
        }
        complete();
    }

    /** With the lock of the former store. */
    private void complete() {
        try {
            if (!Files.isDirectory(folder.store())) {
                // Before anybody can open the store: the search index was made of what was readable.
                if (Files.isDirectory(folder.search())) {
                    Files.move(folder.search(), formerSearch, StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(copy, folder.store(), StandardCopyOption.ATOMIC_MOVE);
            } else if (Files.exists(copy)) {
                throw new RemException(ErrorCode.CORRUPTED, "The database is there as it was and as an encrypted copy")
                        .with("path", folder.path())
                        .hint("Somebody has put the folder store there. The data is in store.plain: move store and"
                                + " store.new away, rename store.plain to store, and encrypt anew");
            }
            // The names reach the disk before what they replace is gone.
            sync(folder.path());
            delete(formerSearch);
            delete(former);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The file with the lock last: without it nobody else tries to remove the rest. */
    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Path lock = root.resolve(RocksStore.LOCK_FILE);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(lock) && !file.equals(root)) {
                    Files.deleteIfExists(file);
                }
            }
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
