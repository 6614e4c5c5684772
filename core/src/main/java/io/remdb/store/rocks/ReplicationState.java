package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Replication.ReplicaOf;
import io.remdb.spi.replication.Replication.ReplicaPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/** What is kept in memory of whose copy a store is, and of its own copies. Thread-safe. */
final class ReplicationState {
    private volatile @Nullable String primary;
    private volatile @Nullable UUID history;
    /** The last entry that an archive has. */
    private volatile long archived;
    /** 0 for none. */
    private volatile long fencedBy;

    private volatile List<History.Epoch> epochs = List.of(History.FIRST_EPOCH);
    private final Map<String, ReplicaPosition> replicas = new ConcurrentHashMap<>();
    /** As they are stored. */
    private final Map<String, ReplicaPosition> saved = new ConcurrentHashMap<>();

    /** What is to be a replica takes no writes before it is one. */
    private final RemConfig.Replication config;

    private ReplicationState(RemConfig.Replication config) {
        this.config = config;
    }

    /** As it is stored; needs no keys. */
    static ReplicationState load(RocksHandle rocks, RemConfig.Replication config) {
        ReplicationState state = new ReplicationState(config);
        state.reload(rocks);
        return state;
    }

    /** The number of the last epoch, as it is stored. */
    static long lastEpoch(RocksHandle rocks) {
        try (ReadOptions reading = new ReadOptions();
                RocksIterator entries = rocks.iterator(Family.META, reading)) {
            entries.seekForPrev(Bytes.successor(Meta.EPOCH));
            rocks.requireRead(entries);
            return entries.isValid() && Bytes.startsWith(entries.key(), Meta.EPOCH)
                    ? Bytes.longAt(entries.key(), Meta.EPOCH.length)
                    : History.FIRST_EPOCH.number();
        }
    }

    /** Takes over what was written without it. */
    void reload(RocksHandle rocks) {
        byte[] of = rocks.get(Family.META, Meta.REPLICA_OF);
        primary = of == null ? null : new String(of, StandardCharsets.UTF_8);
        byte[] restored = rocks.get(Family.META, Meta.HISTORY);
        history = restored == null ? null : Bytes.uuidAt(restored, 0);
        byte[] fence = rocks.get(Family.META, Meta.FENCED);
        fencedBy = fence == null ? 0 : Bytes.longAt(fence, 0);
        List<History.Epoch> found = new ArrayList<>();
        found.add(History.FIRST_EPOCH);
        Map<String, ReplicaPosition> stored = new HashMap<>();
        try (ReadOptions reading = new ReadOptions();
                RocksIterator entries = rocks.iterator(Family.META, reading)) {
            for (entries.seek(Meta.EPOCH);
                    entries.isValid() && Bytes.startsWith(entries.key(), Meta.EPOCH);
                    entries.next()) {
                found.add(Meta.epoch(entries.key(), entries.value()));
            }
            rocks.requireRead(entries);
            for (entries.seek(Meta.REPLICA);
                    entries.isValid() && Bytes.startsWith(entries.key(), Meta.REPLICA);
                    entries.next()) {
                ReplicaPosition replica = Meta.replica(entries.key(), entries.value());
                stored.put(replica.replica(), replica);
            }
            rocks.requireRead(entries);
        }
        epochs = List.copyOf(found);
        show(stored);
    }

    /** What is known of a replica in memory is newer than what was written down of it. */
    private void show(Map<String, ReplicaPosition> stored) {
        saved.keySet().stream().filter(name -> !stored.containsKey(name)).forEach(replicas::remove);
        saved.keySet().retainAll(stored.keySet());
        stored.forEach((name, replica) -> {
            saved.put(name, replica);
            replicas.merge(name, replica, (known, read) -> known.sequence() > read.sequence() ? known : read);
        });
    }

    Optional<ReplicaOf> replicaOf() {
        return Optional.ofNullable(primary).map(ReplicaOf::new);
    }

    /** By what the history is known, where that is not the database itself. */
    Optional<UUID> history() {
        return Optional.ofNullable(history);
    }

    /** Remembers how far the archive of the log has got. */
    void archived(long sequence) {
        archived = sequence;
    }

    /** As for a replica, whether an archive lacks something that stands before an entry; a replica's log is archived by its primary. */
    boolean isLackedByArchive(long sequence) {
        return archived < sequence && primary == null;
    }

    OptionalLong fencedBy() {
        long fence = fencedBy;
        return fence == 0 ? OptionalLong.empty() : OptionalLong.of(fence);
    }

    List<History.Epoch> epochs() {
        return epochs;
    }

    List<ReplicaPosition> replicas() {
        return List.copyOf(replicas.values());
    }

    /** How far the slowest copy has got; the greatest number where there is none. */
    long slowestReplica() {
        return replicas.values().stream()
                .mapToLong(ReplicaPosition::sequence)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    Optional<ReplicaPosition> replica(String name) {
        return Optional.ofNullable(replicas.get(name));
    }

    void put(ReplicaPosition replica) {
        replicas.put(replica.replica(), replica);
    }

    /** Whether nothing has changed since it was written down. */
    boolean isSaved(ReplicaPosition replica) {
        ReplicaPosition stored = saved.get(replica.replica());
        return stored != null && stored.sequence() == replica.sequence();
    }

    void saved(ReplicaPosition replica) {
        saved.put(replica.replica(), replica);
    }

    void remove(String replica) {
        replicas.remove(replica);
    }

    /**
     * To be asked before a write.
     *
     * @param lastSequence 0 of a database that is just being made
     * @throws RemException {@link ErrorCode#READ_ONLY} in a replica, and in a primary whose place another has taken
     */
    void requireWritable(long lastSequence) {
        String of = primary;
        if (of != null) {
            throw new RemException(ErrorCode.READ_ONLY, "This database is a replica, which takes no writes")
                    .with("primary", of)
                    .hint("Write to the primary; or, when that is gone for good: rem replication promote");
        }
        if (config.mode() == RemConfig.ReplicationMode.REPLICA && epochs.size() == 1 && lastSequence > 0) {
            throw new RemException(ErrorCode.READ_ONLY, "This database is to be a replica, which takes no writes")
                    .with("primary", String.valueOf(config.primary()))
                    .hint(
                            "rem replicate --primary HOST:PORT --follow makes it one; without P8_REPLICATION_MODE=replica it"
                                    + " takes writes");
        }
        if (fencedBy != 0) {
            throw new RemException(
                            ErrorCode.READ_ONLY, "Another copy of this database was promoted: it takes the writes now")
                    .with("epoch", fencedBy)
                    .hint("Make this one its replica: rem replicate --primary HOST:PORT");
        }
    }
}
