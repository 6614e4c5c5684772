package io.remdb.store.rocks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * The files of RocksDB that have the form of LevelDB's logs, its list of files and its own log: blocks of 32 KiB, in them records of a
 * masked CRC-32C, a length, a type and the data. No record goes beyond its block.
 */
final class LogRecords {
    private static final int BLOCK_LENGTH = 32 * 1024;
    private static final int HEADER_LENGTH = 7;
    private static final int LENGTH_AT = 4;
    private static final int TYPE_AT = 6;
    /** A whole record, or the first, a middle or the last part of one. */
    private static final int FIRST_TYPE = 1;

    private static final int LAST_TYPE = 4;
    private static final int MASK = 0xA282EAD8;

    private LogRecords() {}

    /**
     * Where a file is damaged: at the first record that is not as it was written. One that the end of the file cuts off is none: a crash
     * leaves it so.
     */
    static OptionalLong damage(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = in.readNBytes(BLOCK_LENGTH);
            for (long start = 0; block.length > 0; start += BLOCK_LENGTH) {
                int at = damage(block);
                if (at >= 0) {
                    return OptionalLong.of(start + at);
                }
                block = in.readNBytes(BLOCK_LENGTH);
            }
        }
        return OptionalLong.empty();
    }

    /** The same in a block, the last of which may be shorter; negative for none. */
    private static int damage(byte[] block) {
        ByteBuffer in = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (block.length - at >= HEADER_LENGTH) {
            int length = in.getShort(at + LENGTH_AT) & 0xFFFF;
            int end = at + HEADER_LENGTH + length;
            int type = block[at + TYPE_AT];
            if (type < FIRST_TYPE || type > LAST_TYPE || end > BLOCK_LENGTH) {
                return at;
            }
            if (end > block.length) {
                return -1; // cut
            }
            CRC32C sum = new CRC32C();
            sum.update(block, at + TYPE_AT, length + 1);
            if (masked((int) sum.getValue()) != in.getInt(at)) {
                return at;
            }
            at = end;
        }
        return -1;
    }

    private static int masked(int sum) {
        return Integer.rotateRight(sum, 15) + MASK;
    }
}
