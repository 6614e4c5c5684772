package io.remdb;

import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One change of the database, as the log has it. Vectors and indexes, which follow from rows and schemas, are none. */
public sealed interface Change {
    /** What happened; in JSON in lower case. */
    enum Kind {
        /** A row was written that was not there. */
        CREATED,
        /** A row was written that was there, soft-deleted perhaps; also one that is written again as it was. */
        UPDATED,
        /** A row was soft-deleted, or written as a soft-deleted one. */
        DELETED,
        /** A row was removed for good. Its edges are removed by changes of their own, in the same commit. */
        REMOVED,
        /** An edge was written. */
        LINKED,
        /** An edge was removed, if it was there. */
        UNLINKED,
        /** A table got its schema, the first or another. The same commit writes the schema as a row of {@code schemas}. */
        SCHEMA_REGISTERED,
        /** A table is gone. Its rows are removed by changes of their own, afterwards. */
        SCHEMA_REMOVED
    }

    /** Where it stands in the log. */
    Place place();

    /** What happened. */
    Kind kind();

    /**
     * The table; of an edge that of its source. Null where that is not known any more: the source has been removed for good since, or
     * the whole table has.
     */
    @Nullable
    String table();

    /** The row; of an edge its source. Null for a schema. */
    @Nullable
    UUID id();

    /**
     * Where a change stands in the log.
     *
     * @param sequence of the commit: from 1, without gaps, but not every commit changes something that is told
     * @param number of the change in its commit, from 1
     * @param of how many changes the commit has
     * @param committedAt when, UTC, microseconds
     */
    record Place(long sequence, int number, int of, Instant committedAt) {
        /** The position behind the change: who has dealt with it goes on from there. */
        public ChangePosition position() {
            return number == of ? ChangePosition.after(sequence) : new ChangePosition(sequence - 1, number);
        }
    }

    /**
     * A row was written.
     *
     * @param kind CREATED, UPDATED or DELETED
     * @param entity the row as this commit left it, whatever has become of it since; without vectors and edges
     */
    record RowWritten(Place place, Kind kind, Entity entity) implements Change {
        @Override
        public String table() {
            return entity.entityType();
        }

        @Override
        public UUID id() {
            return entity.id();
        }
    }

    /** A row was removed for good. */
    record RowRemoved(Place place, @Nullable String table, UUID id) implements Change {
        @Override
        public Kind kind() {
            return Kind.REMOVED;
        }
    }

    /** An edge was written: a new one, or other properties of one that was there. */
    record EdgeWritten(Place place, @Nullable String table, Edge edge) implements Change {
        @Override
        public Kind kind() {
            return Kind.LINKED;
        }

        @Override
        public UUID id() {
            return edge.src();
        }
    }

    /** An edge was removed. */
    record EdgeRemoved(Place place, @Nullable String table, UUID src, String relType, UUID dst) implements Change {
        @Override
        public Kind kind() {
            return Kind.UNLINKED;
        }

        @Override
        public UUID id() {
            return src;
        }
    }

    /** A table got its schema: the document. */
    record SchemaRegistered(Place place, String table, ObjectNode schema) implements Change {
        @Override
        public Kind kind() {
            return Kind.SCHEMA_REGISTERED;
        }

        @Override
        public @Nullable UUID id() {
            return null;
        }
    }

    /** A table is gone. */
    record SchemaRemoved(Place place, String table) implements Change {
        @Override
        public Kind kind() {
            return Kind.SCHEMA_REMOVED;
        }

        @Override
        public @Nullable UUID id() {
            return null;
        }
    }

    /**
     * {@code {"sequence", "change", "changes", "committed_at", "kind", "table", "id"}}, then {@code "entity"} of a written row (as
     * {@link Entity#json}, without edges), {@code "edge"} of an edge ({@link Edge#json}, or its ends and type where it is
     * removed), or {@code "schema"}.
     */
    default ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("sequence", place().sequence());
        json.put("change", place().number());
        json.put("changes", place().of());
        json.put("committed_at", Timestamps.text(place().committedAt()));
        json.put("kind", kind().name().toLowerCase(Locale.ROOT));
        json.put("table", table());
        UUID id = id();
        if (id != null) {
            json.put("id", id.toString());
        }
        switch (this) {
            case RowWritten row -> {
                ObjectNode entity = row.entity().json();
                entity.remove("edges");
                json.set("entity", entity);
            }
            case EdgeWritten link -> json.set("edge", link.edge().json());
            case EdgeRemoved link ->
                json.putObject("edge")
                        .put("src", link.src().toString())
                        .put("dst", link.dst().toString())
                        .put("rel_type", link.relType());
            case SchemaRegistered registered -> json.set("schema", registered.schema());
            case RowRemoved _, SchemaRemoved _ -> {}
        }
        return json;
    }
}
