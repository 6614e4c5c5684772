package io.remdb.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void keepsTheBestInOrder() {
        Nearest nearest = new Nearest(3);
        nearest.offer(1, 0.1f);
        nearest.offer(2, 0.9f);
        nearest.offer(3, 0.5f);
        nearest.offer(4, 0.7f);
        nearest.offer(5, 0.2f);

        assertThat(nearest.numbers()).containsExactly(2L, 4L, 3L);
    }

    @Test
    void mergesWithAnother() {
        Nearest nearest = new Nearest(2);
        nearest.offer(1, 0.1f);
        Nearest other = new Nearest(2);
        other.offer(2, 0.3f);
        other.offer(3, 0.2f);

        nearest.merge(other);

        assertThat(nearest.numbers()).containsExactly(2L, 3L);
    }
}
