package io.remdb.ingest.source;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file was when it was looked at.
 *
 * @param size in bytes
 * @param modified when it was last written
 * @param sha256 of its bytes, in hexadecimal
 */
public record FileStamp(long size, FileTime modified, String sha256) {
    /** As many bytes as tell what kind of file it is. */
    private static final int HEAD_BYTES = 4096;

    private static final int BUFFER_BYTES = 1 << 16;

    /** The size of a file. */
    public static long size(Path path) throws IOException {
        return Files.size(path);
    }

    /** The first bytes of a file, by which its kind is told. */
    public static byte[] head(Path path) throws IOException {
        try (InputStream bytes = Files.newInputStream(path)) {
            return bytes.readNBytes(HEAD_BYTES);
        }
    }

    /** Reads a file once. */
    public static FileStamp of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream bytes = Files.newInputStream(path)) {
            for (int count = bytes.readNBytes(buffer, 0, buffer.length);
                    count > 0;
                    count = bytes.readNBytes(buffer, 0, buffer.length)) {
                digest.update(buffer, 0, count);
            }
        }
        return new FileStamp(
                attributes.size(), attributes.lastModifiedTime(), HexFormat.of().formatHex(digest.digest()));
    }

    /** Whether a file has been written since: what was read of it then may be of two states. */
    public boolean isStale(Path path) throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return now.size() != size || !now.lastModifiedTime().equals(modified);
    }

    /** What makes {@code sha256}. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new RemException(ErrorCode.INTERNAL, "This Java has no SHA-256", e);
        }
    }
}
