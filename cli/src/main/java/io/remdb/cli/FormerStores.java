package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders that a replica keeps of a store whose place a copy of the primary's has taken: it may have what is nowhere else. They are no part of the
 * database, whoever has it open.
 *
 * @param folders in the order of their names
 * @param bytes of all of them
 */
record FormerStores(List<Path> folders, long bytes) {
    private static final String PREFIX = "store.before-";

    static FormerStores in(Path database) {
        try (Stream<Path> all = Files.list(database)) {
            List<Path> folders = all.filter(
                            path -> path.getFileName().toString().startsWith(PREFIX))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
            long bytes = 0;
            for (Path folder : folders) {
                try (Stream<Path> files = Files.walk(folder)) {
                    bytes += files.filter(Files::isRegularFile)
                            .mapToLong(FormerStores::size)
                            .sum();
                }
            }
            return new FormerStores(folders, bytes);
        } catch (IOException | UncheckedIOException e) {
            throw failed(database, e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException | UncheckedIOException e) {
                throw failed(folder, e);
            }
        }
    }

    private static RemException failed(Path path, Exception cause) {
        return new RemException(ErrorCode.IO_ERROR, "Former stores cannot be read or removed", cause)
                .with("path", path)
                .because(cause);
    }
}
