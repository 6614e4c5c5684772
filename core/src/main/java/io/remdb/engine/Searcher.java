package io.remdb.engine;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.HitExplanation;
import io.remdb.RemException;
import io.remdb.SearchMode;
import io.remdb.SearchPlan;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.search.CandidateFilter;
import io.remdb.search.FusedCandidate;
import io.remdb.search.HybridFusion;
import io.remdb.search.SearchIndex;
import io.remdb.search.SearchSizes;
import io.remdb.sql.SqlEngine;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a search: the question's vector, candidates of each table, one fusion over all of them, the rows themselves. */
final class Searcher implements LocalSearch.Searching {
    /** Each means that the schema of a table was changed while it was searched. */
    private static final int MOST_ATTEMPTS = 10;

    /** What the ids that a condition gives may take, which only SQL evaluates: others search at the same time. */
    private static final long MOST_ID_BYTES = Runtime.getRuntime().maxMemory() / 8;

    private static final long BYTES_OF_ID = 100;

    private static final String WITHOUT_MODEL =
            "Search by words meanwhile (mode keyword), or check P8_OPENAI_BASE_URL and the"
                    + " network; a slow service needs a higher P8_SEARCH_TIMEOUT_MS";

    private final Store store;
    private final LiveCatalog catalog;
    private final EmbeddingModels models;
    private final EntityReader reader;
    private final Supplier<SearchIndex> index;
    private final SearchFilters filters;
    private final int timeoutMs;

    Searcher(
            Store store,
            LiveCatalog catalog,
            EmbeddingModels models,
            EntityReader reader,
            Supplier<SearchIndex> index,
            Supplier<SqlEngine> sql,
            SearchSizes sizes,
            int timeoutMs) {
        this.timeoutMs = timeoutMs;
        this.store = store;
        this.catalog = catalog;
        this.models = models;
        this.reader = reader;
        this.index = index;
        this.filters = new SearchFilters(sql, (int) Math.min(sizes.listedRows(), MOST_ID_BYTES / BYTES_OF_ID));
    }

    @Override
    public List<Hit<Entity>> search(SearchSpec spec) {
        return answer(spec, Answer::hits);
    }

    @Override
    public SearchPlan explain(SearchSpec spec) {
        return answer(spec, answer -> plan(spec, answer));
    }

    private record Answer(List<Hit<Entity>> hits, SearchFilters.Chosen filter, FoundCandidates found) {}

    private <T> T answer(SearchSpec spec, Function<Answer, T> wanted) {
        if (spec.text().isBlank()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A search needs a text");
        }
        for (int attempt = 1; ; attempt++) {
            List<CatalogTable> tables = tables(spec);
            boolean last = attempt == MOST_ATTEMPTS;
            try {
                T answer = wanted.apply(answer(spec, tables));
                if (areCurrent(tables)) {
                    return answer;
                }
            } catch (RemException e) {
                if (last || areCurrent(tables)) {
                    throw e;
                }
            }
            if (last) {
                throw new RemException(
                                ErrorCode.CONFLICT, "The schema of a table was changed again and again meanwhile")
                        .with("attempts", MOST_ATTEMPTS)
                        .hint("Search again");
            }
        }
    }

    /** Else vectors may be of another model than the question's, and indexes may have gone. */
    private boolean areCurrent(List<CatalogTable> tables) {
        return tables.stream().allMatch(catalog::isCurrent);
    }

