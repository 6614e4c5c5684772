package io.remdb.search.sealing;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.crypto.Aead;
import io.remdb.crypto.KeyDerivation;
import java.util.Arrays;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.util.BitUtil;

/**
 * Seals and opens the blocks of one file. Thread-safe.
 *
 * <p>The key is made of the directory's key, the file's random salt and its name, so that it is never that of another file, nor
 * of one that had the same name before. The nonce is the number of the block and whether it is the last one (the STREAM construction:
 * Hoang, Reyhanitabar, Rogaway and Vizár, 2015). A block is sealed once only, so that no nonce comes twice with a key. A block that
 * stands elsewhere, a file that ends with another block than it did, and a file under another name do not open.
 */
final class BlockCipher {
    static final int TAG_LENGTH = Aead.TAG_LENGTH;

    /** Lucene writes a commit under a name that begins so and renames it when it is complete. */
    private static final String PENDING = "pending_";

    private static final String PURPOSE = "rem search file ";
    private static final byte[] NOTHING = {};

    private final Aead aead;
    private final String name;

    /** @param directoryKey 32 bytes; taken over and wiped */
    BlockCipher(byte[] directoryKey, byte[] salt, String name) {
        if (directoryKey.length != Aead.KEY_LENGTH) {
            throw new IllegalArgumentException("A key has " + Aead.KEY_LENGTH + " bytes, not " + directoryKey.length);
        }
        this.aead = Aead.owning(KeyDerivation.derive(directoryKey, salt, PURPOSE + boundName(name)));
        this.name = name;
        Arrays.fill(directoryKey, (byte) 0);
    }

    /**
     * The cipher of a file that is there.
     *
     * @throws CorruptIndexException when it names a key that there is not
     */
    static BlockCipher of(FileKeys keys, SealedFormat.Header header, String name) throws CorruptIndexException {
        byte[] key;
        try {
            key = keys.key(header.key());
        } catch (RemException e) {
            if (e.code() != ErrorCode.CORRUPTED) {
                throw e;
            }
            throw new CorruptIndexException("A sealed file names a key that the database has not", name, e);
        }
        return new BlockCipher(key, header.salt(), name);
    }

    /** The name that a file's content is bound to. */
    static String boundName(String name) {
        return name.startsWith(PENDING) ? name.substring(PENDING.length()) : name;
    }

    private static byte[] nonce(int block, boolean last) {
        byte[] nonce = new byte[Aead.NONCE_LENGTH];
        BitUtil.VH_LE_INT.set(nonce, 0, block);
        nonce[Integer.BYTES] = (byte) (last ? 1 : 0);
        return nonce;
    }

    /** Returns the bytes written: those given and a tag. */
    int seal(int block, boolean last, byte[] content, int length, byte[] sealed) {
        return aead.seal(nonce(block, last), NOTHING, content, 0, length, sealed, 0);
    }

    /** @throws CorruptIndexException when it is not that block of that file */
    void open(int block, boolean last, byte[] sealed, int length, byte[] content) throws CorruptIndexException {
        try {
            aead.open(nonce(block, last), NOTHING, sealed, 0, length, content, 0);
        } catch (RemException e) {
            if (e.code() != ErrorCode.CORRUPTED) {
                throw e;
            }
            throw new CorruptIndexException("A sealed file was changed, moved or cut", name, e);
        }
    }
}
