package io.remdb.search;

import io.remdb.SearchPlan.Way;
import io.remdb.value.Predicate;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which rows a search may propose. */
public sealed interface CandidateFilter {
    /** All of them. */
    record Everything() implements CandidateFilter {
        /** The one instance. */
        public static final Everything EVERYTHING = new Everything();
    }

    /** Only these. */
    record OneOf(Set<UUID> ids) implements CandidateFilter {}

    /**
     * Those of which a predicate is true.
     *
     * @param predicate over the fields of the table's schema
     * @param forced how vectors are searched; null where that is to be planned
     */
    record Matching(Predicate predicate, @Nullable Way forced) implements CandidateFilter {
        public Matching(Predicate predicate) {
            this(predicate, null);
        }
    }
}