    private Answer answer(SearchSpec spec, List<CatalogTable> tables) {
        SearchFilters.Chosen filter = filters.of(spec, tables);
        Map<String, float[]> questions = new HashMap<>();
        int depth = spec.mode() == SearchMode.HYBRID ? Math.max(HybridFusion.DEPTH, spec.limit()) : spec.limit();
        while (true) {
            FoundCandidates found = candidates(spec, tables, filter.candidates(), questions, depth);
            spec.time().check();
            List<Hit<Entity>> hits = hits(spec, found);
            // Rows that were deleted after the index proposed them are dropped; ask for more until there are enough.
            boolean enough = hits.size() >= Math.min(spec.limit(), found.proposed()) || found.exhausted(depth);
            if (enough) {
                fillUp(spec, tables, filter.candidates(), found, hits);
                List<Hit<Entity>> good = hits.stream()
                        .filter(hit -> hit.score() >= spec.minScore())
                        .toList();
                return new Answer(spec.explained() ? withWords(spec, good, found) : good, filter, found);
            }
            depth *= 2;
        }
    }

    /**
     * With a condition, there are as many hits as rows match: those that neither side proposes, having no vector and none of
     * the words, come last, in the order of their ids.
     */
    private void fillUp(
            SearchSpec spec,
            List<CatalogTable> tables,
            CandidateFilter filter,
            FoundCandidates found,
            List<Hit<Entity>> hits) {
        boolean wanted = spec.predicate() != null && spec.mode() != SearchMode.KEYWORD && spec.minScore() <= 0;
        if (!wanted || found.hasAllThatMatch()) {
            return;
        }
        CatalogTable table = tables.getFirst();
        boolean more = true;
        while (more && hits.size() < spec.limit()) {
            int missing = spec.limit() - hits.size();
            List<UUID> ids = index(spec).first(table, filter, found.ids(), missing);
            found.addUnrelated(table, ids);
            ids.forEach(id -> addHit(spec, HybridFusion.unrelated(id), found, hits));
            more = ids.size() == missing;
        }
    }

    private SearchIndex index(SearchSpec spec) {
        return spec.time().in(index.get());
    }

    private SearchPlan plan(SearchSpec spec, Answer answer) {
        SearchFilters.Chosen filter = answer.filter();
        List<SearchPlan.OfTable> tables = new ArrayList<>();
        answer.found().legs().forEach((table, legs) -> {
            List<SearchPlan.Leg> counted =
                    legs.stream().map(leg -> counted(spec, table, leg, filter)).toList();
            tables.add(new SearchPlan.OfTable(table.name(), filter.evaluatedBy(), filter.reason(), counted));
        });
        return new SearchPlan(spec.mode(), spec.limit(), tables, answer.hits().size());
    }

    /** A search by words does not need to know how many rows match, nor one by meaning when nearly all do. */
    private SearchPlan.Leg counted(
            SearchSpec spec, CatalogTable table, SearchPlan.Leg leg, SearchFilters.Chosen filter) {
        return leg.matching() == null && filter.evaluatedBy() != SearchPlan.Filter.NONE
                ? leg.withMatching(index(spec).count(table, filter.candidates()))
                : leg;
    }

