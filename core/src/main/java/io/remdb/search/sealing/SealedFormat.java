package io.remdb.search.sealing;

import java.util.Arrays;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.util.BitUtil;

/**
 * How a sealed file is laid out: a header (magic, version, number of the key, random salt), then blocks of {@link #BLOCK_LENGTH} bytes, each with its
 * tag behind it. The last block may be shorter; it is empty only in an empty file. So the length of the content follows from that
 * of the file, and every place in the content has one in the file.
 */
final class SealedFormat {
    /** Bytes of content in a block. A power of two. Measured: docs/decisions/009-sealed-search-index.md. */
    static final int BLOCK_LENGTH = 1 << 13;

    static final int SALT_LENGTH = 32;
    static final int HEADER_LENGTH = 3 * Integer.BYTES + SALT_LENGTH;
    static final int SEALED_BLOCK_LENGTH = BLOCK_LENGTH + BlockCipher.TAG_LENGTH;

    private static final int BLOCK_SHIFT = Integer.numberOfTrailingZeros(BLOCK_LENGTH);
    private static final int MAGIC = 0x314d4552; // REM1
    private static final int VERSION = 2;
    private static final int KEY_AT = 2 * Integer.BYTES;
    private static final int SALT_AT = 3 * Integer.BYTES;

    private SealedFormat() {}

    /** What a file says of its key; believed once a block has been opened with it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Header(int key, byte[] salt) {}

    static byte[] header(int key, byte[] salt) {
        byte[] header = new byte[HEADER_LENGTH];
        BitUtil.VH_LE_INT.set(header, 0, MAGIC);
        BitUtil.VH_LE_INT.set(header, Integer.BYTES, VERSION);
        BitUtil.VH_LE_INT.set(header, KEY_AT, key);
        System.arraycopy(salt, 0, header, SALT_AT, SALT_LENGTH);
        return header;
    }

    /** @throws CorruptIndexException when it is not the header of a sealed file of this version */
    static Header header(byte[] header, String file) throws CorruptIndexException {
        if ((int) BitUtil.VH_LE_INT.get(header, 0) != MAGIC) {
            throw new CorruptIndexException("This is no sealed file", file);
        }
        if ((int) BitUtil.VH_LE_INT.get(header, Integer.BYTES) != VERSION) {
            throw new CorruptIndexException("This is a sealed file of an unknown version", file);
        }
        return new Header(
                (int) BitUtil.VH_LE_INT.get(header, KEY_AT), Arrays.copyOfRange(header, SALT_AT, HEADER_LENGTH));
    }

    /** @throws CorruptIndexException when no content has a file of that length */
    static long contentLength(long fileLength, String file) throws CorruptIndexException {
        long sealed = fileLength - HEADER_LENGTH;
        long last = sealed % SEALED_BLOCK_LENGTH;
        boolean possible = last == 0 || last > BlockCipher.TAG_LENGTH || sealed == BlockCipher.TAG_LENGTH;
        if (sealed < BlockCipher.TAG_LENGTH || !possible) {
            throw new CorruptIndexException("A sealed file was cut", file);
        }
        long blocks = (sealed + SEALED_BLOCK_LENGTH - 1) / SEALED_BLOCK_LENGTH;
        return sealed - blocks * BlockCipher.TAG_LENGTH;
    }

    static int blocks(long contentLength) {
        return contentLength == 0 ? 1 : Math.toIntExact((contentLength + BLOCK_LENGTH - 1) >>> BLOCK_SHIFT);
    }

    static int blockAt(long position) {
        return (int) (position >>> BLOCK_SHIFT);
    }

    static long startOf(int block) {
        return (long) block << BLOCK_SHIFT;
    }

    static long sealedStartOf(int block) {
        return HEADER_LENGTH + (long) block * SEALED_BLOCK_LENGTH;
    }
}
