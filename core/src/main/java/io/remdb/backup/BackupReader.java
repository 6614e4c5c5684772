package io.remdb.backup;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a backup and holds them against their checksums.
 *
 * @param backup that is read
 */
public record BackupReader(BackupFolder.Found backup, FileWork work) {
    private static final System.Logger LOGGER = System.getLogger(BackupReader.class.getName());

    private interface Reading {
        String digest(Path file, StoredFile stored, FileWork.Counter counter) throws IOException;
    }

    /**
     * Copies all files into a folder.
     *
     * @throws RemException {@link ErrorCode#CORRUPTED} for a file that is missing or not what it was, {@link ErrorCode#IO_ERROR}, {@link
     *     ErrorCode#CANCELLED}
     */
    public void copyTo(Path folder, ProgressListener progress) {
        each(progress, (file, stored, counter) -> work.copy(file, folder.resolve(stored.name()), counter));
    }

    /**
     * Reads all files.
     *
     * @throws RemException as {@link #copyTo}
     */
    public void check(ProgressListener progress) {
        each(progress, (file, _, counter) -> work.digest(file, counter));
    }

    private void each(ProgressListener progress, Reading reading) {
        BackupManifest manifest = backup.entry().manifest();
        FileWork.Counter counter = new FileWork.Counter(progress, manifest.bytes());
        for (StoredFile stored : manifest.files()) {
            Path file = backup.folder().locate(backup.entry(), stored);
            try {
                if (!reading.digest(file, stored, counter).equals(stored.sha256())) {
                    boolean moved = setAside(file, stored);
                    RemException error = damaged("A file of the backup is not what was written", file, null);
                    throw moved ? error.with("set_aside_as", aside(file)) : error;
                }
            } catch (NoSuchFileException e) {
                if (!file.toString().equals(e.getFile())) {
                    throw BackupErrors.of(e, "A file of the backup cannot be read", file);
                }
                throw Files.exists(aside(file))
                        ? damaged("A file of the backup was damaged and is set aside", file, e)
                                .with("set_aside_as", aside(file))
                        : damaged("A file of the backup is missing", file, e);
            } catch (IOException e) {
                throw BackupErrors.of(e, "A file of the backup cannot be read", file);
            }
        }
    }

    /** Else the next backup would need it, too; where it is not there, that copies it again. Whether it was moved. */
    private static boolean setAside(Path file, StoredFile stored) {
        if (stored.shared() == null) {
            return false;
        }
        try {
            Files.move(file, aside(file));
            return true;
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "A damaged file stays among those of backups: " + file, e);
            return false;
        }
    }

    private static Path aside(Path file) {
        return file.resolveSibling(file.getFileName() + ".damaged");
    }

    private static RemException damaged(String text, Path file, @Nullable Exception cause) {
        return new RemException(ErrorCode.CORRUPTED, text, cause)
                .with("path", file)
                .hint(
                        "Check the disk that it is on, and use another backup; a new one (rem backup create) copies the file"
                                + " again");
    }

    /** Remarks beside the backup that it is sound. */
    public void remarkSound(Instant verifiedAt) {
        VerifiedNote.write(work, backup.entry().path(), verifiedAt);
    }

    /** Removes such a remark. */
    public void remarkNothing() {
        VerifiedNote.remove(backup.entry().path());
    }
}
