package io.remdb.engine;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.RemException;
import io.remdb.SearchMode;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.search.Candidate;
import io.remdb.search.CandidateFilter;
import io.remdb.search.FusedCandidate;
import io.remdb.search.HybridFusion;
import io.remdb.search.SearchIndex;
import io.remdb.sql.SqlEngine;
import io.remdb.store.Cursor;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a search: the question's vector, candidates of each table, one fusion over all of them, the rows themselves. */
final class Searcher {
    /** Each means that the schema of a table was changed while it was searched. */
    private static final int MOST_ATTEMPTS = 10;

    private final Store store;
    private final LiveCatalog catalog;
    private final EmbeddingModels models;
    private final EntityReader reader;
    private final Supplier<SearchIndex> index;
    private final Supplier<SqlEngine> sql;

    Searcher(
            Store store,
            LiveCatalog catalog,
            EmbeddingModels models,
            EntityReader reader,
            Supplier<SearchIndex> index,
            Supplier<SqlEngine> sql) {
        this.store = store;
        this.catalog = catalog;
        this.models = models;
        this.reader = reader;
        this.index = index;
        this.sql = sql;
    }

    List<Hit<Entity>> search(SearchSpec spec) {
        if (spec.text().isBlank()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A search needs a text");
        }
        for (int attempt = 1; ; attempt++) {
            List<CatalogTable> tables = tables(spec);
            boolean last = attempt == MOST_ATTEMPTS;
            try {
                List<Hit<Entity>> hits = search(spec, tables);
                if (last || areCurrent(tables)) {
                    return hits;
                }
            } catch (RemException e) {
                if (last || areCurrent(tables)) {
                    throw e;
                }
            }
        }
    }

    /** Else vectors may be of another model than the question's, and indexes may have gone. */
    private boolean areCurrent(List<CatalogTable> tables) {
        return tables.stream().allMatch(catalog::isCurrent);
    }

    private List<Hit<Entity>> search(SearchSpec spec, List<CatalogTable> tables) {
        CandidateFilter filter = filter(spec, tables);
        int depth = spec.mode() == SearchMode.HYBRID ? Math.max(HybridFusion.DEPTH, spec.limit()) : spec.limit();
        while (true) {
            Found found = candidates(spec, tables, filter, depth);
            List<Hit<Entity>> hits = hits(spec, found);
            // Rows that were deleted after the index proposed them are dropped; ask for more until there are enough.
            boolean enough = hits.size() >= Math.min(spec.limit(), found.proposed) || found.exhausted(depth);
            if (enough) {
                return hits.stream()
                        .filter(hit -> hit.score() >= spec.minScore())
                        .toList();
            }
            depth *= 2;
        }
    }

    private List<CatalogTable> tables(SearchSpec spec) {
        if (spec.table() == null) {
            // Descriptions of tables are for finding tables, not an answer to a question.
            return catalog.tables().stream()
                    .filter(table -> !table.name().equals(SchemaVerbs.SCHEMAS))
                    .filter(table -> store.records().counts(table.number()).live() > 0)
                    .filter(table -> spec.mode() != SearchMode.SEMANTIC
                            || table.definition().main() != null)
                    .toList();
        }
        CatalogTable table = catalog.require(spec.table());
        if (spec.mode() == SearchMode.SEMANTIC && table.definition().main() == null) {
            throw new RemException(
                            ErrorCode.INVALID_ARGUMENT,
                            "The table embeds no field, so it cannot be searched by meaning")
                    .with("table", table.name())
                    .hint("Search it with mode keyword, or name its embedding_fields in its schema");
        }
        if (spec.mode() == SearchMode.SEMANTIC && isBuilding(table)) {
            throw new RemException(ErrorCode.UNAVAILABLE, "The rows of the table are being embedded anew")
                    .with("table", table.name())
                    .hint("Search by words meanwhile: mode keyword");
        }
        return List.of(table);
    }

    private static boolean isBuilding(CatalogTable table) {
        TableDefinition.Vectors vectors = table.definition().main();
        return vectors != null && vectors.building();
    }

