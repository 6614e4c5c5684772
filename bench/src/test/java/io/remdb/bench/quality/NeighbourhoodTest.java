package io.remdb.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remdb.bench.data.Noise;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {
    @Test
    void estimatesTheDimensionOfUniformDirections() {
        Noise noise = new Noise(7);
        List<float[]> sphere =
                Stream.generate(() -> direction(noise, 6)).limit(4_000).toList();

        Neighbourhood found = Neighbourhood.of(sphere);

        // directions in six dimensions lie on a five-dimensional surface
        assertThat(found.intrinsicDimension()).isEqualTo(5, within(0.5));
        assertThat(found.randomCosine()).isEqualTo(0, within(0.02));
        assertThat(found.nearestCosine()).isGreaterThan(found.tenthCosine());
    }

    private static float[] direction(Noise noise, int dimension) {
        float[] vector = new float[dimension];
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            vector[i] = noise.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimension; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }
}
