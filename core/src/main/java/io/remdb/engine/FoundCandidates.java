package io.remdb.engine;

import io.remdb.SearchPlan;
import io.remdb.catalog.CatalogTable;
import io.remdb.search.Candidate;
import io.remdb.search.Proposal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the indexes propose, of all tables together. One thread at a time. */
final class FoundCandidates {
    private final Map<UUID, CatalogTable> tables = new HashMap<>();
    private final Map<CatalogTable, List<SearchPlan.Leg>> legs = new LinkedHashMap<>();
    private final Map<UUID, Double> cosines = new HashMap<>();
    private List<Candidate> semantic = new ArrayList<>();
    private List<Candidate> keyword = new ArrayList<>();
    private int longest;

    void addTable(CatalogTable table) {
        legs.put(table, new ArrayList<>());
    }

    void addSemantic(CatalogTable table, Proposal proposal) {
        add(table, proposal, semantic);
    }

    void addKeyword(CatalogTable table, Proposal proposal) {
        add(table, proposal, keyword);
        cosines.putAll(proposal.cosines());
    }

    private void add(CatalogTable table, Proposal proposal, List<Candidate> to) {
        proposal.candidates().forEach(candidate -> tables.put(candidate.id(), table));
        to.addAll(proposal.candidates());
        legs.computeIfAbsent(table, _ -> new ArrayList<>()).add(proposal.leg());
        longest = Math.max(longest, proposal.candidates().size());
    }

    void keepBest(int depth) {
        semantic = best(semantic, depth);
        keyword = best(keyword, depth);
    }

    private static List<Candidate> best(List<Candidate> candidates, int depth) {
        return candidates.stream().sorted(Candidate.BEST_FIRST).limit(depth).toList();
    }

    List<Candidate> semantic() {
        return semantic;
    }

    List<Candidate> keyword() {
        return keyword;
    }

    /** How many hits there should be at least. */
    int proposed() {
        return Math.max(semantic.size(), keyword.size());
    }

    /** Whether no table has more to propose. */
    boolean exhausted(int depth) {
        return longest < depth;
    }

    @Nullable
    CatalogTable tableOf(UUID id) {
        return tables.get(id);
    }

    Map<CatalogTable, List<SearchPlan.Leg>> legs() {
        return legs;
    }

    /** Whether every row that matches a condition is among those proposed, as far as matching rows were counted. */
    boolean hasAllThatMatch() {
        return legs.values().stream()
                .flatMap(List::stream)
                .map(SearchPlan.Leg::matching)
                .anyMatch(matching -> matching != null && matching <= tables.size());
    }

    /** What either side has proposed, and what was added besides. */
    Set<UUID> ids() {
        return Collections.unmodifiableSet(tables.keySet());
    }

    /** Adds rows that no side proposed. */
    void addUnrelated(CatalogTable table, List<UUID> ids) {
        ids.forEach(id -> tables.put(id, table));
    }

    /** The cosines of those rows that words have found and that have a vector. */
    Map<UUID, Double> cosines() {
        return Collections.unmodifiableMap(cosines);
    }
}
