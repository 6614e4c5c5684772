package io.remdb.dream.run;

import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.dream.DreamReport.Action;
import io.remdb.dream.DreamReport.ThemeFound;
import io.remdb.dream.link.Link;
import io.remdb.dream.link.Theme;
import io.remdb.dream.local.LocalDescriber;
import io.remdb.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of themes. A theme has a row for its name, whichever windows have it: a run describes it where no moment of another window is about it, and it
 * goes when no moment is about it any more. One run.
 */
final class ThemeRows {
    private final RemDatabase database;
    private final String runId;
    private final RowWriter rows;
    private final Found found;

    ThemeRows(RemDatabase database, String runId, RowWriter rows, Found found) {
        this.database = database;
        this.runId = runId;
        this.rows = rows;
        this.found = found;
    }

    /** Writes themes, and finds the links of moments with them. */
    List<ThemeFound> write(List<Theme> themes, Set<UUID> moments) {
        List<ThemeFound> written = new ArrayList<>();
        for (Theme theme : themes) {
            UUID id = DreamTables.id(DreamTables.THEMES, theme.name());
            Optional<Entity> there = existing(id);
            if (there.filter(Entity::deleted).isPresent()) {
                rows.note(id, Action.KEPT);
                continue;
            }
            Action action = there.isPresent() && ofOthers(id, moments)
                    ? rows.note(id, Provenance.untouched(there.get()) ? Action.UNCHANGED : Action.KEPT)
                    : rows.write(DreamTables.THEMES, id, row(theme));
            for (int i = 0; i < theme.moments().size(); i++) {
                found.links.add(new Link(
                        theme.moments().get(i).id(),
                        id,
                        Link.ABOUT,
                        theme.scores().get(i)));
            }
            written.add(new ThemeFound(id, theme.name(), theme.moments().size(), action));
        }
        return written;
    }

    /** Removes themes that no moment is about any more. */
    void removeUnused(Collection<UUID> themes) {
        for (UUID id : themes) {
            existing(id)
                    .filter(theme -> Provenance.untouched(theme) && !Undo.about(database, id))
                    .ifPresent(rows::delete);
        }
    }

    private Optional<Entity> existing(UUID id) {
        return database.get(id).filter(row -> row.entityType().equals(DreamTables.THEMES));
    }

    private ObjectNode row(Theme theme) {
        ObjectNode row = Json.object();
        row.put("name", theme.name());
        row.put("description", String.join(", ", theme.tags()));
        theme.tags().forEach(row.withArray("tags")::add);
        Provenance.sign(row, runId, LocalDescriber.NAME);
        return row;
    }

    /** Whether a moment that this run has nothing to do with is about a theme. */
    private boolean ofOthers(UUID theme, Set<UUID> moments) {
        try (EdgeCursor edges = database.edges(theme.toString(), EdgeDirection.IN, List.of(Link.ABOUT))) {
            while (edges.hasNext()) {
                Edge edge = edges.next();
                if (!moments.contains(edge.src())) {
                    return true;
                }
            }
            return false;
        } catch (RemException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
