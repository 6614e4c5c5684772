package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Looks through RocksDB's list of files before RocksDB reads it: on some that are damaged it turns round for ever (11.8.1, seen where
 * a damaged record passes for one of a log whose files are used again, and goes beyond the end). The form is that of LevelDB's logs:
 * blocks of 32 KiB, in them records of a masked CRC-32C, a length, a type and the data.
 */
final class ManifestCheck {
    private static final Pattern NAME = Pattern.compile("MANIFEST-\\d+");
    private static final int BLOCK_LENGTH = 32 * 1024;
    private static final int HEADER_LENGTH = 7;
    private static final int TYPE_AT = 6;

    /** A whole record, or the first, a middle or the last part of one: what a list consists of. */
    private static final int FIRST_TYPE = 1;

    private static final int LAST_TYPE = 4;
    private static final int MASK = 0xA282EAD8;

    private ManifestCheck() {}

    /**
     * Checks the list that is in force.
     *
     * @param folder of a RocksDB
     * @throws RemException {@link ErrorCode#CORRUPTED}; a list that is missing or that cannot be read is left for RocksDB to report
     */
    static void check(Path folder) {
        try {
            String name = Files.readString(folder.resolve("CURRENT"), StandardCharsets.ISO_8859_1)
                    .strip();
            if (NAME.matcher(name).matches() && Files.isRegularFile(folder.resolve(name))) {
                Path manifest = folder.resolve(name);
                check(manifest, Files.readAllBytes(manifest));
            }
        } catch (IOException _) {
            // RocksDB will say what it is.
        }
    }

    private static void check(Path manifest, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at < bytes.length) {
            int leftInBlock = BLOCK_LENGTH - at % BLOCK_LENGTH;
            if (leftInBlock < HEADER_LENGTH) {
                at += leftInBlock; // filled up
                continue;
            }
            if (bytes.length - at < HEADER_LENGTH) {
                return; // cut by a crash while it was written
            }
            int length = in.getShort(at + 4) & 0xFFFF;
            int end = at + HEADER_LENGTH + length;
            int type = bytes[at + TYPE_AT];
            if (type < FIRST_TYPE || type > LAST_TYPE || HEADER_LENGTH + length > leftInBlock) {
                throw damaged(manifest, at);
            }
            if (end > bytes.length) {
                return; // cut, too
            }
            CRC32C sum = new CRC32C();
            sum.update(bytes, at + TYPE_AT, length + 1);
            if (masked((int) sum.getValue()) != in.getInt(at)) {
                throw damaged(manifest, at);
            }
            at = end;
        }
    }

    private static int masked(int sum) {
        return Integer.rotateRight(sum, 15) + MASK;
    }

    private static RemException damaged(Path manifest, int at) {
        return new RemException(ErrorCode.CORRUPTED, "The storage engine's list of files is damaged")
                .with("path", manifest)
                .with("position", at)
                .hint("Restore the database from a backup; check the disk");
    }
}
