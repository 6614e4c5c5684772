package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remdb.ErrorCode;
import io.remdb.HitExplanation;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.value.Predicate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;

class WordSearchTest {
    @Test
    void findsStemsInEmbeddedFieldsAndTitles() {
        try (SearchFixture fixture = SearchFixture.inMemory()) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            UUID id = SearchFixture.id(1);
            fixture.put(table, id, "{\"title\":\"On Sailing\",\"body\":\"The boats\",\"kind\":\"hidden\"}", null);

            assertThat(fixture.matching(table, "boat", 5)).containsExactly(id);
            assertThat(fixture.matching(table, "sails", 5)).containsExactly(id);
            assertThat(fixture.matching(table, "hidden", 5)).isEmpty();
        }
    }

    @Test
    void aTableWithoutEmbeddedFieldsIsSearchedWhole() {
        try (SearchFixture fixture = SearchFixture.inMemory()) {
            CatalogTable table = fixture.define(SearchFixture.table(
                    2, "things", 0, 1, SearchFixture.text("a", false), SearchFixture.text("b", false)));
            UUID id = SearchFixture.id(1);
            fixture.put(table, id, "{\"a\":\"red\",\"b\":\"green\"}", null);
            assertThat(fixture.matching(table, "green", 5)).containsExactly(id);
        }
    }

    @Test
    void aQuestionIsPlainWords() {
        try (SearchFixture fixture = SearchFixture.inMemory()) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            UUID id = SearchFixture.id(1);
            fixture.put(table, id, "{\"body\":\"cats AND dogs\"}", null);

            assertThat(fixture.matching(table, "+body:(cats~ \"", 5)).containsExactly(id);
            assertThat(fixture.matching(table, "the of and", 5)).isEmpty();
            assertThat(fixture.matching(table, "", 5)).isEmpty();
            assertThat(fixture.matching(table, "cat ".repeat(100_000), 5)).containsExactly(id);
        }
    }

    @Test
    void aMoreTellingRowComesFirst() {
        try (SearchFixture fixture = SearchFixture.inMemory()) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            fixture.put(table, SearchFixture.id(1), "{\"body\":\"tea coffee water milk juice wine\"}", null);
            fixture.put(table, SearchFixture.id(2), "{\"body\":\"coffee coffee\"}", null);
            assertThat(fixture.matching(table, "coffee", 5)).containsExactly(SearchFixture.id(2), SearchFixture.id(1));
        }
    }

    @Test
    void theWordsOfARowAddUpToItsScore() {
        try (SearchFixture fixture = SearchFixture.inMemory()) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            List<String> texts = List.of("coffee", "tea", "coffee tea tea", "water", "tea milk");
            for (int i = 0; i < texts.size(); i++) {
                fixture.put(table, SearchFixture.id(i), "{\"body\":\"" + texts.get(i) + "\"}", null);
                fixture.matching(table, "milk", 5); // a segment for each
            }
            List<Candidate> found = fixture.index
                    .matching(table, "tea coffee tea", null, 5, CandidateFilter.Everything.EVERYTHING)
                    .candidates();
            assertThat(found).hasSize(4);

            Map<UUID, List<HitExplanation.Word>> words = fixture.index.explain(
                    table,
                    "tea coffee tea",
                    IntStream.range(0, texts.size()).mapToObj(SearchFixture::id).toList());

            assertThat(words).hasSize(4);
            for (Candidate candidate : found) {
                double sum = words.getOrDefault(candidate.id(), List.of()).stream()
                        .mapToDouble(HitExplanation.Word::score)
                        .sum();
                assertThat(sum).isCloseTo(candidate.score(), within(1e-5));
            }
            assertThat(words.getOrDefault(SearchFixture.id(2), List.of()))
                    .extracting(HitExplanation.Word::word)
                    .containsExactly("tea", "coffee");
            assertThatThrownBy(() -> fixture.index.within(0).explain(table, "tea", List.of(SearchFixture.id(1))))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
        }
    }

    @Test
    void longTextsAndBigRowsAreTaken() {
        try (SearchFixture fixture = SearchFixture.inMemory()) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            UUID id = SearchFixture.id(1);
            String endless = "x".repeat(100_000);
            fixture.put(
                    table,
                    id,
                    "{\"kind\":\"" + endless + "\",\"tags\":[\"" + endless + "\"],\"body\":\"" + endless + " short\"}",
                    null);
            assertThat(fixture.matching(table, "short", 5)).containsExactly(id);
        }
    }

    @Test
    void aTermIsCutBetweenCharacters() {
        String prose = "é".repeat(500);
        BytesRef cut = RowDocument.textTerm(prose);
        String kept = new BytesRef(cut.bytes, cut.offset, cut.length - 1).utf8ToString();
        assertThat(prose).startsWith(kept);
        assertThat(cut.length).isGreaterThan(Predicate.LONGEST_TEXT);
        assertThat(cut).isNotEqualTo(new BytesRef(kept)).isGreaterThan(new BytesRef(kept));
        assertThat(RowDocument.textTerm("short")).isEqualTo(new BytesRef("short"));
        String exact = "x".repeat(Predicate.LONGEST_TEXT);
        assertThat(RowDocument.textTerm(exact)).isEqualTo(new BytesRef(exact));
        assertThat(RowDocument.textTerm("half \uD800 a pair").length).isEqualTo("half ".length() + 1);
    }
}
