package io.remdb.graph;

import io.remdb.store.RecordStore;
import io.remdb.store.StoredEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entities to which edges lead.
 *
 * @param records where they are
 * @param tables by number, those that are there: the rows of a table that is being removed may outlive it for a while
 */
record Living(RecordStore records, IntPredicate tables) {
    /** In order; null for one that does not exist, or is soft-deleted, or whose table has been removed. */
    List<@Nullable StoredEntity> getAll(List<UUID> ids) {
        List<@Nullable StoredEntity> living = new ArrayList<>(ids.size());
        for (StoredEntity entity : records.getAll(ids)) {
            living.add(entity == null || entity.deleted() || !tables.test(entity.table()) ? null : entity);
        }
        return living;
    }
}
