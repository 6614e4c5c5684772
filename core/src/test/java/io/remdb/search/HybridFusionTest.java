package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HybridFusionTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);

    @Test
    void ranksWhatBothSidesFindFirst() {
        List<Candidate> semantic = List.of(new Candidate(A, 0.8f), new Candidate(B, 0.7f), new Candidate(C, 0.2f));
        List<Candidate> keyword = List.of(new Candidate(B, 6f), new Candidate(C, 3f));

        List<FusedCandidate> fused = HybridFusion.fuse(semantic, keyword, 0.5, Map.of());

        assertThat(fused).extracting(FusedCandidate::id).containsExactly(B, A, C);
        assertThat(fused.get(0).score()).isCloseTo(0.5 * (0.5 / 0.6) + 0.5, within(1e-6));
        assertThat(fused.get(1).keywordScore()).isNull();
        assertThat(fused.get(2).score()).isCloseTo(0.25, within(1e-6)); // half of the best word score: 0 is the least
    }

    @Test
    void takesTheCosinesOfWhatOnlyWordsFound() {
        List<Candidate> semantic = List.of(new Candidate(A, 0.8f), new Candidate(B, 0.4f));
        List<Candidate> keyword = List.of(new Candidate(C, 5f));

        List<FusedCandidate> fused = HybridFusion.fuse(semantic, keyword, 0.5, Map.of(A, 0.1, C, 0.6));

        assertThat(fused.get(1).semanticScore()).isEqualTo(0.8f); // what it was found with, not what is known besides
        FusedCandidate c = fused.getFirst();
        assertThat(c.id()).isEqualTo(C);
        assertThat(c.semanticScore()).isEqualTo(0.6);
        assertThat(c.score()).isCloseTo(0.5 * 0.5 + 0.5, within(1e-6));
    }

    @Test
    void scoresThatDifferByRoundingAloneAreEqual() {
        List<Candidate> semantic = List.of(new Candidate(B, 0.5f), new Candidate(A, Math.nextDown(0.5f)));

        assertThat(HybridFusion.fuse(semantic, List.of(), 0.5, Map.of()))
                .extracting(FusedCandidate::score)
                .containsExactly(0.5, 0.5);
        assertThat(HybridFusion.fuse(semantic, List.of(new Candidate(C, 2f)), 0.5, Map.of(C, 0.49))
                        .getFirst()
                        .score())
                .isEqualTo(0.5); // by its words, not by what is farther than all that were found by meaning

        List<Candidate> nearlyEqual = new ArrayList<>();
        for (int i = 0; i < HybridFusion.DEPTH; i++) {
            nearlyEqual.add(new Candidate(new UUID(0, i), i % 2 == 0 ? 1e-6f : Math.nextDown(1e-6f)));
        }
        assertThat(HybridFusion.fuse(List.of(), nearlyEqual, 0.5, Map.of()))
                .extracting(FusedCandidate::score)
                .containsOnly(0.5);
        assertThat(HybridFusion.fuse(
                        List.of(), List.of(new Candidate(A, 1e-6f), new Candidate(B, 0.5e-6f)), 0.5, Map.of()))
                .extracting(FusedCandidate::score)
                .containsExactly(0.5, 0.25); // a word that nearly every row has scores little, and is no rounding
    }

    @Test
    void weightsOneSideOnly() {
        List<Candidate> semantic = List.of(new Candidate(A, 0.8f), new Candidate(B, 0.4f));
        List<Candidate> keyword = List.of(new Candidate(B, 5f), new Candidate(A, 1f));

        assertThat(HybridFusion.fuse(semantic, keyword, 1, Map.of()).getFirst().id())
                .isEqualTo(A);
        assertThat(HybridFusion.fuse(semantic, keyword, 0, Map.of()).getFirst().id())
                .isEqualTo(B);
        assertThatThrownBy(() -> HybridFusion.fuse(semantic, keyword, 1.1, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scoresAreWithinZeroAndOne() {
        assertThat(HybridFusion.semantic(List.of(new Candidate(A, 0.8f), new Candidate(B, -0.3f))))
                .extracting(FusedCandidate::score)
                .containsExactly((double) 0.8f, 0.0);
        assertThat(HybridFusion.keyword(List.of(new Candidate(A, 8f), new Candidate(B, 2f))))
                .extracting(FusedCandidate::score)
                .containsExactly(1.0, 0.25);
        assertThat(HybridFusion.fuse(List.of(), List.of(new Candidate(A, 8f)), 0.5, Map.of()))
                .containsExactly(new FusedCandidate(A, 0.5, null, 8.0, null, 1.0));
    }
}
