package io.remdb.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class EstimatedTokenizerTest {
    private final EstimatedTokenizer tokenizer = new EstimatedTokenizer(512);

    @Test
    void countsOnTheSafeSide() {
        assertThat(tokenizer.count("")).isZero();
        // Eight tokens in truth.
        assertThat(tokenizer.count("the harbour is closed in winter months")).isBetween(8, 14);
        assertThat(tokenizer.count("東京")).isEqualTo(3);
        assertThat(tokenizer.count("12.5")).isEqualTo(4);
        assertThat(tokenizer.windowTokens()).isEqualTo(512);
    }

    @Test
    void isWhatAProviderHasThatSaysNothingBetter() {
        RemConfig config = RemConfig.of(Map.of());
        assertThat(EmbeddingProviders.tokenizer("words:64", config)).isEqualTo(tokenizer);
        Assertions.assertThatThrownBy(() -> EmbeddingProviders.tokenizer("nowhere:x", config))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_MODEL));
    }
}
