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
     * Registers a schema, creating or changing its table. New indexes, keys and embeddings are built over the rows that exist, in
     * the background: this returns when that is done, while other threads read and write the table, which has the new schema
     * from the beginning. {@link #list} shows how far it is. A build that is cut off, be it by a crash, goes on after the next
     * open. Nothing is built twice: registering again while a build runs waits for what is still to be built.
     *
     * @param progress told of rows that are done, in this thread
     * @throws RemException {@link ErrorCode#CANCELLED} when the thread is interrupted while it waits: the schema is
     *     registered, and the build goes on
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
     * Removes a user's schema and its table. Once this has begun nobody sees the table any more; when it is cut off, the rest of
     * the rows goes after the next open, or when this is called again.
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
