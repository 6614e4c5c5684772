package io.remdb.ingest.source;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Looks at what is in a place. {@link Files#exists} and its like take a disk that fails for a place where nothing is. */
final class Place {
    private Place() {}

    /** What is there; empty for nothing. */
    static Optional<BasicFileAttributes> look(Path path, LinkOption... options) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, options));
        } catch (NoSuchFileException nothing) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (isBelowAFile(path)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isBelowAFile(Path path) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return true;
            }
        }
        return false;
    }
}
