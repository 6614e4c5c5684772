package io.remdb;

import java.util.List;

/**
 * What is being built over the rows that a table has. Until it is complete it is not read: conditions are answered without the
 * indexes, and a search by meaning of a table whose {@code embedding} is being built is refused.
 *
 * @param indexes fields whose index is being built
 * @param embeddings {@code embedding}, {@code embedding_alt}, or both
 * @param keys whether rows are being put under another key field
 * @param rowsDone rows that the build has passed; 0 while it waits to be begun again
 * @param rowsTotal rows of the table, soft-deleted ones included
 */
public record BuildProgress(
        List<String> indexes, List<String> embeddings, boolean keys, long rowsDone, long rowsTotal) {
    public BuildProgress {
        indexes = List.copyOf(indexes);
        embeddings = List.copyOf(embeddings);
    }
}
