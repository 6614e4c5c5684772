package io.remdb.embedding.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Makes files that several processes may want to make at the same time. */
final class AtomicFiles {
    private AtomicFiles() {}

    /** Writes a file of another name beside it, then renames that. Makes the folder if it is not there. */
    static void write(Path path, PreparedFile.Writer writer) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("Not the path of a file: " + path);
        }
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, path.getFileName() + ".", ".tmp");
        try {
            writer.write(temporary);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
