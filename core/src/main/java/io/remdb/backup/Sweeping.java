package io.remdb.backup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes what killed processes and removed backups have left in a folder of backups; with its lock. */
final class Sweeping {
    private Sweeping() {}

    /** The bytes of shared files that are gone. */
    static long sweep(BackupFolder folder, FileWork work) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.path())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.endsWith(BackupFolder.NEW) || ScratchCopy.isAbandoned(name)) {
                    work.delete(file);
                }
            }
        }
        List<BackupEntry> entries = folder.entries();
        if (!Files.isDirectory(folder.shared()) || entries.stream().anyMatch(entry -> entry.readable() == null)) {
            return 0; // what a damaged one needs is not known
        }
        Set<String> needed = new HashSet<>();
        entries.forEach(entry -> entry.manifest().files().forEach(file -> needed.add(String.valueOf(file.shared()))));
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.shared())) {
            for (Path file : files) {
                if (!needed.contains(file.getFileName().toString())) {
                    long size = Files.size(file);
                    work.delete(file);
                    bytes += size;
                }
            }
        }
        return bytes;
    }
}
