package io.remdb.store.rocks;

import io.remdb.store.StoreCheck;
import java.util.function.Consumer;

/** Reads the log: whether each entry has its form, and none is missing between the oldest that is kept and the last. One thread. */
final class LogCheck {
    private final StoreCheck check;
    private final Consumer<Flaw> flaws;
    private final MetaCheck meta;
    private long next;
    private long wholeFrom;

    LogCheck(StoreCheck check, Consumer<Flaw> flaws, MetaCheck meta) {
        this.check = check;
        this.flaws = flaws;
        this.meta = meta;
    }

    /**
     * Reads it.
     *
     * @return how many entries there are
     */
    long run(FamilyScan scan, StoreCipher cipher) {
        next = meta.oldest();
        wholeFrom = next;
        long count = scan.within(Family.WAL, new byte[0], (storedKey, storedValue) -> {
            long sequence = KeyCodec.logSequence(storedKey);
            if (sequence >= meta.oldest()) {
                place(sequence);
            }
            try {
                var _ = LogCodec.decode(
                        sequence,
                        cipher.entry(Family.WAL, storedKey, storedValue).value());
            } catch (RuntimeException e) {
                wholeFrom = Math.max(wholeFrom, sequence + 1);
                throw e;
            }
        });
        if (!scan.isWhole(Family.WAL)) {
            return count; // what is missing cannot be told from what cannot be read
        }
        if (next <= meta.head().sequence()) {
            check.found(Family.WAL.familyName(), "The end of the log is missing", "from " + next);
            wholeFrom = meta.head().sequence() + 1;
        }
        if (wholeFrom > meta.oldest()) {
            flaws.accept(new Flaw.LogGap(wholeFrom));
        }
        return count;
    }

    private void place(long sequence) {
        if (sequence > meta.head().sequence()) {
            check.found(Family.WAL.familyName(), "The log goes on behind its end", "at " + sequence);
        } else if (sequence != next) {
            check.found(Family.WAL.familyName(), "Entries of the log are missing", next + " to " + (sequence - 1));
            wholeFrom = sequence;
        }
        next = sequence + 1;
    }
}
