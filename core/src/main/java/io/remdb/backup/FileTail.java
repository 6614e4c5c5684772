package io.remdb.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * By what a table file of RocksDB's is known: a digest of its end, where the engine has written which database made it, in which session
 * and under which number, beside the index of its blocks. No two files have the same; so what is backed up already is not read again.
 */
final class FileTail {
    private static final int LENGTH = 16 << 10;

    private FileTail() {}

    static String of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer tail = ByteBuffer.allocate((int) Math.min(size, LENGTH));
            long position = size - tail.capacity();
            while (tail.hasRemaining()) {
                int read = channel.read(tail, position + tail.position());
                if (read < 0) {
                    throw new IOException("the file has become shorter: " + file);
                }
            }
            MessageDigest digest = FileWork.sha256();
            digest.update(tail.flip());
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
