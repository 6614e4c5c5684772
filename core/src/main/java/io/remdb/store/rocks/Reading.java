package io.remdb.store.rocks;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/** How RocksDB is read: as it is at each call, or always as it was at one moment. Thread-safe. */
final class Reading implements AutoCloseable {
    private final @Nullable Snapshot moment;
    private final ReadOptions plain;
    private final ReadOptions prefix;

    private Reading(@Nullable Snapshot moment) {
        this.moment = moment;
        this.plain = options();
        this.prefix = options().setPrefixSameAsStart(true);
    }

    /** What there is when it is read. */
    static Reading now() {
        return new Reading(null);
    }

    /** What there was at a moment; the snapshot stays the caller's, and must not be released before this is closed. */
    static Reading at(Snapshot moment) {
        return new Reading(moment);
    }

    /** Options of the caller's own, to be closed by it. */
    ReadOptions options() {
        ReadOptions options = new ReadOptions();
        return moment == null ? options : options.setSnapshot(moment);
    }

    /** Options for single values and for whole families. */
    ReadOptions plain() {
        return plain;
    }

    /** Options for what ends with the prefix of the key that was sought, and asks the prefix filters. */
    ReadOptions prefix() {
        return prefix;
    }

    @Override
    public void close() {
        plain.close();
        prefix.close();
    }
}
