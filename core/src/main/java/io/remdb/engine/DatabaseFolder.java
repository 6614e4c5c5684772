package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import io.remdb.store.OwnFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where things lie in a database's folder: {@code store} is the data, {@code search} is derived from it and may be deleted
 * while the database is closed.
 */
record DatabaseFolder(Path path) {
    Path store() {
        return path.resolve("store");
    }

    Path search() {
        return path.resolve("search");
    }

    /**
     * Makes sure that the folder is a database or may become one.
     *
     * @return whether there is a database in it
     */
    boolean prepare(Creation creation) {
        if (Files.isDirectory(store())) {
            return true;
        }
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw notADatabase("The path is a file, not the folder of a database");
        }
        if (!isEmpty()) {
            if (Files.isDirectory(store())) {
                return true; // another process has begun to make it since we looked
            }
            throw notADatabase("The folder is not a database and is not empty");
        }
        if (creation == Creation.NEVER) {
            throw notADatabase("There is no database in this folder");
        }
        createPrivately(path);
        createPrivately(store());
        return false;
    }

    private boolean isEmpty() {
        if (!Files.isDirectory(path)) {
            return true;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The folder cannot be read", e)
                    .with("path", path)
                    .with("problem", e.getClass().getSimpleName());
        }
    }

    /** A memory is private: nobody but its user may read the files. */
    private void createPrivately(Path folder) {
        try {
            OwnFolder.create(folder);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The folder of the database cannot be created", e)
                    .with("path", path)
                    .with("problem", e.getClass().getSimpleName())
                    .hint("Choose another place with --db or P8_DB_PATH, or make the folder writable");
        }
    }

    private RemException notADatabase(String text) {
        return new RemException(ErrorCode.NOT_A_DATABASE, text)
                .with("path", path)
                .hint("rem init creates a database in a new or empty folder");
    }
}
