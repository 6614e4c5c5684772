package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.crypto.Aead;
import io.remdb.store.StoreEncryption;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.zip.CRC32C;

/** How the sequence is written that a store had got to; see {@link HeadWitness}. */
sealed interface HeadForm {
    byte[] write(long sequence);

    /** @throws RemException {@link ErrorCode#CORRUPTED} when it is not what was written for this store */
    long read(byte[] file);

    private static RemException damaged() {
        return new RemException(ErrorCode.CORRUPTED, "This is not how far the database had got");
    }

    /** For anybody to read: the database's id, the sequence, and a CRC-32C of both. */
    record Plain(UUID databaseId) implements HeadForm {
        private static final int SUM_AT = 2 * Long.BYTES + Long.BYTES;
        private static final int LENGTH = SUM_AT + Integer.BYTES;

        static boolean hasLength(long length) {
            return length == LENGTH;
        }

        @Override
        public byte[] write(long sequence) {
            ByteBuffer out =
                    ByteBuffer.allocate(LENGTH).put(KeyCodec.id(databaseId)).putLong(sequence);
            return out.putInt(sum(out.array())).array();
        }

        @Override
        public long read(byte[] file) {
            if (file.length != LENGTH
                    || Bytes.intAt(file, SUM_AT) != sum(file)
                    || !Bytes.uuidAt(file, 0).equals(databaseId)) {
                throw damaged();
            }
            return Bytes.longAt(file, 2 * Long.BYTES);
        }

        private static int sum(byte[] file) {
            CRC32C sum = new CRC32C();
            sum.update(file, 0, SUM_AT);
            return (int) sum.getValue();
        }
    }

    /** Sealed with a key of the store. */
    record Sealed(UUID databaseId, StoreEncryption encryption) implements HeadForm {
        private static final String PURPOSE = "head";
        private static final int LENGTH = Integer.BYTES + Aead.NONCE_LENGTH + Long.BYTES + Aead.TAG_LENGTH;

        @Override
        public byte[] write(long sequence) {
            int generation = encryption.generation();
            byte[] nonce = new byte[Aead.NONCE_LENGTH];
            // Of 96 random bits: a file a second for thirty years makes a collision no more likely than one in 10^10.
            new SecureRandom().nextBytes(nonce);
            byte[] file = new byte[LENGTH];
            ByteBuffer out = ByteBuffer.wrap(file).putInt(generation).put(nonce);
            byte[] text = new byte[Long.BYTES];
            Bytes.putLong(text, 0, sequence);
            Aead.owning(encryption.fileKey(generation, PURPOSE))
                    .seal(nonce, KeyCodec.id(databaseId), text, 0, text.length, file, out.position());
            return file;
        }

        @Override
        public long read(byte[] file) {
            if (file.length != LENGTH) {
                throw damaged();
            }
            byte[] text = new byte[Long.BYTES];
            ByteBuffer in = ByteBuffer.wrap(file);
            int generation = in.getInt();
            byte[] nonce = new byte[Aead.NONCE_LENGTH];
            in.get(nonce);
            Aead.owning(encryption.fileKey(generation, PURPOSE))
                    .open(nonce, KeyCodec.id(databaseId), file, in.position(), in.remaining(), text, 0);
            return Bytes.longAt(text, 0);
        }
    }
}
