package io.remdb.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SvgDocumentTest {
    @Test
    void isWellFormedWhateverItSays() {
        String odd = "a < b & \"c\" > 'd' ]]> \uD83D\uDE00 ü";
        SvgDocument svg = new SvgDocument(10, 20, odd);
        svg.open("g", "class", odd);
        svg.text(1, 2, odd);

        Svg parsed = Svg.parse(svg.finish());

        assertThat(parsed.texts()).containsExactly(odd);
        assertThat(parsed.all("g").getFirst().getAttribute("class")).isEqualTo(odd);
        assertThat(parsed.all("title").getFirst().getTextContent()).isEqualTo(odd);
    }

    @Test
    void charactersThatXmlHasNotAreReplaced() {
        SvgDocument svg = new SvgDocument(10, 20, "");
        svg.text(1, 2, "a\u0000b\u001Bc\uFFFEd\uD800e\tf");

        assertThat(Svg.parse(svg.finish()).texts()).containsExactly("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\tf");
    }

    @Test
    void coordinatesAreShortAndInNoLanguage() {
        assertThat(SvgDocument.number(1000)).isEqualTo("1000");
        assertThat(SvgDocument.number(1234.5678)).isEqualTo("1234.57");
        assertThat(SvgDocument.number(0.001)).isEqualTo("0");
    }
}
