package io.remdb.server.owner;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/** What a replica calls itself to its primary: chosen at random once, and kept in a file of its folder. */
final class ReplicaName {
    private static final String FILE = "replica-name";

    private ReplicaName() {}

    /** @throws RemException {@link ErrorCode#IO_ERROR} */
    static String of(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return read(folder, file);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The name of the replica cannot be read or written", e)
                    .with("path", file)
                    .with("problem", IoProblem.of(e));
        }
    }

    private static String read(Path folder, Path file) throws IOException {
        try {
            String name = Files.readString(file).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (NoSuchFileException _) {
            // the first time
        }
        String name = folder.toAbsolutePath().getFileName()
                + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        Files.writeString(file, name + "\n");
        return name;
    }
}
