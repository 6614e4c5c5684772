package io.remdb.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remdb.RemException;
import io.remdb.bench.quality.Neighbourhood;
import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProvider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusteredVectorsTest {
    private final EmbeddingModel model = ClusteredEmbeddingProvider.openModel();

    @Test
    void vectorsHaveUnitLength() {
        float[] vector = new Mark(12, 34).vector();

        double squares = IntStream.range(0, vector.length)
                .mapToDouble(i -> vector[i] * vector[i])
                .sum();
        assertThat(vector).hasSize(384);
        assertThat(squares).isEqualTo(1, within(1e-5));
    }

    @Test
    void markInATextChoosesItsVector() {
        Mark mark = new Mark(17, 4211);

        assertThat(model.embedDocuments(List.of("Some words. " + mark.word(), mark.word() + " others")))
                .containsExactly(mark.vector(), mark.vector());
        assertThat(model.embedQuery("c17m4212")).isNotEqualTo(mark.vector());
    }

    @Test
    void textWithoutMarkHasAVectorOfItsOwn() {
        assertThat(model.embedQuery("no mark")).isEqualTo(model.embedQuery("no mark"));
        assertThat(model.embedQuery("no mark")).isNotEqualTo(model.embedQuery("another"));
    }

    @Test
    void neighboursAreAsNearAsThoseOfSentences() {
        List<float[]> vectors = IntStream.range(0, 5_000)
                .mapToObj(i -> Mark.draw(new Noise(5, i), i).vector())
                .toList();

        Neighbourhood found = Neighbourhood.of(vectors);

        assertThat(found.randomCosine()).isBetween(0.02, 0.25);
        assertThat(found.nearestCosine()).isBetween(0.5, 0.8);
        assertThat(found.intrinsicDimension()).isBetween(10.0, 45.0);
    }

    @Test
    void isFoundByItsPrefix() {
        EmbeddingProvider provider = ServiceLoader.load(EmbeddingProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.prefix().equals("bench"))
                .findFirst()
                .orElseThrow();

        assertThat(provider.dimension("clustered-384", RemConfig.load())).isEqualTo(384);
        assertThatThrownBy(() -> provider.open("other", RemConfig.load()))
                .isInstanceOf(RemException.class)
                .hasMessageContaining("bench:other");
    }
}
