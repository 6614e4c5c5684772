package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalLong;
import org.rocksdb.RocksDBException;

/** By what an entry of the log is known: the beginning of SHA-256 of it as it is stored, which needs no keys. */
final class EntryChecksum {
    private EntryChecksum() {}

    /** Of an entry; empty where the log does not have it (any more). */
    static OptionalLong of(RocksHandle rocks, long sequence) {
        byte[] stored;
        try {
            stored = rocks.db().get(rocks.family(Family.WAL), KeyCodec.log(sequence));
        } catch (RocksDBException e) {
            throw rocks.errors().of(e);
        }
        return stored == null ? OptionalLong.empty() : OptionalLong.of(of(stored));
    }

    private static long of(byte[] stored) {
        try {
            return Bytes.longAt(MessageDigest.getInstance("SHA-256").digest(stored), 0);
        } catch (NoSuchAlgorithmException e) {
            throw new RemException(ErrorCode.INTERNAL, "This Java lacks SHA-256", e);
        }
    }
}
