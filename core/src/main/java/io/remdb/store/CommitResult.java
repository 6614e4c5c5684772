package io.remdb.store;

import java.util.UUID;

/** What became of a {@link WriteUnit}. */
public sealed interface CommitResult {
    /** It is there, as this entry of the log. */
    record Applied(long sequence) implements CommitResult {}

    /** Nothing of it is there: this entity's version is not the expected one. Compute the unit anew and try again. */
    record Conflict(UUID id) implements CommitResult {}

    /** It may be there or not (a time-out of a remote engine). Read, then decide. */
    record Unknown(String reason) implements CommitResult {}
}
