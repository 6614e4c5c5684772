package io.remdb.sql;

import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** What an SQL statement does to one row. */
public sealed interface RowWrite {
    /**
     * Writes a row, replacing the one with the same id.
     *
     * @param row as an insert of JSON takes it; not yet validated; taken over by whoever applies it
     */
    record Insert(ObjectNode row) implements RowWrite {}

    /**
     * Changes some fields of a row.
     *
     * @param version the version of the row that the values were computed from
     * @param values the new value of each field that changes; JSON null removes it
     */
    record Update(UUID id, long version, ObjectNode values) implements RowWrite {}

    /**
     * Soft-deletes a row.
     *
     * @param version the version of the row for which the condition held
     */
    record Delete(UUID id, long version) implements RowWrite {}
}
