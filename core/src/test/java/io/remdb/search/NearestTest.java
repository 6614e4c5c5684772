package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void largeGraphsAreAskedForMore() {
        assertThat(Nearest.candidates(1, 0)).isEqualTo(48);
        assertThat(Nearest.candidates(10, 40_000)).isEqualTo(48);
        assertThat(Nearest.candidates(100, 40_000)).isEqualTo(200);
        assertThat(Nearest.candidates(10, 1 << 20)).isEqualTo(80);
        assertThat(Nearest.candidates(Integer.MAX_VALUE, Integer.MAX_VALUE)).isBetween(1 << 21, 1 << 23);
    }
}
