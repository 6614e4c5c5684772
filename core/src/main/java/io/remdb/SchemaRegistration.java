package io.remdb;

import java.util.List;

/**
 * What registering a schema did.
 *
 * @param shortName the table
 * @param version the version that is registered now
 * @param action what happened
 * @param changes what differs from the version before, a sentence each; empty unless updated
 */
public record SchemaRegistration(String shortName, String version, Action action, List<String> changes) {
    /** What happened to the table's schema. */
    public enum Action {
        /** The table is new. */
        CREATED,
        /** The table's schema has changed. */
        UPDATED,
        /** The same schema was registered already. */
        UNCHANGED
    }

    public SchemaRegistration {
        changes = List.copyOf(changes);
    }
}
