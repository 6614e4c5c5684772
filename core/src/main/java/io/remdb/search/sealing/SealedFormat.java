package io.remdb.search.sealing;

import java.util.Arrays;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.util.BitUtil;

/**
 * How a sealed file is laid out: a header (magic, version, random salt), then blocks of {@link #BLOCK_LENGTH} bytes, each with its
 * tag behind it. The last block may be shorter; it is empty only in an empty file. So the length of the content follows from that
 * of the file, and every place in the content has one in the file.
 */
final class SealedFormat {
    /** Bytes of content in a block. A power of two. Measured: docs/decisions/009-sealed-search-index.md. */
    static final int BLOCK_LENGTH = 1 << 13;

    static final int SALT_LENGTH = 32;
    static final int HEADER_LENGTH = 2 * Integer.BYTES + SALT_LENGTH;
    static final int SEALED_BLOCK_LENGTH = BLOCK_LENGTH + BlockCipher.TAG_LENGTH;

    private static final int BLOCK_SHIFT = Integer.numberOfTrailingZeros(BLOCK_LENGTH);
    private static final int MAGIC = 0x314d4552; // REM1
    private static final int VERSION = 1;

    private SealedFormat() {}

    static byte[] header(byte[] salt) {
        byte[] header = new byte[HEADER_LENGTH];
        BitUtil.VH_LE_INT.set(header, 0, MAGIC);
        BitUtil.VH_LE_INT.set(header, Integer.BYTES, VERSION);
        System.arraycopy(salt, 0, header, 2 * Integer.BYTES, SALT_LENGTH);
        return header;
    }

    /** @throws CorruptIndexException when it is not the header of a sealed file of this version */
    static byte[] salt(byte[] header, String file) throws CorruptIndexException {
        if ((int) BitUtil.VH_LE_INT.get(header, 0) != MAGIC) {
            throw new CorruptIndexException("This is no sealed file", file);
        }
        if ((int) BitUtil.VH_LE_INT.get(header, Integer.BYTES) != VERSION) {
            throw new CorruptIndexException("This is a sealed file of an unknown version", file);
        }
        return Arrays.copyOfRange(header, 2 * Integer.BYTES, HEADER_LENGTH);
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
