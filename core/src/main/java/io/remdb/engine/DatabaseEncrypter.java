package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.store.rocks.RocksStore;
import java.io.IOException;
import java.nio.file.Files;
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
        try {
            delete(copy);
            RocksStore.copyEncrypted(folder.store(), copy, options.config(), options.keys(), progress);
            Files.move(folder.store(), former, StandardCopyOption.ATOMIC_MOVE);
            finish();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Goes on with what was begun and killed, if there is anything; before the store is opened. */
    void finish() {
        try {
            if (!Files.isDirectory(former)) {
                return;
            }
            if (!Files.isDirectory(folder.store())) {
                // Before anybody can open the store: the search index was made of what was readable.
                if (Files.isDirectory(folder.search())) {
                    Files.move(folder.search(), formerSearch, StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(copy, folder.store(), StandardCopyOption.ATOMIC_MOVE);
            }
            delete(formerSearch);
            delete(former);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private RemException failed(IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "The database's folders cannot be moved or removed", e)
                .with("path", folder.path())
                .with("reason", e.getMessage())
                .hint("Give this user permission on the folder; opening the database then goes on");
    }
}
