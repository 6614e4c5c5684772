package io.remdb.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private static final List<String> NAMES = List.of("articles", "authors", "resources", "id");

    @Test
    void findsTheNearestName() {
        assertThat(Suggestions.nearest("artcles", NAMES)).contains("articles");
        assertThat(Suggestions.nearest("AUTHOR", NAMES)).contains("authors");
        assertThat(Suggestions.nearest("auhtors", NAMES)).contains("authors");
        assertThat(Suggestions.nearest("res", NAMES)).contains("resources");
    }

    @Test
    void staysSilentWhenNothingIsNear() {
        assertThat(Suggestions.nearest("zebra", NAMES)).isEmpty();
        assertThat(Suggestions.nearest("x", List.of())).isEmpty();
    }

    @Test
    void countsASwapAsOneMistake() {
        assertThat(Suggestions.distance("form", "from")).isEqualTo(1);
        assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
    }
}
