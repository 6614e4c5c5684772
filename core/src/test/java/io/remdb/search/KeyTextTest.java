package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyTextTest {
    @Test
    void wordsEndAtWhatIsNeitherLetterNorDigit() {
        KeyText text = KeyText.of("https://docs.rust-lang.org/Tokio_1,x");
        assertThat(text.folded()).isEqualTo("https://docs.rust-lang.org/tokio_1,x");
        assertThat(text.words()).containsExactly("https", "docs", "rust", "lang", "org", "tokio", "1", "x");
        assertThat(text.parts()).isEqualTo(text.words());
    }

    @Test
    void camelCaseHasParts() {
        assertThat(KeyText.of("rustTokio HTTPServer").words()).containsExactly("rusttokio", "httpserver");
        assertThat(KeyText.of("rustTokio HTTPServer").parts()).containsExactly("rust", "tokio", "http", "server");
        assertThat(KeyText.of("ISBN").parts()).containsExactly("isbn");
    }

    @Test
    void foldsCaseAccentsAndWidth() {
        assertThat(KeyText.of("ÀÉÎ Ñandú STRASSE straße ｆｕｌｌ ﬁn").folded())
                .isEqualTo("aei nandu strasse strasse full fin");
        assertThat(KeyText.of("e\u0301").folded()).isEqualTo("e");
        assertThat(KeyText.of("がぎ").folded()).isEqualTo("がぎ");
        assertThat(KeyText.of("हिन्दी").words()).containsExactly("हिन्दी");
    }

    @Test
    void ideographsAndSymbolsStandAlone() {
        assertThat(KeyText.of("東京go\uD83D\uDE80ship").words()).containsExactly("東", "京", "go", "\uD83D\uDE80", "ship");
    }

    @Test
    void longTextsAreCut() {
        assertThat(KeyText.of("a ".repeat(10_000)).words()).hasSize(KeyText.MOST_WORDS);
        assertThat(KeyText.of("x".repeat(10_000)).words().getFirst()).hasSize(KeyText.LONGEST_WORD);
        assertThat(KeyText.of("x" + "\uD83D\uDE80".repeat(100)).whole()).hasSize(KeyText.LONGEST_WHOLE - 1);
    }
}
