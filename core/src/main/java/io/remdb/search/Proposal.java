package io.remdb.search;

import io.remdb.SearchPlan.Leg;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an index proposes, and how it has found it.
 *
 * @param candidates best first, equal ones in the order of their ids
 * @param cosines of the candidates with the vector that was given, where they are not the scores; empty where none was
 * @param leg how
 */
public record Proposal(List<Candidate> candidates, Map<UUID, Double> cosines, Leg leg) {
    public Proposal {
        candidates = List.copyOf(candidates);
        cosines = Map.copyOf(cosines);
    }

    Proposal(List<Candidate> candidates, Leg leg) {
        this(candidates, Map.of(), leg);
    }
}
