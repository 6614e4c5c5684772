package io.remdb.schema;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Schemas;
import java.util.List;

/**
 * What becomes of a table when its schema is registered again.
 *
 * @param before the schema that is registered
 * @param after the schema that is to replace it
 * @param changes what differs, a sentence each; empty when nothing does
 * @param breaking those of the changes that existing rows or programs may not survive
 * @param rulesChanged whether rows that were valid may not be valid any more, so that they must be judged again
 */
public record SchemaEvolution(
        TableSchema before, TableSchema after, List<String> changes, List<String> breaking, boolean rulesChanged) {
    public SchemaEvolution {
        changes = List.copyOf(changes);
        breaking = List.copyOf(breaking);
    }

    /**
     * Compares two schemas of one table.
     *
     * @param modelChanged whether the model that the table is embedded with becomes another one, so that all vectors must be
     *     rebuilt: that is for who knows what {@code default} stands for
     */
    public static SchemaEvolution compare(TableSchema before, TableSchema after, boolean modelChanged) {
        SchemaDifference difference = new SchemaDifference(before, after, modelChanged);
        return new SchemaEvolution(
                before, after, difference.changes(), difference.breaking(), difference.rulesChanged());
    }

    /** Whether the documents are the same, so that there is nothing to do. */
    public boolean unchanged() {
        return before.document().equals(after.document());
    }

    /**
     * Refuses what the version does not allow: a lower version, and a breaking change without a higher major version.
     *
     * @param mode {@link Schemas.Evolution#FORCED} accepts everything
     * @throws RemException {@link ErrorCode#INVALID_SCHEMA} with the breaking changes and what to do
     */
    public void require(Schemas.Evolution mode) {
        if (mode == Schemas.Evolution.FORCED || unchanged()) {
            return;
        }
        SemanticVersion old = SemanticVersion.parse(before.version());
        SemanticVersion fresh = SemanticVersion.parse(after.version());
        if (fresh.compareTo(old) < 0) {
            throw new RemException(ErrorCode.INVALID_SCHEMA, "The version is lower than the registered one")
                    .with("schema", after.shortName())
                    .with("version", after.version())
                    .with("registered", before.version())
                    .hint("Give it version " + before.version() + " or a higher one, or force it");
        }
        if (!breaking.isEmpty() && fresh.major() <= old.major()) {
            throw new RemException(
                            ErrorCode.INVALID_SCHEMA,
                            "A breaking change needs a new major version: " + String.join("; ", breaking))
                    .with("schema", after.shortName())
                    .with("version", after.version())
                    .with("registered", before.version())
                    .hint("Give it version " + (old.major() + 1) + ".0.0, or force it");
        }
    }
}
