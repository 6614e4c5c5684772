package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.store.StoreCheck;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Reads families from end to end for a check. What does not open is told and passed over; a block that RocksDB refuses ends its family,
 * which is told, too. One thread, which has passed the gate.
 */
final class FamilyScan {
    private static final long ENTRIES_BETWEEN_REPORTS = 10_000;
    private static final long READAHEAD_BYTES = 2 << 20;

    /** What befalls who mends what is shown: not the entry's fault. */
    private static final Set<ErrorCode> OF_WRITING =
            EnumSet.of(ErrorCode.IO_ERROR, ErrorCode.NOT_REPLICATED, ErrorCode.READ_ONLY, ErrorCode.UNAVAILABLE);

    private final RocksHandle rocks;
    private final StoreCheck check;
    private final ProgressListener progress;
    private final Set<Family> cut = EnumSet.noneOf(Family.class);
    private long read;

    /** @param rocks at the moment that is checked */
    FamilyScan(RocksHandle rocks, StoreCheck check) {
        this.rocks = rocks;
        this.check = check;
        this.progress = check.progress();
    }

    /** Is shown entries. */
    interface Visitor {
        /**
         * @param storedKey as RocksDB has it
         * @param key as the store means it
         */
        void visit(byte[] storedKey, byte[] key, byte[] value);
    }

    /** What is done with an entry that is not opened. */
    interface RawVisitor {
        void visit(byte[] storedKey, byte[] storedValue);
    }

    /**
     * Shows every entry of a family, opened.
     *
     * @return how many there are, those included that do not open
     */
    long each(Family family, Visitor visitor) {
        return within(family, new byte[0], (storedKey, storedValue) -> {
            StoreCipher.Entry entry = rocks.cipher().entry(family, storedKey, storedValue);
            visitor.visit(storedKey, entry.key(), entry.value());
        });
    }

    /** The same for those whose keys begin in a way, as RocksDB has them, and without opening them. */
    long within(Family family, byte[] storedPrefix, RawVisitor visitor) {
        long count = 0;
        try (ReadOptions reading = rocks.reading()
                        .options()
                        .setFillCache(false)
                        .setTotalOrderSeek(true)
                        .setReadaheadSize(READAHEAD_BYTES);
                RocksIterator iterator = rocks.iterator(family, reading)) {
            for (iterator.seek(storedPrefix); iterator.isValid(); iterator.next()) {
                byte[] key = iterator.key();
                if (!Bytes.startsWith(key, storedPrefix)) {
                    break;
                }
                count++;
                visit(family, key, iterator.value(), visitor);
                report();
            }
            iterator.status();
        } catch (RocksDBException e) {
            cut.add(family);
            check.found(family.familyName(), "A file cannot be read to its end", String.valueOf(e.getMessage()));
        }
        return count;
    }

    private void visit(Family family, byte[] key, byte[] value, RawVisitor visitor) {
        try {
            visitor.visit(key, value);
        } catch (RemException e) {
            if (isOfTheCall(e) || OF_WRITING.contains(e.code())) {
                throw e;
            }
            check.found(family.familyName(), e.text(), HexFormat.of().formatHex(key));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            check.found(
                    family.familyName(),
                    "An entry does not have the form of its family",
                    HexFormat.of().formatHex(key));
        }
    }

    /** Whether an error says that the check is over, and nothing of what is checked. */
    static boolean isOfTheCall(RemException e) {
        return e.code() == ErrorCode.CLOSED || e.code() == ErrorCode.CANCELLED;
    }

    private void report() {
        if (++read % ENTRIES_BETWEEN_REPORTS == 0) {
            rocks.gate().requireOpen();
            progress.progress(read, ProgressListener.UNKNOWN_TOTAL);
        }
    }

    /** Whether a family has been read to its end. */
    boolean isWhole(Family family) {
        return !cut.contains(family);
    }
}
