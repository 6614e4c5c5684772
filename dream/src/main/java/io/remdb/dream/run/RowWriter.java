package io.remdb.dream.run;

import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.WriteBatch;
import io.remdb.dream.DreamOptions.Writing;
import io.remdb.dream.DreamReport.Action;
import io.remdb.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes rows that are other than what is there, a batch at a time; in a dry run it only says what it would do. What a person has changed, deleted or
 * linked stays as it is: each row is read again right before it is written, and replaced only if it is still what was read. A row that the database
 * refuses is reported, and left out. One thread.
 */
final class RowWriter {
    /** Few: what a language model has described should not be lost with the process. */
    private static final int BATCH = 10;

    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.VALIDATION_FAILED, ErrorCode.INVALID_ARGUMENT, ErrorCode.TOO_LARGE);

    private final RemDatabase database;
    private final Writing writing;
    private final Found found;
    private final Runnable beforeEach;
    private final List<Pending> pending = new ArrayList<>();
    private final Map<UUID, Action> actions = new HashMap<>();
    private final Set<UUID> removed = new HashSet<>();
    private final Set<UUID> moments = new HashSet<>();
    private final Set<UUID> refused = new HashSet<>();

    /** @param beforeEach run before each batch; what it throws prevents it */
    RowWriter(RemDatabase database, Writing writing, Found found, Runnable beforeEach) {
        this.database = database;
        this.writing = writing;
        this.found = found;
        this.beforeEach = beforeEach;
    }

    /** A row to be, or to be no more. */
    private record Pending(String table, UUID id, @Nullable ObjectNode row) {}

    /** Writes a row that says who wrote it, if there is none that says the same, and none that is a person's. */
    Action write(String table, UUID id, ObjectNode properties) {
        Action action = action(database.get(id), properties);
        if (action == Action.CREATED || action == Action.UPDATED) {
            add(new Pending(table, id, properties));
        }
        return note(id, action);
    }

    /** Notes what becomes of a row that is not to be written. */
    Action note(UUID id, Action action) {
        return actions.merge(id, action, (noted, now) -> noted == Action.KEPT ? noted : now);
    }

    /** Deletes a row for good, unless it is a person's, or a person has linked it. */
    void delete(Entity row) {
        if (removable(row)) {
            removed.add(row.id());
            if (row.entityType().equals(DreamTables.MOMENTS)) {
                moments.add(row.id());
            }
            add(new Pending(row.entityType(), row.id(), null));
        } else {
            note(row.id(), Action.KEPT);
        }
    }

    /** What became of a row; it is final after the last {@link #flush}. */
    Action action(UUID id) {
        return actions.getOrDefault(id, Action.UNCHANGED);
    }

    /** Rows that stay as they are, since a person has changed, deleted or linked them. */
    int kept() {
        return (int) actions.values().stream()
                .filter(action -> action == Action.KEPT)
                .count();
    }

    /** Rows that are deleted. */
    Set<UUID> removed() {
        return Collections.unmodifiableSet(removed);
    }

    /** How many of them are moments. */
    int removedMoments() {
        return (int) removed.stream().filter(moments::contains).count();
    }

    /** Rows that the database does not take. */
    Set<UUID> refused() {
        return Collections.unmodifiableSet(refused);
    }

    private static Action action(Optional<Entity> there, ObjectNode properties) {
        if (there.isEmpty()) {
            return Action.CREATED;
        }
        if (Provenance.same(there.get(), properties)) {
            return Action.UNCHANGED;
        }
        return Provenance.untouched(there.get()) ? Action.UPDATED : Action.KEPT;
    }

    private boolean removable(Entity row) {
        return Provenance.untouched(row) && !Provenance.linkedByOthers(database, row.id());
    }

    private void add(Pending write) {
        if (writing == Writing.WRITTEN) {
            pending.add(write);
            if (pending.size() >= BATCH) {
                flush();
            }
        }
    }

    /** Writes what is waiting. */
    void flush() {
        if (pending.isEmpty()) {
            return;
        }
        beforeEach.run();
        List<Pending> writes = List.copyOf(pending);
        pending.clear();
        Map<UUID, Entity> there = new LinkedHashMap<>();
        database.getAll(writes.stream().map(Pending::id).toList()).forEach(row -> there.put(row.id(), row));
        List<Pending> batch = new ArrayList<>();
        for (Pending write : writes) {
            Entity row = there.get(write.id);
            if (write.row == null) {
                if (row != null && removable(row)) {
                    batch.add(write);
                } else if (row != null) {
                    removed.remove(write.id);
                    note(write.id, Action.KEPT);
                }
            } else if (row == null) {
                batch.add(write);
            } else {
                replace(row, write.row);
            }
        }
        write(batch);
    }

    private void replace(Entity there, ObjectNode row) {
        if (action(Optional.of(there), row) != Action.UPDATED) {
            note(there.id(), Action.KEPT);
            return;
        }
        try {
            database.updateIfUnmodified(there.id(), Json.text(patch(there.properties(), row)), there.modifiedAt());
        } catch (RemException e) {
            if (e.code() == ErrorCode.CONFLICT || e.code() == ErrorCode.NOT_FOUND) {
                note(there.id(), Action.KEPT);
            } else {
                refuse(there.id(), e);
            }
        }
    }

    /** The merge patch (RFC 7396) that makes one object of another. */
    private static ObjectNode patch(ObjectNode before, ObjectNode after) {
        ObjectNode patch = Json.object();
        before.propertyNames().stream().filter(name -> !after.has(name)).forEach(patch::putNull);
        after.properties().forEach(entry -> {
            if (before.path(entry.getKey()) instanceof ObjectNode old
                    && entry.getValue() instanceof ObjectNode changed) {
                patch.set(entry.getKey(), patch(old, changed));
            } else {
                patch.set(entry.getKey(), entry.getValue());
            }
        });
        return patch;
    }

    /** All together, or each for itself where one is refused. */
    private void write(List<Pending> batch) {
        if (batch.isEmpty()) {
            return;
        }
        WriteBatch.Builder builder = WriteBatch.builder();
        for (Pending write : batch) {
            if (write.row == null) {
                builder.delete(write.id, Deletion.Mode.HARD);
            } else {
                builder.insert(write.table, Json.text(write.row));
            }
        }
        try {
            database.write(builder.build());
        } catch (RemException e) {
            if (batch.size() > 1 && REFUSALS.contains(e.code())) {
                batch.forEach(write -> write(List.of(write)));
            } else {
                refuse(batch.getFirst().id, e);
            }
        }
    }

    private void refuse(UUID id, RemException e) {
        if (!REFUSALS.contains(e.code())) {
            throw e;
        }
        refused.add(id);
        actions.remove(id);
        found.problem("A row was refused: " + e.getMessage());
    }
}
