package io.remdb.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FusionTest {
    private static final List<Ranked> MEANING =
            List.of(new Ranked("a", 0.9), new Ranked("b", 0.8), new Ranked("c", 0.5));
    private static final List<Ranked> WORDS = List.of(new Ranked("c", 12), new Ranked("d", 9), new Ranked("b", 2));

    @Test
    void weightsNormalisedScores() {
        // meaning: a 1, b .75, c 0; words: c 1, d .7, b 0
        assertThat(Fusion.weighted(MEANING, WORDS, 0.6)).containsExactly("a", "b", "c", "d");
        assertThat(Fusion.weighted(MEANING, WORDS, 0.3)).containsExactly("c", "d", "a", "b");
    }

    @Test
    void oneSideAloneKeepsItsOrder() {
        assertThat(Fusion.weighted(MEANING, List.of(), 0.5)).containsExactly("a", "b", "c");
    }

    @Test
    void singleHitOfAListCountsFully() {
        assertThat(Fusion.weighted(MEANING, List.of(new Ranked("z", 3)), 0.4)).startsWith("z", "a");
    }

    @Test
    void reciprocalRanksAddUp() {
        // b: 1/62 + 1/63; c: 1/63 + 1/61; a: 1/61; d: 1/62
        assertThat(Fusion.reciprocalRank(MEANING, WORDS)).containsExactly("c", "b", "a", "d");
    }
}