    private List<CatalogTable> tables(SearchSpec spec) {
        if (spec.table() == null) {
            // Descriptions of tables are for finding tables, not an answer to a question.
            return catalog.tables().stream()
                    .filter(table -> !table.name().equals(SchemaRows.TABLE))
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

    private FoundCandidates candidates(
            SearchSpec spec,
            List<CatalogTable> tables,
            CandidateFilter filter,
            Map<String, float[]> questions,
            int depth) {
        FoundCandidates found = new FoundCandidates();
        for (CatalogTable table : tables) {
            found.addTable(table);
            float @Nullable [] question = question(spec, table, questions);
            if (question != null) {
                found.addSemantic(table, index(spec).nearest(table, EmbeddingSlot.MAIN, question, depth, filter));
            }
            if (spec.mode() != SearchMode.SEMANTIC) {
                found.addKeyword(table, index(spec).matching(table, spec.text(), question, depth, filter));
            }
        }
        found.keepBest(depth);
        return found;
    }

    /** Null where a table is searched by words alone. */
    private float @Nullable [] question(SearchSpec spec, CatalogTable table, Map<String, float[]> questions) {
        TableDefinition.Vectors vectors = table.definition().main();
        // While a table is embedded anew some of its vectors are of the old model, or missing.
        return spec.mode() == SearchMode.KEYWORD || vectors == null || vectors.building()
                ? null
                : questions.computeIfAbsent(vectors.model(), model -> embed(spec, model));
    }

    /** A service that does not answer ends a search as an index does that is not up to date: within its time. */
    private float[] embed(SearchSpec spec, String model) {
        Duration limit = Duration.ofMillis(spec.time().leftMs(timeoutMs));
        try {
            return models.model(model).embedQuery(spec.text(), limit);
        } catch (RemException e) {
            throw e.code() == ErrorCode.UNAVAILABLE ? e.hint(WITHOUT_MODEL) : e;
        }
    }

    private List<Hit<Entity>> hits(SearchSpec spec, FoundCandidates found) {
        List<FusedCandidate> fused = switch (spec.mode()) {
            case HYBRID ->
                HybridFusion.fuse(found.semantic(), found.keyword(), HybridFusion.EQUAL_WEIGHT, found.cosines());
            case SEMANTIC -> HybridFusion.semantic(found.semantic());
            case KEYWORD -> HybridFusion.keyword(found.keyword());
        };
        List<Hit<Entity>> hits = new ArrayList<>();
        for (FusedCandidate hit : fused) {
            if (hits.size() == spec.limit()) {
                break;
            }
            spec.time().check();
            addHit(spec, hit, found, hits);
        }
        return hits;
    }

    /** Nothing, when the row has been deleted meanwhile. */
    private void addHit(SearchSpec spec, FusedCandidate hit, FoundCandidates found, List<Hit<Entity>> hits) {
        CatalogTable table = found.tableOf(hit.id());
        Optional<StoredEntity> row = table == null
                ? Optional.empty()
                : store.records().get(table.number(), hit.id()).filter(entity -> !entity.deleted());
        row.map(spec.edges() ? reader::withFirstEdges : reader::withoutEdges)
                .ifPresent(entity -> hits.add(new Hit<>(
                        entity,
                        entity,
                        hit.score(),
                        hit.semanticScore(),
                        hit.keywordScore(),
                        spec.explained() ? explanation(spec.mode(), hit) : null)));
    }

    private static HitExplanation explanation(SearchMode mode, FusedCandidate hit) {
        double semanticWeight = switch (mode) {
            case HYBRID -> HybridFusion.EQUAL_WEIGHT;
            case SEMANTIC -> 1;
            case KEYWORD -> 0;
        };
        return new HitExplanation(semanticWeight, hit.semanticPart(), 1 - semanticWeight, hit.keywordPart(), List.of());
    }

    private List<Hit<Entity>> withWords(SearchSpec spec, List<Hit<Entity>> hits, FoundCandidates found) {
        Map<CatalogTable, List<UUID>> byTable = new HashMap<>();
        for (Hit<Entity> hit : hits) {
            CatalogTable table = found.tableOf(hit.entity().id());
            if (hit.keywordScore() != null && table != null) {
                byTable.computeIfAbsent(table, _ -> new ArrayList<>())
                        .add(hit.entity().id());
            }
        }
        Map<UUID, List<HitExplanation.Word>> words = new HashMap<>();
        byTable.forEach((table, ids) -> words.putAll(index(spec).explain(table, spec.text(), ids)));
        return hits.stream()
                .map(hit -> withWords(hit, words.getOrDefault(hit.entity().id(), List.of())))
                .toList();
    }

    private static Hit<Entity> withWords(Hit<Entity> hit, List<HitExplanation.Word> words) {
        HitExplanation without = Objects.requireNonNull(hit.explanation());
        HitExplanation explanation = new HitExplanation(
                without.semanticWeight(),
                without.semanticPart(),
                without.keywordWeight(),
                without.keywordPart(),
                words);
        return new Hit<>(hit.value(), hit.entity(), hit.score(), hit.semanticScore(), hit.keywordScore(), explanation);
    }
}
