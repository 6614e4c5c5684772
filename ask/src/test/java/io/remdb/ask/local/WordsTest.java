package io.remdb.ask.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words, numbers and units. */
class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "countries, country",
        "boxes, box",
        "classes, class",
        "people, person",
        "wrote, write",
        "Alice's, alice",
        "status, status",
        "analysis, analysis",
        "ties, tie",
        "cities, city",
        "bus, bus",
        "dishes, dish",
        "orders, order",
        "is, be",
        "customers', customer"
    })
    void baseForms(String word, String base) {
        assertThat(Lemmas.of(word)).isEqualTo(base);
    }

    @ParameterizedTest
    @CsvSource({
        "ordered, order",
        "running, run",
        "hired, hir",
        "hiring, hir",
        "carried, carry",
        "bigger, big",
        "rate, rat"
    })
    void stems(String word, String stem) {
        assertThat(Lemmas.stem(word)).isEqualTo(stem);
    }

    @Test
    void piecesOfAQuestion() {
        List<Token> tokens = Tokens.of(
                "Who wrote \"On-call handbook\", ORD-1042 or o'neil@x.example at 10:30 for £20 and 1,500 in C++?");

        assertThat(tokens.stream().map(Token::text))
                .containsExactly(
                        "Who",
                        "wrote",
                        "On-call handbook",
                        ",",
                        "ORD-1042",
                        "or",
                        "o'neil@x.example",
                        "at",
                        "10:30",
                        "for",
                        "£",
                        "20",
                        "and",
                        "1,500",
                        "in",
                        "C++",
                        "?");
        assertThat(tokens.get(2).kind()).isEqualTo(Token.Kind.QUOTED);
        assertThat(tokens.get(13).lemma()).isEqualTo("1500");
    }

    @Test
    void quotationsOfEveryKind() {
        assertThat(Tokens.of("'a b' “c d” ‘e f’ `g h` John's 5'"))
                .extracting(Token::text)
                .contains("a b", "c d", "e f", "g h", "John's");
    }

    @ParameterizedTest
    @CsvSource({
        "five, 5",
        "twenty five, 25",
        "a dozen, 12",
        "2 million, 2000000",
        "half a million, 500000",
        "80k, 80000",
        "a hundred, 100",
        "3.5, 3.5",
        "1 000, 1"
    })
    void numbers(String text, BigDecimal number) {
        assertThat(NumberWords.at(Tokens.of(text), 0))
                .hasValueSatisfying(found -> assertThat(found.value()).isEqualByComparingTo(number));
    }

    @Test
    void noNumbers() {
        assertThat(NumberWords.at(Tokens.of("a cat"), 0)).isEmpty();
        assertThat(NumberWords.at(Tokens.of("half of it"), 0)).isEmpty();
        assertThat(NumberWords.at(Tokens.of(""), 0)).isEmpty();
    }

    @Test
    void unitsAreTurnedIntoThoseOfTheField() {
        assertThat(Unit.KILOGRAM.in(Unit.GRAM, new BigDecimal("1.5"))).isEqualByComparingTo("1500");
        assertThat(Unit.KILOMETRE_PER_HOUR.in(Unit.METRE_PER_SECOND, new BigDecimal("36")))
                .isEqualByComparingTo("10");
        assertThat(Unit.EURO.in(Unit.DOLLAR, BigDecimal.TEN))
                .as("money is not changed")
                .isEqualByComparingTo("10");
        assertThat(Unit.GRAM.in(Unit.METRE, BigDecimal.TEN)).isEqualByComparingTo("10");
        assertThat(Unit.namedIn("weight_g", "")).containsExactly(Unit.GRAM);
        assertThat(Unit.namedIn("temperature", "in degrees Celsius")).containsExactly(Unit.CELSIUS);
        assertThat(Unit.at(Tokens.of("km/h"), 0))
                .hasValueSatisfying(found -> assertThat(found.unit()).isEqualTo(Unit.KILOMETRE_PER_HOUR));
    }

    @ParameterizedTest
    @CsvSource({
        "articels, article, true",
        "aticle, article, true",
        "progamming, programming, true",
        "rust, dust, false",
        "profiling, proving, false",
        "form, from, false"
    })
    void typingErrors(String word, String right, boolean misspelt) {
        assertThat(Misspelling.is(Lemmas.of(word), right)).isEqualTo(misspelt);
    }

    @Test
    void degreesOfAdjectives() {
        assertThat(Vocabulary.superlative("cheapest")).contains("cheap");
        assertThat(Vocabulary.superlative("heaviest")).contains("heavy");
        assertThat(Vocabulary.superlative("largest")).contains("large");
        assertThat(Vocabulary.superlative("hottest")).contains("hot");
        assertThat(Vocabulary.superlative("best")).contains("good");
        assertThat(Vocabulary.superlative("forest")).isEmpty();
        assertThat(Vocabulary.comparative("cheaper")).contains("cheap");
        assertThat(Vocabulary.comparative("paper")).isEmpty();
    }

    @Test
    void wordsForTheSame() {
        assertThat(Vocabulary.same("wrote", "author")).isFalse();
        assertThat(Vocabulary.same("write", "author")).isTrue();
        assertThat(Vocabulary.same("ordering", "order")).isTrue();
        assertThat(Vocabulary.same("cat", "dog")).isFalse();
    }
}
