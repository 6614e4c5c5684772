package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.Cursor;
import io.remdb.store.LogEntry;
import io.remdb.store.LogStore;
import io.remdb.store.RowChanges;

/** The log as followers see it. */
final class RocksLog implements LogStore {
    private final RocksHandle rocks;
    private final StoreState state;
    private final LogTrimmer trimmer;
    private final Listeners listeners;

    RocksLog(RocksHandle rocks, StoreState state, LogTrimmer trimmer, Listeners listeners) {
        this.rocks = rocks;
        this.state = state;
        this.trimmer = trimmer;
        this.listeners = listeners;
    }

    @Override
    public long lastSequence() {
        return rocks.gate().call(state::lastSequence);
    }

    @Override
    public long oldestSequence() {
        return rocks.gate().call(state::oldestSequence);
    }

    @Override
    public Cursor<LogEntry> read(long fromSequence) {
        return read(fromSequence, LogCodec::decode);
    }

    @Override
    public Cursor<RowChanges> readRows(long fromSequence) {
        return read(fromSequence, LogCodec::decodeRows);
    }

    private interface EntryDecoder<T> {
        T decode(long sequence, byte[] entry);
    }

    private <T> Cursor<T> read(long fromSequence, EntryDecoder<T> decoder) {
        return rocks.gate().call(() -> {
            long last = state.lastSequence();
            long[] next = {fromSequence};
            RocksCursor<T> cursor = RocksCursor.between(
                    rocks,
                    Family.WAL,
                    KeyCodec.log(fromSequence),
                    KeyCodec.log(Math.max(fromSequence, last + 1)),
                    RocksCursor.Step.FORWARD,
                    (key, value) -> {
                        long sequence = KeyCodec.logSequence(key);
                        requireNext(next[0]++, sequence);
                        return decoder.decode(sequence, value);
                    });
            // Checked once the view is taken: what is trimmed after this stays in the view.
            if (fromSequence < state.oldestSequence()) {
                cursor.close();
                throw trimmed(fromSequence);
            }
            return new WholeLog<>(cursor, () -> requireNext(next[0], last + 1));
        });
    }

    /** Who reads on over a gap would never hear of what was written there. */
    private static void requireNext(long expected, long sequence) {
        if (sequence > expected) {
            throw new RemException(ErrorCode.CORRUPTED, "Entries of the log are missing")
                    .with("from", expected)
                    .with("to", sequence - 1)
                    .hint("rem verify --repair cuts the log behind them");
        }
    }

    /**
     * Entries that are followed by the end of the log.
     *
     * @param atEnd fails when they are not
     */
    private record WholeLog<T>(Cursor<T> entries, Runnable atEnd) implements Cursor<T> {
        @Override
        public boolean hasNext() {
            boolean more = entries.hasNext();
            if (!more) {
                atEnd.run();
            }
            return more;
        }

        @Override
        public T next() {
            return entries.next();
        }

        @Override
        public void close() {
            entries.close();
        }
    }

    @Override
    public long lastChange(int table) {
        return rocks.gate().call(() -> state.stats(table).lastChange());
    }

    @Override
    public void onCommit(CommitListener listener) {
        listeners.add(listener);
    }

    @Override
    public void holdFor(String follower, long appliedSequence) {
        trimmer.holdFor(follower, appliedSequence);
    }

    @Override
    public void trim() {
        rocks.gate().run(trimmer::trim);
    }

    private RemException trimmed(long fromSequence) {
        return new RemException(ErrorCode.NOT_FOUND, "The log no longer reaches back so far")
                .with("from", fromSequence)
                .with("oldest", state.oldestSequence());
    }
}
