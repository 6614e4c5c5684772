package io.remdb.dream.run;

import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.RemDatabase;
import io.remdb.WriteBatch;
import io.remdb.dream.DreamOptions.Writing;
import io.remdb.dream.DreamReport.Action;
import io.remdb.json.Json;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Writes rows that are other than what is there, a batch at a time; in a dry run it only says what it would do. One thread. */
final class RowWriter {
    /** Few: what a language model has described should not be lost with the process. */
    private static final int BATCH = 10;

    private final RemDatabase database;
    private final Writing writing;
    private WriteBatch.Builder batch = WriteBatch.builder();
    private int pending;

    RowWriter(RemDatabase database, Writing writing) {
        this.database = database;
        this.writing = writing;
    }

    /** Writes a row that says who wrote it, if there is none that says the same, and none that a person wrote. */
    Action write(String table, UUID id, ObjectNode properties) {
        Optional<Entity> there = database.get(id);
        if (there.isPresent()) {
            if (Provenance.same(there.get(), properties)) {
                return Action.UNCHANGED;
            }
            if (!there.get().deleted() && !Provenance.untouched(there.get())) {
                return Action.KEPT;
            }
        }
        if (writing == Writing.WRITTEN) {
            batch.insert(table, Json.text(properties));
            full();
        }
        return there.isPresent() && !there.get().deleted() ? Action.UPDATED : Action.CREATED;
    }

    /** Deletes a row for good. */
    void delete(UUID id) {
        if (writing == Writing.WRITTEN) {
            batch.delete(id, Deletion.Mode.HARD);
            full();
        }
    }

    /** Writes what is waiting. */
    void flush() {
        if (pending > 0) {
            database.write(batch.build());
            batch = WriteBatch.builder();
            pending = 0;
        }
    }

    private void full() {
        pending++;
        if (pending >= BATCH) {
            flush();
        }
    }
}
