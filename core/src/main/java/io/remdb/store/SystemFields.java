package io.remdb.store;

import java.util.Set;

/** The fields that every entity has and no schema may define. */
public final class SystemFields {
    /** Index number of {@code created_at}. */
    public static final int CREATED_AT = 1;
    /** Index number of {@code modified_at}. */
    public static final int MODIFIED_AT = 2;
    /** The first index number of a schema's own fields. */
    public static final int FIRST_USER_FIELD = 16;

    /** The names that a schema may not define. */
    public static final Set<String> NAMES = Set.of(
            "id", "entity_type", "created_at", "modified_at", "deleted_at", "edges", "embedding", "embedding_alt");

    private SystemFields() {}
}
