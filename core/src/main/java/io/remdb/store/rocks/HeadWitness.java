package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.StoreEncryption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * How far a store had got when it was last synced, in a file beside RocksDB's. A store that is behind it has lost what was
 * acknowledged: RocksDB ends a log silently where an entry is damaged, or somebody put older files in the place of newer ones. The
 * file is never ahead of what the disk has, so that a power failure is not taken for that. In an encrypted store it is sealed, so
 * that nobody without the keys can write one; whoever puts back the whole folder, this file included, is not found out.
 */
final class HeadWitness {
    static final String FILE = "HEAD";
    private static final String NEW_FILE = "HEAD.new";

    private final Path folder;
    private final HeadForm form;
    private final boolean required;
    private long saved = -1;

    private HeadWitness(Path folder, HeadForm form, boolean required) {
        this.folder = folder;
        this.form = form;
        this.required = required;
    }

    /** Of a store that is encrypted. */
    static HeadWitness sealed(Path folder, UUID databaseId, StoreEncryption encryption) {
        return new HeadWitness(folder, new HeadForm.Sealed(databaseId, encryption), true);
    }

    /** Of one that is not; it may be of a version that had no such file. */
    static HeadWitness plain(Path folder, UUID databaseId) {
        return new HeadWitness(folder, new HeadForm.Plain(databaseId), false);
    }

    /** Whether the store in a folder had begun to be written to. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /**
     * Refuses a store without keys that had some: what is written to it would be readable.
     *
     * @throws RemException {@link ErrorCode#CORRUPTED}
     */
    static void requireNoneSealed(Path folder) {
        if (isIn(folder) && !HeadForm.Plain.hasLength(size(folder))) {
            throw new RemException(ErrorCode.CORRUPTED, "The database was encrypted, and its keys are gone")
                    .with("path", folder)
                    .hint("Restore the database from a backup");
        }
    }

    /**
     * Compares a store that has just been opened.
     *
     * @throws RemException {@link ErrorCode#CORRUPTED} when it is older than it was, or when the file is missing or not ours
     */
    void check(long lastSequence) {
        long seen = read(lastSequence);
        if (lastSequence < seen) {
            throw new RemException(
                            ErrorCode.CORRUPTED,
                            "The last changes of the database are missing: a file of it is damaged, gone or older than the others")
                    .with("sequence", lastSequence)
                    .with("was", seen)
                    .with("path", folder)
                    .hint(
                            "Check the disk. Put all files of one moment back, the file store/HEAD included, or restore a backup");
        }
        saved = seen;
    }

    private long read(long lastSequence) {
        byte[] file;
        try {
            file = Files.readAllBytes(folder.resolve(FILE));
        } catch (NoSuchFileException e) {
            if (!required || lastSequence == 0) {
                return 0; // of an older version, or killed while it was created
            }
            throw damaged(e);
        } catch (IOException e) {
            throw failed(e);
        }
        try {
            return form.read(file);
        } catch (RemException e) {
            throw e.code() == ErrorCode.CORRUPTED ? damaged(e) : e;
        }
    }

    /** Remembers that a store is on the disk up to a sequence. */
    synchronized void save(long syncedSequence) {
        if (syncedSequence <= saved) {
            return;
        }
        try {
            Path next = folder.resolve(NEW_FILE);
            try (FileChannel channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(form.write(syncedSequence)));
                channel.force(true);
            }
            Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(e);
        }
        saved = syncedSequence;
    }

    private static long size(Path folder) {
        try {
            return Files.size(folder.resolve(FILE));
        } catch (IOException _) {
            return -1;
        }
    }

    private RemException damaged(Exception cause) {
        return new RemException(
                        ErrorCode.CORRUPTED,
                        "The file that says how far the database had got is missing or was changed",
                        cause)
                .with("path", folder.resolve(FILE))
                .hint(
                        required
                                ? "Put the file back, or restore a backup"
                                : "Restore a backup, or delete the file to open the database with what is there of it");
    }

    private RemException failed(IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "The database's files cannot be read or written", e)
                .with("path", folder)
                .with("reason", e.getMessage());
    }
}
