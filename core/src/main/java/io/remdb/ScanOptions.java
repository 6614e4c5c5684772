package io.remdb;

import io.remdb.RemDatabase.Visibility;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a scan gives, and what comes with them.
 *
 * @param visibility whether soft-deleted rows come
 * @param embeddings whether vectors come
 * @param predicate a condition in SQL over the columns of the one table that is scanned; null for all rows
 * @param parameters for its question marks, in order, as {@link RemDatabase#query} takes them
 */
public record ScanOptions(
        Visibility visibility,
        Embeddings embeddings,
        @Nullable String predicate,
        List<@Nullable Object> parameters) {
    /** Living rows without vectors. */
    public static final ScanOptions DEFAULTS = new ScanOptions(Visibility.LIVE, Embeddings.LEFT_OUT, null, List.of());

    /** Whether vectors come with the rows. */
    public enum Embeddings {
        /** They do not. */
        LEFT_OUT,
        /** They do. */
        INCLUDED
    }

    public ScanOptions {
        // Not List.copyOf: a parameter may be null.
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** The same with other rows. */
    public ScanOptions withVisibility(Visibility visibility) {
        return new ScanOptions(visibility, embeddings, predicate, parameters);
    }

    /** The same with or without vectors. */
    public ScanOptions withEmbeddings(Embeddings embeddings) {
        return new ScanOptions(visibility, embeddings, predicate, parameters);
    }

    /** Only rows for which this is true, such as {@code where("year > ?", 2000)}. */
    public ScanOptions where(String predicate, @Nullable Object... parameters) {
        return new ScanOptions(visibility, embeddings, predicate, Arrays.asList(parameters));
    }
}
