package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.Keyring;
import io.remdb.crypto.KeyringChange;
import io.remdb.crypto.Recipient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * An encrypted copy of a store that is not encrypted: the same rows, versions and log under the same id. It is read back and compared
 * before it counts as made. One thread, once; nobody else has either store open.
 */
final class EncryptedCopy {
    private static final long BATCH_BYTES = 4 << 20;
    private static final long ENTRIES_BETWEEN_REPORTS = 10_000;

    private final RocksHandle from;
    private final RocksHandle to;
    private final ProgressListener progress;
    private final long total;
    private long done;

    private EncryptedCopy(RocksHandle from, RocksHandle to, ProgressListener progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
        long entries = 0;
        for (Family family : Family.values()) {
            entries += from.property(family, "rocksdb.estimate-num-keys");
        }
        this.total = 2 * entries; // written, then compared
    }

    /**
     * Makes one.
     *
     * @param source open, not encrypted, with nobody writing
     * @param target a folder that is empty or does not exist
     * @param keys say whom it is encrypted for
     * @throws RemException {@link ErrorCode#CORRUPTED} when what was written does not read back as the source has it
     */
    static void make(
            RocksHandle source,
            UUID databaseId,
            long lastSequence,
            Path target,
            RemConfig config,
            KeySource keys,
            ProgressListener progress) {
        Recipient owner = keys.recipientOfNew()
                .orElseThrow(
                        () -> new RemException(
                                        ErrorCode.SEALED, "A database is encrypted with a password, and none was given")
                                .hint(
                                        "Give the password of your keys: --password-stdin, P8_PASSWORD, or at the prompt of a terminal"));
        RocksHandle copy = StoreOpener.open(target, Creation.IF_MISSING, config);
        try {
            Batch first = new Batch(copy);
            first.put(Family.META, Meta.DATABASE_ID, KeyCodec.id(databaseId));
            KeyringChange made = Keyring.create(databaseId, owner);
            made.keyring().close();
            KeyEntries.write(first, made);
            copy.write(first);
            try (RocksEncryption encryption = RocksEncryption.unlock(copy, databaseId, keys)
                    .orElseThrow(() -> new IllegalStateException("the keys were not written"))) {
                EncryptedCopy copying = new EncryptedCopy(source, copy, progress);
                copying.write();
                copying.compare();
                Batch last = new Batch(copy);
                // Last: a copy without it is none.
                last.put(Family.META, Meta.FORMAT, Meta.number(Meta.FORMAT_VERSION));
                copy.write(last);
                copy.syncWal();
                HeadWitness.sealed(target, databaseId, encryption).save(lastSequence);
            }
        } finally {
            copy.close();
        }
    }

    private interface Visitor {
        void visit(byte[] key, byte[] value);
    }

    private void each(RocksHandle rocks, Family family, Visitor visitor) {
        try (ReadOptions reading = new ReadOptions().setFillCache(false);
                RocksIterator iterator = rocks.iterator(family, reading)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                visitor.visit(iterator.key(), iterator.value());
                if (++done % ENTRIES_BETWEEN_REPORTS == 0) {
                    progress.progress(done, Math.max(done, total));
                }
            }
            iterator.status();
        } catch (RocksDBException e) {
            throw rocks.errors().of(e);
        }
    }

    private void write() {
        for (Family family : Family.values()) {
            if (family == Family.KEYS) {
                continue;
            }
            Pending pending = new Pending();
            each(from, family, (key, value) -> {
                if (!isOfTheFileItself(family, key)) {
                    pending.add(family, key, sealable(family, value));
                }
            });
            pending.write();
        }
    }

    private static boolean isOfTheFileItself(Family family, byte[] key) {
        return family == Family.META && (Arrays.equals(key, Meta.FORMAT) || Arrays.equals(key, Meta.DATABASE_ID));
    }

    /** The value as an encrypted store has it: entries of its indexes show nothing of other fields. */
    private static byte[] sealable(Family family, byte[] value) {
        return family == Family.INDEXES ? IndexEntryCodec.withoutTold(value) : value;
    }

    private void compare() {
        for (Family family : Family.values()) {
            if (family == Family.KEYS) {
                continue;
            }
            long[] count = new long[1];
            each(from, family, (key, value) -> {
                count[0]++;
                if (!isOfTheFileItself(family, key) && !Arrays.equals(sealable(family, value), to.get(family, key))) {
                    throw differs(family);
                }
            });
            each(to, family, (_, _) -> count[0]--);
            // The copy has no format yet.
            if (count[0] != (family == Family.META ? 1 : 0)) {
                throw differs(family);
            }
        }
    }

    private static RemException differs(Family family) {
        return new RemException(ErrorCode.CORRUPTED, "The encrypted copy is not the same as the database")
                .with("family", family.familyName())
                .hint("Nothing was changed. Check the disk, and try again");
    }

    /** What is written next. */
    private final class Pending {
        private Batch batch = new Batch(to);
        private long bytes;

        void add(Family family, byte[] key, byte[] value) {
            batch.put(family, key, value);
            bytes += key.length + value.length;
            if (bytes >= BATCH_BYTES) {
                write();
            }
        }

        void write() {
            to.write(batch);
            batch = new Batch(to);
            bytes = 0;
        }
    }
}
