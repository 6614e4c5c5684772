package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.crypto.Aead;
import io.remdb.store.StoreEncryption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far an encrypted store had got when it was last synced, in a sealed file beside RocksDB's: a store that is behind it has had
 * older files put in the place of newer ones, each of them genuine. The file is never ahead of what the disk has, so that a power
 * failure is not taken for that. Whoever puts back the whole folder, this file included, is not found out.
 */
final class HeadWitness {
    static final String FILE = "HEAD";
    private static final String NEW_FILE = "HEAD.new";
    private static final String PURPOSE = "head";
    private static final int LENGTH = Integer.BYTES + Aead.NONCE_LENGTH + Long.BYTES + Aead.TAG_LENGTH;

    private final Path folder;
    private final UUID databaseId;
    private final StoreEncryption encryption;
    private long saved = -1;

    HeadWitness(Path folder, UUID databaseId, StoreEncryption encryption) {
        this.folder = folder;
        this.databaseId = databaseId;
        this.encryption = encryption;
    }

    /**
     * Refuses a store without keys that had some: what is written to it would be readable.
     *
     * @throws RemException {@link ErrorCode#CORRUPTED}
     */
    static void requireNone(Path folder) {
        if (Files.exists(folder.resolve(FILE))) {
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
                            ErrorCode.CORRUPTED, "Older files were put in the place of the database's newer ones")
                    .with("sequence", lastSequence)
                    .with("was", seen)
                    .hint("Put all files of one moment back, the file store/HEAD included, or restore a backup");
        }
        saved = seen;
    }

    private long read(long lastSequence) {
        byte[] file;
        try {
            file = Files.readAllBytes(folder.resolve(FILE));
        } catch (NoSuchFileException e) {
            if (lastSequence == 0) {
                return 0; // killed while it was created
            }
            throw damaged(e);
        } catch (IOException e) {
            throw failed(e);
        }
        if (file.length != LENGTH) {
            throw damaged(null);
        }
        byte[] sequence = new byte[Long.BYTES];
        ByteBuffer in = ByteBuffer.wrap(file);
        int generation = in.getInt();
        byte[] nonce = new byte[Aead.NONCE_LENGTH];
        in.get(nonce);
        try {
            Aead.owning(encryption.fileKey(generation, PURPOSE))
                    .open(nonce, KeyCodec.id(databaseId), file, in.position(), in.remaining(), sequence, 0);
        } catch (RemException e) {
            throw e.code() == ErrorCode.CORRUPTED ? damaged(e) : e;
        }
        return Bytes.longAt(sequence, 0);
    }

    /** Remembers that a store is on the disk up to a sequence. */
    synchronized void save(long syncedSequence) {
        if (syncedSequence <= saved) {
            return;
        }
        int generation = encryption.generation();
        byte[] nonce = new byte[Aead.NONCE_LENGTH];
        // Of 96 random bits: a file a second for thirty years makes a collision no more likely than one in 10^10.
        new SecureRandom().nextBytes(nonce);
        byte[] file = new byte[LENGTH];
        ByteBuffer out = ByteBuffer.wrap(file).putInt(generation).put(nonce);
        byte[] sequence = new byte[Long.BYTES];
        Bytes.putLong(sequence, 0, syncedSequence);
        Aead.owning(encryption.fileKey(generation, PURPOSE))
                .seal(nonce, KeyCodec.id(databaseId), sequence, 0, sequence.length, file, out.position());
        try {
            Path next = folder.resolve(NEW_FILE);
            try (FileChannel channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(file));
                channel.force(true);
            }
            Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(e);
        }
        saved = syncedSequence;
    }

    private RemException damaged(@Nullable Exception cause) {
        return new RemException(
                        ErrorCode.CORRUPTED,
                        "The file that says how far the database had got is missing or was changed",
                        cause)
                .with("path", folder.resolve(FILE))
                .hint("Put the file back, or restore a backup");
    }

    private RemException failed(IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "The database's files cannot be read or written", e)
                .with("path", folder)
                .with("reason", e.getMessage());
    }
}
