package io.remdb.schema;

import org.jspecify.annotations.Nullable;

/**
 * When rows of a table expire: where both are given, at whichever comes first.
 *
 * @param seconds {@code ttl_seconds}: so long after a row was last written, from 1; null for never
 * @param field {@code expires_at}: the field that says when; null for none. A row without a value there does not expire by it
 */
public record Lifetime(@Nullable Long seconds, @Nullable String field) {
    /** Rows do not expire. */
    public static final Lifetime UNLIMITED = new Lifetime(null, null);

    /** The longest {@code ttl_seconds}: a hundred years. */
    public static final long MOST_SECONDS = 100L * 365 * 24 * 3600;

    /** Whether rows expire. */
    public boolean isLimited() {
        return seconds != null || field != null;
    }
}
