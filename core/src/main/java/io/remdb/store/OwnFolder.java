package io.remdb.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders that nobody but their user can look into, whatever the mode of the folder is that they are made in. */
public final class OwnFolder {
    private OwnFolder() {}

    /**
     * Makes a folder where there is none; one that is there stays as it is. Folders above it that are missing are made as the system
     * makes them.
     */
    public static void create(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            createPrivately(folder);
        } else {
            Files.createDirectories(folder);
        }
    }

    private static void createPrivately(Path folder) throws IOException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            // made by another process at this moment
        }
    }
}
