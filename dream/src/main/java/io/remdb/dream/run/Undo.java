package io.remdb.dream.run;

import io.remdb.Deletion;
import io.remdb.Edge;
import io.remdb.Entity;
import io.remdb.EntityScan;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.WriteBatch;
import io.remdb.dream.Undone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes back what a run wrote: its rows, but those that a person has changed since, its edges, and its record, last, so that it can be repeated. */
public final class Undo {
    private static final int BATCH = 1_000;

    private final RemDatabase database;

    /** Takes back runs of a database. */
    public Undo(RemDatabase database) {
        this.database = database;
    }

    /**
     * Takes a run back.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND} when there is no such run, {@link ErrorCode#LOCKED} while one works
     */
    public Undone undo(String runId) {
        Optional<Entity> run = DreamTables.registered(database, DreamTables.RUNS)
                ? database.get(DreamTables.id(DreamTables.RUNS, runId))
                : Optional.empty();
        if (run.isEmpty()) {
            throw new RemException(ErrorCode.NOT_FOUND, "There is no such run of dream")
                    .with("run", runId)
                    .hint("SELECT run_id, start_time, end_time, state FROM dream_runs shows them");
        }
        Undone undone;
        DreamTables.register(database);
        try (RunLock lock = RunLock.take(database)) {
            undone = remove(runId, lock);
            database.delete(run.get().id(), Deletion.Mode.HARD);
        }
        DreamTables.removeEmpty(database);
        return undone;
    }

    /** All tables that can have something of a run are read: it is done rarely, and nothing is missed. */
    private Undone remove(String runId, RunLock lock) {
        List<UUID> rows = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        int kept = 0;
        try (EntityScan scan = database.scan(
                List.of(DreamTables.MOMENTS, DreamTables.RESOURCES, DreamTables.THEMES), ScanOptions.DEFAULTS)) {
            while (scan.hasNext()) {
                Entity entity = scan.next();
                boolean own = Provenance.writtenBy(entity, runId);
                if (own && Provenance.untouched(entity)) {
                    rows.add(entity.id());
                    continue;
                }
                kept += own ? 1 : 0;
                entity.edges().stream()
                        .filter(edge -> Provenance.writtenBy(edge, runId))
                        .forEach(edges::add);
                lock.renew();
            }
        }
        edges.forEach(edge -> database.unlink(edge.src().toString(), edge.dst().toString(), edge.relType()));
        for (int from = 0; from < rows.size(); from += BATCH) {
            WriteBatch.Builder batch = WriteBatch.builder();
            rows.subList(from, Math.min(rows.size(), from + BATCH)).forEach(id -> batch.delete(id, Deletion.Mode.HARD));
            database.write(batch.build());
            lock.renew();
        }
        return new Undone(rows.size(), edges.size(), kept);
    }
}
