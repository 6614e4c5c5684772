package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remdb.SearchPlan.Way;
import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig.Quantization;
import io.remdb.config.RemConfig.Search;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Change;
import io.remdb.value.FieldValue;
import io.remdb.value.Predicate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadYourWritesTest {
    private static final CandidateFilter ALL = CandidateFilter.Everything.EVERYTHING;

    /** What must be found: the living rows with their vectors and the word that stands in them. */
    private final Map<UUID, float[]> vectors = new HashMap<>();

    private final Map<UUID, String> words = new HashMap<>();

    @ParameterizedTest
    @EnumSource(Quantization.class)
    void everySearchSeesEveryWriteBeforeIt(Quantization quantization) {
        long seed = System.nanoTime();
        System.out.println("everySearchSeesEveryWriteBeforeIt seed " + seed);
        Random random = new Random(seed);
        try (SearchFixture fixture = SearchFixture.inMemory(new Search(20_000, quantization, null, 16, 100))) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            for (int step = 0; step < 300; step++) {
                write(fixture, table, random);
                if (random.nextInt(3) > 0) {
                    compare(fixture, table, random);
                }
            }
        }
    }

    private void write(SearchFixture fixture, CatalogTable table, Random random) {
        UUID id = SearchFixture.id(random.nextInt(60));
        boolean exists = fixture.store.records().get(1, id).isPresent();
        switch (random.nextInt(6)) {
            case 0 -> {
                if (exists) {
                    fixture.remove(table, id);
                    forget(id);
                }
            }
            case 1 -> {
                if (exists) {
                    fixture.softDelete(table, id);
                    forget(id);
                }
            }
            default -> {
                String word = "word" + random.nextInt(8);
                float[] vector = SearchFixture.unit(random, SearchFixture.DIMENSION);
                fixture.put(table, id, "{\"body\":\"some " + word + " here\"}", vector);
                vectors.put(id, vector);
                words.put(id, word);
            }
        }
    }

    private void forget(UUID id) {
        vectors.remove(id);
        words.remove(id);
    }

    private float[] vector(UUID id) {
        return Objects.requireNonNull(vectors.get(id));
    }

    private void compare(SearchFixture fixture, CatalogTable table, Random random) {
        float[] query = SearchFixture.unit(random, SearchFixture.DIMENSION);
        int k = 1 + random.nextInt(12);
        CandidateFilter filter = ALL;
        Set<UUID> allowed = vectors.keySet();
        if (random.nextBoolean()) {
            Set<UUID> ids = new HashSet<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                ids.add(SearchFixture.id(random.nextInt(80)));
            }
            filter = new CandidateFilter.OneOf(ids);
            allowed = new HashSet<>(ids);
            allowed.retainAll(vectors.keySet());
        }
        List<Candidate> found = fixture.index
                .nearest(table, EmbeddingSlot.MAIN, query, k, filter)
                .candidates();
        List<UUID> expected = allowed.stream()
                .sorted(Comparator.comparingDouble(id -> -SearchFixture.dot(query, vector(id))))
                .limit(k)
                .toList();
        assertThat(SearchFixture.ids(found)).isEqualTo(expected);
        for (Candidate each : found) {
            assertThat((double) each.score()).isCloseTo(SearchFixture.dot(query, vector(each.id())), within(1e-5));
        }
        String word = "word" + random.nextInt(8);
        Set<UUID> inFilter = allowed;
        assertThat(SearchFixture.ids(
                        fixture.index.matching(table, word, null, 100, filter).candidates()))
                .containsExactlyInAnyOrderElementsOf(words.keySet().stream()
                        .filter(id -> inFilter.contains(id) && word.equals(words.get(id)))
                        .toList());
    }

    @Test
    void theAlternativeVectorsAreSearchedOnTheirOwn() {
        Random random = new Random(1);
        try (SearchFixture fixture = SearchFixture.inMemory()) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            float[] alternative = SearchFixture.unit(random, SearchFixture.ALTERNATIVE_DIMENSION);
            UUID both = SearchFixture.id(1);
            fixture.put(table, both, "{}", SearchFixture.unit(random, SearchFixture.DIMENSION));
            fixture.put(table, SearchFixture.id(2), "{}", SearchFixture.unit(random, SearchFixture.DIMENSION));
            fixture.commit(new Change.PutEmbedding(1, both, EmbeddingSlot.ALT, alternative));

            assertThat(SearchFixture.ids(fixture.index
                            .nearest(table, EmbeddingSlot.ALT, alternative, 5, ALL)
                            .candidates()))
                    .containsExactly(both);

            fixture.commit(new Change.RemoveEmbedding(1, both, EmbeddingSlot.ALT));
            assertThat(fixture.index
                            .nearest(table, EmbeddingSlot.ALT, alternative, 5, ALL)
                            .candidates())
                    .isEmpty();
            assertThat(fixture.nearest(table, SearchFixture.unit(random, SearchFixture.DIMENSION), 5))
                    .hasSize(2);
        }
    }

    /** Of the rows with fewer stars than some number. */
    private static void everyWayFindsTheNearest(
            SearchFixture fixture, CatalogTable table, float[][] all, Way way, Random random) {
        int found = 0;
        int wanted = 0;
        for (int stars : new int[] {0, 3, 200, 11_000, 13_990, all.length}) {
            for (int question = 0; question < 5; question++) {
                float[] query = SearchFixture.unit(random, SearchFixture.DIMENSION);
                List<UUID> expected = IntStream.range(0, stars)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -SearchFixture.dot(query, all[i])))
                        .limit(10)
                        .map(SearchFixture::id)
                        .toList();
                Predicate few = new Predicate.Range(
                        new Predicate.Column.OfSchema("stars"), null, true, new FieldValue.Whole(stars), false);
                Proposal proposal = fixture.index.nearest(
                        table, EmbeddingSlot.MAIN, query, 10, new CandidateFilter.Matching(few, way));
                List<UUID> hits = SearchFixture.ids(proposal.candidates());
                assertThat(hits).as("%s, %s", way, proposal.leg()).hasSameSizeAs(expected);
                wanted += expected.size();
                found += (int) hits.stream().filter(expected::contains).count();
                if (way == Way.EXACT) {
                    assertThat(hits).isEqualTo(expected);
                }
            }
        }
        assertThat(found / (double) wanted).as("recall of " + way).isGreaterThan(0.97);
    }

    /** Enough rows for a graph; filters on both sides of the choice between comparing rows and walking the graph. */
    @ParameterizedTest
    @EnumSource(Quantization.class)
    void filtersOnAGraphNeverLoseRows(Quantization quantization) {
        Random random = new Random(3);
        int rows = 14_000;
        float[][] all = new float[rows][];
        try (SearchFixture fixture = SearchFixture.inMemory(new Search(60_000, quantization, null, 16, 100))) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            for (int start = 0; start < rows; start += 2000) {
                List<Change> unit = new ArrayList<>();
                for (int i = start; i < start + 2000; i++) {
                    all[i] = SearchFixture.unit(random, SearchFixture.DIMENSION);
                    unit.addAll(
                            SearchFixture.changes(1, SearchFixture.id(i), 0, "{\"stars\":" + i + "}", all[i], false));
                }
                fixture.commit(unit.toArray(Change[]::new));
            }
            fixture.index.flush(Long.MAX_VALUE);
            fixture.index.awaitMerges(table.number());
            for (Way way : new Way[] {Way.EXACT, Way.GRAPH, Way.OVER_FETCH}) {
                everyWayFindsTheNearest(fixture, table, all, way, random);
            }
            for (int size : new int[] {1, 7, 3000, 11_000}) {
                List<Integer> picked =
                        random.ints(0, rows).distinct().limit(size).boxed().toList();
                Set<UUID> ids = new HashSet<>();
                picked.forEach(i -> ids.add(SearchFixture.id(i)));
                float[] query = SearchFixture.unit(random, SearchFixture.DIMENSION);
                List<UUID> expected = picked.stream()
                        .sorted(Comparator.comparingDouble(i -> -SearchFixture.dot(query, all[i])))
                        .limit(10)
                        .map(SearchFixture::id)
                        .toList();
                List<UUID> found = SearchFixture.ids(fixture.index
                        .nearest(table, EmbeddingSlot.MAIN, query, 10, new CandidateFilter.OneOf(ids))
                        .candidates());
                assertThat(found).hasSize(Math.min(10, size)).allMatch(ids::contains);
                if (size <= SearchSizes.PRODUCTION.fewRows()) {
                    assertThat(found).isEqualTo(expected);
                } else {
                    assertThat(found).filteredOn(expected::contains).hasSizeGreaterThanOrEqualTo(8);
                }
            }
        }
    }
}
