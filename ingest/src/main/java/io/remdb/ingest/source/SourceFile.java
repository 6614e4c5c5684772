package io.remdb.ingest.source;

import java.nio.file.Path;

/**
 * A file that is to be taken in.
 *
 * @param path where its bytes are
 * @param uri by which its document is known: the same each time
 * @param name its name, by which its kind is known
 * @param named whether it was named itself, and is not one of a folder
 */
public record SourceFile(Path path, String uri, String name, boolean named) {
    /** A file by its place. */
    static SourceFile of(Path path, boolean named) {
        Path absolute = path.toAbsolutePath().normalize();
        return new SourceFile(absolute, absolute.toUri().toString(), String.valueOf(absolute.getFileName()), named);
    }
}
