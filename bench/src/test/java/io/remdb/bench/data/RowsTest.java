package io.remdb.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remdb.json.Json;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RowsTest {
    private final Rows rows = new Rows(42);

    @Test
    void sameSeedAndNumberGiveTheSameRow() {
        assertThat(rows.plain(7)).isEqualTo(new Rows(42).plain(7)).isNotEqualTo(new Rows(43).plain(7));
        assertThat(rows.article(7)).isEqualTo(new Rows(42).article(7)).isNotEqualTo(rows.article(8));
        assertThat(rows.question(3)).isEqualTo(new Rows(42).question(3));
    }

    /** Guards the figures against a silent change of the data. */
    @Test
    void rowsStayWhatTheyWere() {
        assertThat(rows.plain(7))
                .isEqualTo("{\"code\":\"r-00000007\",\"title\":\"order brigimlu acid work\","
                        + "\"category\":\"chemistry\",\"amount\":5778.47,\"published\":\"2025-03-18T20:33:15Z\"}");
    }

    @Test
    void articleCarriesTheMarkOfItsVector() {
        ObjectNode article = Json.parseObject(rows.article(123));

        assertThat(article.get("content").asString()).endsWith(rows.mark(123).word());
        assertThat(Rows.articleNumber(article.get("code").asString())).isEqualTo(123);
        assertThat(article.get("bucket").asInt()).isEqualTo(rows.bucket(123));
    }

    @Test
    void everyBucketHoldsATenThousandth() {
        int[] counts = new int[Rows.BUCKETS];
        LongStream.range(0, 30_000).forEach(number -> counts[rows.bucket(number)]++);

        assertThat(Arrays.stream(counts).distinct()).containsExactly(3);
    }

    @Test
    void everyCategoryHasTheSameNumberOfWords() {
        assertThat(Category.values())
                .hasSize(20)
                .allSatisfy(category -> assertThat(category.words()).hasSize(20).doesNotHaveDuplicates());
    }

    @Test
    void questionHasThreeWordsAndNoArticlesMark() {
        Rows.Question question = rows.question(5);

        assertThat(question.words().split(" ")).hasSize(3);
        assertThat(question.mark().member()).isGreaterThan(1_000_000);
    }

    @Test
    void noiseIsSpreadEvenly() {
        Noise noise = new Noise(1);
        double sum = 0;
        double squares = 0;
        int most = 0;
        for (int i = 0; i < 100_000; i++) {
            float gaussian = noise.nextGaussian();
            sum += gaussian;
            squares += gaussian * gaussian;
            most = Math.max(most, noise.nextInt(10));
        }
        assertThat(sum / 100_000).isEqualTo(0, within(0.02));
        assertThat(squares / 100_000).isEqualTo(1, within(0.02));
        assertThat(most).isEqualTo(9);
    }
}