    private CandidateFilter filter(SearchSpec spec, List<CatalogTable> tables) {
        if (spec.predicate() == null) {
            return CandidateFilter.Everything.EVERYTHING;
        }
        if (spec.table() == null) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A search with a condition needs a table")
                    .hint("Name it: rem search TEXT --schema TABLE --where CONDITION");
        }
        Set<UUID> ids = new HashSet<>();
        try (Cursor<UUID> matching = sql.get().idsWhere(tables.getFirst(), spec.predicate(), spec.parameters())) {
            matching.forEachRemaining(ids::add);
        }
        return new CandidateFilter.OneOf(ids);
    }

    /** What the indexes propose, of all tables together. */
    private final class Found {
        private final Map<UUID, CatalogTable> tables = new HashMap<>();
        private final Map<String, float[]> questions = new HashMap<>();
        private List<Candidate> semantic = new ArrayList<>();
        private List<Candidate> keyword = new ArrayList<>();
        private int longest;
        private int proposed;

        void add(CatalogTable table, List<Candidate> candidates, List<Candidate> to) {
            candidates.forEach(candidate -> tables.put(candidate.id(), table));
            to.addAll(candidates);
            longest = Math.max(longest, candidates.size());
        }

        void keepBest(int depth) {
            semantic = best(semantic, depth);
            keyword = best(keyword, depth);
            proposed = Math.max(semantic.size(), keyword.size());
        }

        private List<Candidate> best(List<Candidate> candidates, int depth) {
            return candidates.stream()
                    .sorted(Comparator.comparingDouble(Candidate::score).reversed())
                    .limit(depth)
                    .toList();
        }

        /** The cosines of rows that only their words have found: a few vectors, read by id. */
        Map<UUID, Double> cosines(Set<UUID> ids) {
            Map<Integer, List<UUID>> byTable = new HashMap<>();
            for (UUID id : ids) {
                CatalogTable table = tables.get(id);
                if (table != null) {
                    byTable.computeIfAbsent(table.number(), _ -> new ArrayList<>())
                            .add(id);
                }
            }
            Map<UUID, Double> cosines = new HashMap<>();
            byTable.forEach((number, rows) -> {
                CatalogTable table = tables.get(rows.getFirst());
                TableDefinition.Vectors vectors =
                        table == null ? null : table.definition().main();
                float[] question = vectors == null ? null : questions.get(vectors.model());
                if (question != null) {
                    List<float @Nullable []> read = store.records().embeddings(number, EmbeddingSlot.MAIN, rows);
                    for (int i = 0; i < rows.size(); i++) {
                        float[] vector = read.get(i);
                        if (vector != null) {
                            cosines.put(rows.get(i), dot(question, vector));
                        }
                    }
                }
            });
            return cosines;
        }

        /** Whether no table has more to propose. */
        boolean exhausted(int depth) {
            return longest < depth;
        }
    }

    private Found candidates(SearchSpec spec, List<CatalogTable> tables, CandidateFilter filter, int depth) {
        Found found = new Found();
        for (CatalogTable table : tables) {
            TableDefinition.Vectors vectors = table.definition().main();
            // While a table is embedded anew some of its vectors are of the old model, or missing.
            if (spec.mode() != SearchMode.KEYWORD && vectors != null && !vectors.building()) {
                float[] question = found.questions.computeIfAbsent(
                        vectors.model(), model -> models.model(model).embedQuery(spec.text()));
                found.add(
                        table, index.get().nearest(table, EmbeddingSlot.MAIN, question, depth, filter), found.semantic);
            }
            if (spec.mode() != SearchMode.SEMANTIC) {
                found.add(table, index.get().matching(table, spec.text(), depth, filter), found.keyword);
            }
        }
        found.keepBest(depth);
        return found;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private List<Hit<Entity>> hits(SearchSpec spec, Found found) {
        List<FusedCandidate> fused = switch (spec.mode()) {
            case HYBRID -> HybridFusion.fuse(found.semantic, found.keyword, HybridFusion.EQUAL_WEIGHT, found::cosines);
            case SEMANTIC -> HybridFusion.semantic(found.semantic);
            case KEYWORD -> HybridFusion.keyword(found.keyword);
        };
        List<Hit<Entity>> hits = new ArrayList<>();
        for (FusedCandidate hit : fused) {
            if (hits.size() == spec.limit()) {
                break;
            }
            CatalogTable table = found.tables.get(hit.id());
            Optional<StoredEntity> row = table == null
                    ? Optional.empty()
                    : store.records().get(table.number(), hit.id()).filter(entity -> !entity.deleted());
            row.map(reader::entity)
                    .ifPresent(entity ->
                            hits.add(new Hit<>(entity, entity, hit.score(), hit.semanticScore(), hit.keywordScore())));
        }
        return hits;
    }
}
