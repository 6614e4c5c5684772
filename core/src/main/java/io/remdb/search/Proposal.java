package io.remdb.search;

import io.remdb.SearchPlan.Leg;
import java.util.List;

/**
 * What an index proposes, and how it has found it.
 *
 * @param candidates best first, equal ones in the order of their ids
 * @param leg how
 */
public record Proposal(List<Candidate> candidates, Leg leg) {
    public Proposal {
        candidates = List.copyOf(candidates);
    }
}
