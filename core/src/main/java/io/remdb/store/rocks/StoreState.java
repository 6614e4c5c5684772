package io.remdb.store.rocks;

import io.remdb.store.TableDefinition;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/**
 * What is kept in memory of the family {@code meta}. Changed under the commit lock once the change has been written (the oldest
 * entry and the segments: also by the trimmer); read by everybody.
 */
final class StoreState {
    private final Map<Integer, TableDefinition> definitions = new ConcurrentHashMap<>();
    private final Map<Integer, Meta.TableStats> stats = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, Meta.Segment> segments = new ConcurrentSkipListMap<>();
    private volatile Meta.Head head = Meta.Head.EMPTY;
    private volatile long oldestSequence = 1;
    private volatile int highestTable;

    private StoreState() {}

    static StoreState load(RocksHandle rocks) {
        StoreState state = new StoreState();
        byte[] head = rocks.get(Family.META, Meta.HEAD);
        if (head != null) {
            state.head = Meta.head(head);
        }
        byte[] oldest = rocks.get(Family.META, Meta.OLDEST);
        if (oldest != null) {
            state.oldestSequence = Bytes.longAt(oldest, 0);
        }
        each(rocks, Meta.TABLE, (_, value) -> state.define(DefinitionCodec.decode(value)));
        each(rocks, Meta.DEFINED, (key, _) -> state.highestTable = Bytes.intAt(key, Meta.DEFINED.length));
        each(rocks, Meta.STATS, (key, value) -> state.putStats(Meta.statsTable(key), Meta.stats(value)));
        each(rocks, Meta.SEGMENT, (key, value) -> state.addSegment(Meta.segment(key, value)));
        return state;
    }

    /** Of a store whose keys are not here: where its log begins and ends, which its keys say. */
    static StoreState sealed(RocksHandle rocks) {
        StoreState state = new StoreState();
        try (ReadOptions reading = new ReadOptions();
                RocksIterator entries = rocks.iterator(Family.WAL, reading)) {
            entries.seekToFirst();
            if (entries.isValid()) {
                state.oldestSequence = KeyCodec.logSequence(entries.key());
                entries.seekToLast();
                state.head = new Meta.Head(KeyCodec.logSequence(entries.key()), 0);
            }
        }
        return state;
    }

    private interface Entry {
        void at(byte[] key, byte[] value);
    }

    private static void each(RocksHandle rocks, byte[] prefix, Entry action) {
        try (RocksCursor<Boolean> cursor = RocksCursor.within(rocks, Family.META, prefix, (key, value) -> {
            action.at(key, value);
            return true;
        })) {
            cursor.forEachRemaining(_ -> {});
        }
    }

    /**
     * Shows an entry of the family {@code meta} that was written for another store.
     *
     * @param value null where it is gone
     */
    void show(byte[] key, byte @Nullable [] value) {
        if (Arrays.equals(key, Meta.OLDEST) && value != null) {
            trimmedTo(Bytes.longAt(value, 0));
        } else if (Bytes.startsWith(key, Meta.TABLE)) {
            int table = Bytes.intAt(key, Meta.TABLE.length);
            if (value == null) {
                drop(table);
            } else {
                define(DefinitionCodec.decode(value));
            }
        } else if (Bytes.startsWith(key, Meta.STATS)) {
            if (value == null) {
                stats.remove(Meta.statsTable(key));
            } else {
                putStats(Meta.statsTable(key), Meta.stats(value));
            }
        } else if (Bytes.startsWith(key, Meta.SEGMENT)) {
            if (value == null) {
                segments.remove(Bytes.longAt(key, Meta.SEGMENT.length));
            } else {
                addSegment(Meta.segment(key, value));
            }
        }
    }

    List<TableDefinition> definitions() {
        return definitions.values().stream()
                .sorted(Comparator.comparingInt(TableDefinition::number))
                .toList();
    }

    /** A table's definition; null when there is none. */
    @Nullable
    TableDefinition definition(int table) {
        return definitions.get(table);
    }

    int highestTable() {
        return highestTable;
    }

    void define(TableDefinition definition) {
        highestTable = Math.max(highestTable, definition.number());
        definitions.put(definition.number(), definition);
    }

    void drop(int table) {
        definitions.remove(table);
        stats.remove(table);
    }

    Meta.TableStats stats(int table) {
        return stats.getOrDefault(table, Meta.TableStats.EMPTY);
    }

    void putStats(int table, Meta.TableStats value) {
        stats.put(table, value);
    }

    Meta.Head head() {
        return head;
    }

    /** Makes the entry at the new head visible. */
    void advance(Meta.Head newHead) {
        head = newHead;
    }

    long lastSequence() {
        return head.sequence();
    }

    long oldestSequence() {
        return oldestSequence;
    }

    void trimmedTo(long newOldest) {
        oldestSequence = newOldest;
    }

    /** The stretches of the log by their first sequence. */
    ConcurrentSkipListMap<Long, Meta.Segment> segments() {
        return segments;
    }

    void addSegment(Meta.Segment segment) {
        segments.put(segment.firstSequence(), segment);
    }
}
