package io.remdb.dream.run;

import io.remdb.Deletion;
import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.EntityScan;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.WriteBatch;
import io.remdb.dream.Undone;
import io.remdb.dream.link.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes back what a run wrote: its edges, its rows but those that a person has changed or linked since, themes that no moment is about any more, and its
 * record, last, so that it can be repeated.
 */
public final class Undo {
    private static final int BATCH = 100;
    private static final ScanOptions ALL = ScanOptions.DEFAULTS.withVisibility(Visibility.WITH_DELETED);

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
        UUID run = DreamTables.id(DreamTables.RUNS, runId);
        boolean there = DreamTables.registered(database, DreamTables.RUNS)
                && database.get(run).isPresent();
        if (!there) {
            throw new RemException(ErrorCode.NOT_FOUND, "There is no such run of dream")
                    .with("run", runId)
                    .hint("SELECT run_id, start_time, end_time, state FROM dream_runs shows them");
        }
        Undone undone;
        boolean nothingLeft;
        try (RunLock lock = RunLock.take(database)) {
            undone = remove(runId, lock);
            lock.check();
            database.delete(run, Deletion.Mode.HARD);
            nothingLeft = DreamTables.removeEmpty(database);
        }
        if (nothingLeft) {
            DreamTables.removeLocks(database);
        }
        return undone;
    }

    /** All tables that can have something of a run are read: it is done rarely, and nothing is missed. */
    private Undone remove(String runId, RunLock lock) {
        List<UUID> rows = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        List<UUID> themes = new ArrayList<>();
        int kept = 0;
        try (EntityScan scan = database.scan(tables(), ALL)) {
            while (scan.hasNext()) {
                Entity entity = scan.next();
                boolean own = Provenance.writtenBy(entity, runId);
                if (entity.entityType().equals(DreamTables.THEMES)) {
                    themes.add(entity.id());
                    kept += own && !removable(entity) ? 1 : 0;
                    continue;
                }
                if (own && removable(entity)) {
                    rows.add(entity.id());
                    continue;
                }
                kept += own ? 1 : 0;
                entity.edges().stream()
                        .filter(edge -> Provenance.writtenBy(edge, runId))
                        .forEach(edges::add);
            }
        }
        for (int i = 0; i < edges.size(); i++) {
            if (i % BATCH == 0) {
                lock.check();
            }
            Edge edge = edges.get(i);
            database.unlink(edge.src().toString(), edge.dst().toString(), edge.relType());
        }
        int removed = remove(rows, runId, lock);
        kept += rows.size() - removed;
        return new Undone(removed + removeThemes(themes, lock), edges.size(), kept);
    }

    private List<String> tables() {
        List<String> tables =
                new ArrayList<>(List.of(DreamTables.MOMENTS, DreamTables.RESOURCES, DreamTables.DOCUMENTS));
        if (DreamTables.registered(database, DreamTables.THEMES)) {
            tables.add(DreamTables.THEMES);
        }
        return tables;
    }

    /** Whether the row is as the run wrote it, but that somebody may have deleted it softly. */
    private boolean removable(Entity row) {
        return Provenance.unchanged(row) && !Provenance.linkedByOthers(database, row.id());
    }

    /** Rows are read again right before they are deleted, since somebody may have changed them meanwhile. */
    private int remove(List<UUID> rows, String runId, RunLock lock) {
        int removed = 0;
        for (int from = 0; from < rows.size(); from += BATCH) {
            lock.check();
            WriteBatch.Builder batch = WriteBatch.builder();
            for (Entity row : database.getAll(rows.subList(from, Math.min(rows.size(), from + BATCH)))) {
                if (Provenance.writtenBy(row, runId) && removable(row)) {
                    batch.delete(row.id(), Deletion.Mode.HARD);
                    removed++;
                }
            }
            database.write(batch.build());
        }
        return removed;
    }

    /** A theme of several runs goes with the last one: it is there as long as a moment is about it. */
    private int removeThemes(List<UUID> themes, RunLock lock) {
        int removed = 0;
        for (UUID id : themes) {
            Optional<Entity> theme = database.get(id);
            if (theme.isPresent() && removable(theme.get()) && !about(database, id)) {
                lock.check();
                database.delete(id, Deletion.Mode.HARD);
                removed++;
            }
        }
        return removed;
    }

    /** Whether a moment is about a theme. */
    static boolean about(RemDatabase database, UUID theme) {
        try (EdgeCursor edges = database.edges(theme.toString(), EdgeDirection.IN, List.of(Link.ABOUT))) {
            return edges.hasNext();
        }
    }
}
