package io.remdb.search;

import java.util.Set;
import java.util.UUID;

/** Which rows a search may propose. */
public sealed interface CandidateFilter {
    /** All of them. */
    record Everything() implements CandidateFilter {
        /** The one instance. */
        public static final Everything EVERYTHING = new Everything();
    }

    /** Only these. */
    record OneOf(Set<UUID> ids) implements CandidateFilter {}
}
