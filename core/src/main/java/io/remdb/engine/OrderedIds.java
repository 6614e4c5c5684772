package io.remdb.engine;

import io.remdb.store.Cursor;
import io.remdb.text.Uuids;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ids that come in any order, given in theirs and in bounded memory: each pass over them keeps the smallest of those that have not
 * been given yet. One thread.
 */
final class OrderedIds implements Iterator<UUID> {
    private final Supplier<Cursor<UUID>> source;
    private final UUID[] kept;
    private int size;
    private int given;
    /** The last id of the passes before; null before the first. */
    private @Nullable UUID last;
    /** The largest id of this pass: larger ones were left for the next; null while none was. */
    private @Nullable UUID ceiling;

    private boolean begun;

    /**
     * @param source opens the same ids anew, each once
     * @param most how many are held, at least 2
     */
    OrderedIds(Supplier<Cursor<UUID>> source, int most) {
        this.source = source;
        this.kept = new UUID[most];
    }

    @Override
    public boolean hasNext() {
        if (given == size && (!begun || ceiling != null)) {
            pass();
        }
        return given < size;
    }

    @Override
    public UUID next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return kept[given++];
    }

    private void pass() {
        begun = true;
        last = ceiling;
        ceiling = null;
        size = 0;
        given = 0;
        try (Cursor<UUID> ids = source.get()) {
            while (ids.hasNext()) {
                UUID id = ids.next();
                if ((last == null || Uuids.compare(id, last) > 0)
                        && (ceiling == null || Uuids.compare(id, ceiling) <= 0)) {
                    keep(id);
                }
            }
        }
        sort();
    }

    private void keep(UUID id) {
        if (size == kept.length) {
            sort();
            size = kept.length / 2;
            ceiling = kept[size - 1];
            if (Uuids.compare(id, ceiling) > 0) {
                return;
            }
        }
        kept[size++] = id;
    }

    private void sort() {
        Arrays.sort(kept, 0, size, Uuids::compare);
    }
}
