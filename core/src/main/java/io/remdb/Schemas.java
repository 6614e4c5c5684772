package io.remdb;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of a database. Thread-safe. */
public interface Schemas {
    /** How a breaking change is taken. */
    enum Evolution {
        /** A breaking change needs a new major version. */
        CHECKED,
        /** A breaking change is accepted whatever the version says. */
        FORCED
    }

    /** {@link #register(Schema, Evolution, ProgressListener)} with checks and nobody to tell. */
    default SchemaRegistration register(Schema schema) {
        return register(schema, Evolution.CHECKED, ProgressListener.NONE);
    }

    /**
     * Registers a schema, creating or changing its table. New indexes and embeddings are built over the rows that exist.
     *
     * @throws RemException {@link ErrorCode#INVALID_SCHEMA} with what is wrong and where
     */
    SchemaRegistration register(Schema schema, Evolution evolution, ProgressListener progress);

    /** The registered schemas by table name. */
    List<SchemaInfo> list();

    /**
     * The schema document as registered; registering it again changes nothing.
     *
     * @throws RemException {@link ErrorCode#UNKNOWN_TABLE}
     */
    ObjectNode document(String table);

    /** What to do with the rows of a table whose schema is removed. */
    enum Removal {
        /** Refuse while rows exist. */
        IF_EMPTY,
        /** Remove the rows too, for good. */
        WITH_ROWS
    }

    /**
     * Removes a user's schema and its table.
     *
     * @return the rows that were removed with it
     * @throws RemException {@link ErrorCode#UNKNOWN_TABLE}, {@link ErrorCode#TABLE_NOT_EMPTY}, or
     *     {@link ErrorCode#UNSUPPORTED} for a built-in schema
     */
    long remove(String table, Removal removal);

    /** The templates. */
    List<TemplateInfo> templates();

    /**
     * A template's schema under another table name, not registered.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND} when there is no such template
     */
    Schema fromTemplate(String template, String shortName);
}
