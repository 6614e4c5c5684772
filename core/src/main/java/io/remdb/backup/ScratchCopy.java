package io.remdb.backup;

import io.remdb.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A copy of a backup's files that may be opened: files that the engine does not change have a second name in it, where the folder of
 * backups can be written to and its file system has such names; else it is a copy in the system's folder for temporary files. Its name
 * says which process has it.
 */
public final class ScratchCopy implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(ScratchCopy.class.getName());
    private static final Pattern NAME = Pattern.compile("verifying-(\\d+)-[0-9a-f-]{36}");

    private final Path path;

    private ScratchCopy(Path path) {
        this.path = path;
    }

    /** Makes one. */
    public static ScratchCopy of(BackupFolder.Found backup, FileWork work) throws IOException {
        String name = "verifying-" + ProcessHandle.current().pid() + '-' + UUID.randomUUID();
        ScratchCopy beside = new ScratchCopy(backup.folder().path().resolve(name));
        try {
            beside.fill(backup, work, true);
            return beside;
        } catch (IOException | UnsupportedOperationException e) {
            beside.close();
            LOGGER.log(System.Logger.Level.DEBUG, "A backup cannot be opened where it is, and is copied", e);
        }
        ScratchCopy elsewhere = new ScratchCopy(Path.of(System.getProperty("java.io.tmpdir"), name));
        boolean done = false;
        try {
            elsewhere.fill(backup, work, false);
            done = true;
            return elsewhere;
        } finally {
            if (!done) {
                elsewhere.close();
            }
        }
    }

    /** Whether something has the name of a copy whose process has ended. */
    static boolean isAbandoned(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
    }

    private void fill(BackupFolder.Found backup, FileWork work, boolean links) throws IOException {
        work.createFolder(path);
        work.createFolder(store());
        FileWork.Counter unheard = new FileWork.Counter(ProgressListener.NONE, ProgressListener.UNKNOWN_TOTAL);
        for (StoredFile file : backup.entry().manifest().files()) {
            Path from = backup.folder().locate(backup.entry(), file);
            Path to = store().resolve(file.name());
            if (links && file.shared() != null) {
                work.link(from, to);
            } else {
                work.copy(from, to, unheard);
            }
        }
    }

    /** The folder of the store. */
    public Path store() {
        return path.resolve("store");
    }

    /** Removes it. */
    @Override
    public void close() {
        try {
            if (Files.exists(path)) {
                FileWork.DISK.delete(path);
            }
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "A copy that was made to verify a backup cannot be removed", e);
        }
    }
}
