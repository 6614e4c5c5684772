package io.remdb.bench.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorsTest {
    @Test
    void multipliesEveryElement() {
        float[] a = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        float[] b = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2};

        assertThat(Vectors.dot(a, b)).isEqualTo(77);
        assertThat(Vectors.dot(new float[0], new float[0])).isZero();
    }
}
