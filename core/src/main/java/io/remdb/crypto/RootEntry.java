package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The entry {@code root} of a keyring: the form of all entries (1), the id of the root key (16 bytes), the sealed
 * {@link KeyringManifest}.
 *
 * @param rootId which root key the other entries belong to
 * @param manifest sealed under it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RootEntry(byte[] rootId, byte[] manifest) {
    private static final int FORM = 1;
    private static final int MANIFEST_AT = 1 + RootKey.ID_LENGTH;

    byte[] toBytes() {
        return ByteBuffer.allocate(MANIFEST_AT + manifest.length)
                .put((byte) FORM)
                .put(rootId)
                .put(manifest)
                .array();
    }

    static RootEntry parse(byte[] entry) {
        if (entry.length < MANIFEST_AT) {
            throw new RemException(ErrorCode.CORRUPTED, "A key of the database was cut")
                    .with("entry", KeyringManifest.ROOT);
        }
        if (entry[0] != FORM) {
            throw new RemException(
                            ErrorCode.UNKNOWN_FORMAT, "The database's keys have a form that this version cannot read")
                    .with("form", entry[0])
                    .with("known", FORM)
                    .hint("Use a newer release");
        }
        return new RootEntry(
                Arrays.copyOfRange(entry, 1, MANIFEST_AT), Arrays.copyOfRange(entry, MANIFEST_AT, entry.length));
    }
}
