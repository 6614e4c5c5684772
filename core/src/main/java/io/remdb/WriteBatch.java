package io.remdb;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes of several tables that take place together, or not at all: rows, with their edges, and deletions. Held in memory as a whole.
 *
 * @param writes rows are inserted in this order, so that a later one of the same key replaces an earlier one; what is deleted may not be
 *     inserted by the same batch
 */
public record WriteBatch(List<Write> writes) {
    /** The most that one batch may hold. */
    public static final int MOST_WRITES = 250_000;

    /** The most that the JSON of all its rows may be long, in characters. */
    public static final int MOST_CHARACTERS = 64 << 20;

    /** One write of a batch. */
    public sealed interface Write {
        /**
         * Writes a row; one with the same key is replaced, its edges stay.
         *
         * @param row a JSON object; an edge in it may point to the key of any row of the batch
         * @param id of a row that has no key; null: a random one
         */
        record Insert(String table, String row, @Nullable UUID id) implements Write {}

        /** Deletes a row, if it is there. */
        record Delete(UUID id, Deletion.Mode mode) implements Write {}
    }

    /**
     * A batch of these.
     *
     * @throws RemException {@link ErrorCode#TOO_LARGE}
     */
    public WriteBatch {
        writes = List.copyOf(writes);
        requireAtMost("writes", writes.size(), MOST_WRITES);
        requireAtMost("characters", characters(writes), MOST_CHARACTERS);
    }

    private static long characters(List<Write> writes) {
        long characters = 0;
        for (Write write : writes) {
            characters += switch (write) {
                case Write.Insert insert -> insert.row().length();
                case Write.Delete _ -> 0;
            };
        }
        return characters;
    }

    private static void requireAtMost(String what, long found, long limit) {
        if (found > limit) {
            throw new RemException(ErrorCode.TOO_LARGE, "A batch that is one atomic write is larger than the limit")
                    .with(what, found)
                    .with("limit", limit)
                    .hint("Write it in several batches");
        }
    }

    /** A batch to be filled. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects writes. One thread. */
    public static final class Builder {
        private final List<Write> writes = new ArrayList<>();

        private Builder() {}

        /** Adds a row. */
        public Builder insert(String table, String row) {
            return insert(table, row, null);
        }

        /** Adds a row that has this id if it has no key. */
        public Builder insert(String table, String row, @Nullable UUID id) {
            writes.add(new Write.Insert(table, row, id));
            return this;
        }

        /** Adds a deletion. */
        public Builder delete(UUID id, Deletion.Mode mode) {
            writes.add(new Write.Delete(id, mode));
            return this;
        }

        /** The batch of what was added. */
        public WriteBatch build() {
            return new WriteBatch(writes);
        }
    }
}
