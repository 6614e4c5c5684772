package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.EdgeEnd;
import io.remdb.store.EdgeWalk;
import io.remdb.store.StoredEdge;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/** One iterator over a family of edges that is set to one prefix after the other: making an iterator costs more than a seek. */
final class RocksEdgeWalk implements EdgeWalk, RocksHandle.Open {
    private static final byte[] NOWHERE = {};

    private final RocksHandle rocks;
    private final EdgeEnd near;
    private final Family family;
    private final RocksIterator iterator;
    private byte[] prefix = NOWHERE;
    private byte[] key = NOWHERE;
    /** Whether the iterator stands at an edge that has not been given yet. */
    private boolean ahead;

    private boolean closed;

    RocksEdgeWalk(RocksHandle rocks, EdgeEnd near) {
        this.rocks = rocks;
        this.near = near;
        this.family = switch (near) {
            case SOURCE -> Family.EDGES;
            case TARGET -> Family.EDGES_REVERSE;
        };
        this.iterator = rocks.iterator(family, rocks.reading().prefix());
        rocks.register(this);
    }

    @Override
    public void moveTo(UUID entity, @Nullable String relType) {
        prefix = rocks.cipher().prefix(family, KeyCodec.edgePrefix(entity, relType));
        int pass = enter();
        try {
            iterator.seek(prefix);
            ahead = true;
        } finally {
            rocks.gate().leave(pass);
        }
    }

    @Override
    public boolean next() {
        if (prefix.length == 0) {
            return false;
        }
        int pass = enter();
        try {
            if (!ahead) {
                iterator.next();
            }
            ahead = false;
            if (iterator.isValid()) {
                key = iterator.key();
                if (Bytes.startsWith(key, prefix)) {
                    return true;
                }
            } else {
                rocks.requireRead(iterator);
            }
            prefix = NOWHERE;
            return false;
        } finally {
            rocks.gate().leave(pass);
        }
    }

    @Override
    public UUID far() {
        return rocks.cipher().lastId(key);
    }

    @Override
    public StoredEdge edge() {
        int pass = enter();
        try {
            StoreCipher.Entry entry = rocks.cipher().entry(family, key, iterator.value());
            return switch (near) {
                case SOURCE -> EdgeCodec.forward(entry.key(), entry.value());
                case TARGET -> EdgeCodec.reverse(entry.key(), entry.value());
            };
        } finally {
            rocks.gate().leave(pass);
        }
    }

    private int enter() {
        int pass = rocks.gate().enter();
        if (closed) {
            rocks.gate().leave(pass);
            throw new RemException(ErrorCode.CLOSED, "The walk is closed");
        }
        return pass;
    }

    @Override
    public void close() {
        rocks.release(this);
    }

    @Override
    public synchronized void release() {
        if (!closed) {
            closed = true;
            iterator.close();
        }
    }
}
