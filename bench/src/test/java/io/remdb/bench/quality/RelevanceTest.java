package io.remdb.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RelevanceTest {
    private static final Set<String> RELEVANT = Set.of("a", "b", "c");

    @Test
    void idealRankingHasNdcgOne() {
        assertThat(Relevance.ndcg(List.of("b", "a", "c", "x"), RELEVANT, 10)).isEqualTo(1);
    }

    @Test
    void rankingWithoutRelevantDocumentsHasNdcgZero() {
        assertThat(Relevance.ndcg(List.of("x", "y"), RELEVANT, 10)).isZero();
        assertThat(Relevance.ndcg(List.of(), RELEVANT, 10)).isZero();
    }

    @Test
    void discountsByTheLogarithmOfTheRank() {
        // ranks 1 and 3: 1/log2(2) + 1/log2(4) = 1.5; ideal of three: 1 + 1/log2(3) + 1/log2(4) = 2.1309
        assertThat(Relevance.ndcg(List.of("a", "x", "b"), RELEVANT, 10)).isEqualTo(1.5 / 2.13093, within(1e-5));
    }

    @Test
    void idealIsCutAtTheDepth() {
        assertThat(Relevance.ndcg(List.of("a", "b"), RELEVANT, 2)).isEqualTo(1);
        assertThat(Relevance.ndcg(List.of("x", "y", "a"), RELEVANT, 2)).isZero();
    }

    @Test
    void recallCountsAgainstAllRelevantDocuments() {
        assertThat(Relevance.recall(List.of("a", "x", "c"), RELEVANT, 10)).isEqualTo(2.0 / 3);
        assertThat(Relevance.recall(List.of("a", "x", "c"), RELEVANT, 2)).isEqualTo(1.0 / 3);
    }
}
