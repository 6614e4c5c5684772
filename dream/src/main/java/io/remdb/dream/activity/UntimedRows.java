package io.remdb.dream.activity;

import io.remdb.Entity;
import io.remdb.EntityScan;
import io.remdb.RemDatabase;
import io.remdb.ScanOptions;
import io.remdb.text.Uuids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Rows of a table that have no time of their own, by when they were written. No index has them in that order, so that the table is read once, and their
 * ids are kept: some sixty bytes a row, which is all that grows with a window. One thread.
 */
final class UntimedRows {
    private static final int PAGE = 100;

    private final RemDatabase database;
    private final List<Written> rows = new ArrayList<>();
    private final Optional<String> vectors;

    private record Written(Instant at, UUID id) {}

    /** A row of an activity, and the name of its vectors that can be compared. */
    interface Visitor {
        void visit(Entity entity, Optional<String> vectors);
    }

    /**
     * Reads which there are.
     *
     * @param condition what else is asked of them, in SQL
     * @param model whose vectors can be compared
     */
    UntimedRows(RemDatabase database, String table, String condition, Instant from, Instant until, String model) {
        this.database = database;
        ScanOptions options = ScanOptions.DEFAULTS.where(condition + "created_at >= ? AND created_at < ?", from, until);
        try (EntityScan scan = database.scan(List.of(table), options)) {
            this.vectors = ActivityReader.comparable(scan.tables().getFirst(), model);
            while (scan.hasNext()) {
                Entity row = scan.next();
                rows.add(new Written(row.createdAt(), row.id()));
            }
        }
        rows.sort(Comparator.comparing(Written::at).thenComparing(Written::id, Uuids::compare));
    }

    /** How many were written in some time. */
    int count(Instant from, Instant to) {
        return index(to) - index(from);
    }

    /** Reads those that were written in some time; without vectors where none are wanted. */
    void read(Instant from, Instant to, ScanOptions.Embeddings embeddings, Visitor visitor) {
        List<UUID> ids =
                rows.subList(index(from), index(to)).stream().map(Written::id).toList();
        for (int start = 0; start < ids.size(); start += PAGE) {
            List<UUID> page = ids.subList(start, Math.min(ids.size(), start + PAGE));
            List<Entity> found = embeddings == ScanOptions.Embeddings.INCLUDED
                    ? page.stream()
                            .map(database::getWithEmbeddings)
                            .flatMap(Optional::stream)
                            .toList()
                    : database.getAll(page);
            found.stream().filter(row -> !row.deleted()).forEach(row -> visitor.visit(row, vectors));
        }
    }

    /** The first that was not written before an instant. */
    private int index(Instant at) {
        int low = 0;
        int high = rows.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows.get(middle).at.isBefore(at)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
