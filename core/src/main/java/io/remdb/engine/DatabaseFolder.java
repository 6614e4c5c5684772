package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import io.remdb.store.OwnFolder;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/**
 * Where things lie in a database's folder: {@code store} is the data, {@code search} is derived from it and may be deleted
 * while the database is closed.
 */
record DatabaseFolder(Path path) {
    private static final String PERMISSION =
            "Ask the folder's owner for permission, run as that user, or choose another database with --db or P8_DB_PATH";

    Path store() {
        return path.resolve("store");
    }

    Path search() {
        return path.resolve("search");
    }

    /** A store that is being made of a backup. */
    Path restoring() {
        return path.resolve("store.restoring");
    }

    /**
     * Makes sure that nothing is in the folder, or that there is none.
     *
     * @throws RemException {@link ErrorCode#NOT_A_DATABASE}, {@link ErrorCode#IO_ERROR}
     */
    void requireEmpty() {
        requireAllowed();
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw notADatabase("The path is a file, not the folder of a database");
        }
        if (!isEmpty()) {
            throw new RemException(ErrorCode.NOT_A_DATABASE, "The folder is not a database and is not empty")
                    .with("path", path)
                    .hint("Choose a folder that is empty or does not exist yet");
        }
    }

    /**
     * Makes sure that the folder is a database or may become one.
     *
     * @return whether there is a database in it
     */
    boolean prepare(Creation creation) {
        requireAllowed();
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
            if (Files.isDirectory(restoring())) {
                throw new RemException(
                                ErrorCode.NOT_A_DATABASE,
                                "A database is being restored here, or was when it was broken off")
                        .with("path", path)
                        .hint("Wait until that has ended, or run rem backup restore again");
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

    /** To those who may not look into it a folder seems empty, or not there. */
    private void requireAllowed() {
        try {
            Files.readAttributes(store(), BasicFileAttributes.class);
        } catch (AccessDeniedException e) {
            throw new RemException(ErrorCode.IO_ERROR, "This user may not look into the folder of the database", e)
                    .with("path", path)
                    .with("user", System.getProperty("user.name"))
                    .hint(PERMISSION);
        } catch (IOException _) {
            // It is not there, or its parent is a file: seen below.
        }
    }

    private boolean isEmpty() {
        if (!Files.isDirectory(path)) {
            return true;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The folder of the database cannot be read", e)
                    .with("path", path)
                    .with("problem", IoProblem.of(e))
                    .hint(PERMISSION);
        }
    }

    /** A memory is private: nobody but its user may read the files. */
    private void createPrivately(Path folder) {
        try {
            OwnFolder.create(folder);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The folder of the database cannot be created", e)
                    .with("path", path)
                    .with("problem", IoProblem.of(e))
                    .hint(
                            "Choose another place with --db or P8_DB_PATH, or make the folder that it is to lie in writable"
                                    + " for this user");
        }
    }

    private RemException notADatabase(String text) {
        return new RemException(ErrorCode.NOT_A_DATABASE, text)
                .with("path", path)
                .hint("rem init creates a database in a new or empty folder");
    }
}
