package io.remdb.engine;

import io.remdb.SearchPlan;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.search.Candidate;
import io.remdb.search.Proposal;
import io.remdb.store.RecordStore;
import io.remdb.store.TableDefinition;
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
    private final RecordStore records;
    private final Map<String, float[]> questions;
    private final Map<UUID, CatalogTable> tables = new HashMap<>();
    private final Map<CatalogTable, List<SearchPlan.Leg>> legs = new LinkedHashMap<>();
    private List<Candidate> semantic = new ArrayList<>();
    private List<Candidate> keyword = new ArrayList<>();
    private int longest;

    /** With the question's vectors by model. */
    FoundCandidates(RecordStore records, Map<String, float[]> questions) {
        this.records = records;
        this.questions = questions;
    }

    void addTable(CatalogTable table) {
        legs.put(table, new ArrayList<>());
    }

    void addSemantic(CatalogTable table, Proposal proposal) {
        add(table, proposal, semantic);
    }

    void addKeyword(CatalogTable table, Proposal proposal) {
        add(table, proposal, keyword);
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

    /** The cosines of rows that only their words have found: a few vectors, read by id. */
    Map<UUID, Double> cosines(Set<UUID> ids) {
        Map<CatalogTable, List<UUID>> byTable = new HashMap<>();
        for (UUID id : ids) {
            CatalogTable table = tables.get(id);
            if (table != null) {
                byTable.computeIfAbsent(table, _ -> new ArrayList<>()).add(id);
            }
        }
        Map<UUID, Double> cosines = new HashMap<>();
        byTable.forEach((table, rows) -> addCosines(table, rows, cosines));
        return cosines;
    }

    private void addCosines(CatalogTable table, List<UUID> rows, Map<UUID, Double> cosines) {
        TableDefinition.Vectors vectors = table.definition().main();
        // While a table is embedded anew some of its vectors are of the old model; and the question may have a vector
        // of the new one all the same, for another table that is searched.
        if (vectors == null || vectors.building()) {
            return;
        }
        float[] question = questions.get(vectors.model());
        if (question == null) {
            return;
        }
        List<float @Nullable []> read = records.embeddings(table.number(), EmbeddingSlot.MAIN, rows);
        for (int i = 0; i < rows.size(); i++) {
            float[] vector = read.get(i);
            // The table may be given another model while it is searched: then the search is run again.
            if (vector != null && vector.length == question.length) {
                cosines.put(rows.get(i), dot(question, vector));
            }
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
