package io.remdb.dream.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.dream.Weeks;
import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.activity.Item.Kind;
import io.remdb.embedding.EmbeddingModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PeopleTest {
    private static EmbeddingModel model;

    private final List<Item> items = new ArrayList<>();

    @BeforeAll
    static void open() {
        model = Weeks.model();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private PeopleTest said(String text) {
        return said(null, text);
    }

    private PeopleTest said(@Nullable String author, String text) {
        items.add(new Item(
                List.of(new UUID(0, items.size())), Kind.PERSON, Instant.EPOCH, text, new float[0], null, author, ""));
        return this;
    }

    private List<String> people() {
        return people(null);
    }

    private List<String> people(@Nullable String user) {
        People people = new People();
        items.forEach(people::learn);
        people.settle(model);
        return people.of(new Activity(items, List.of(), user));
    }

    @Test
    void knowsWhoSpeaks() {
        said("Ximo Barba", "shall we begin?");

        assertThat(people()).containsExactly("Ximo Barba");
    }

    @Test
    void knowsGivenNames() {
        said("I had lunch with Charlotte and then with her boss.").said("Robert wrote again.");

        assertThat(people()).containsExactly("Charlotte", "Robert");
    }

    @Test
    void knowsNamesByWhatIsSaidOfThem() {
        said("Then Oddvar said that he would come, and I asked Oddvar why.").said("Yesterday Dr Thwaite rang.");

        assertThat(people()).containsExactly("Oddvar", "Dr Thwaite");
    }

    @Test
    void knowsFamily() {
        said("Could you tell Mum that Grandpa is here?");

        assertThat(people()).containsExactly("Mum", "Grandpa");
    }

    @Test
    void givesEverybodyOneName() {
        said("I met Helena Brandt in the lift.")
                .said("Helena told me about it.")
                .said("Brandt said no.");

        assertThat(people()).containsExactly("Helena Brandt");
    }

    @Test
    void takesNeitherPlacesNorThingsForPeople() {
        said("We drove to Hamburg on Friday and stayed in Blankenese until March.")
                .said("The Postgres server in London is down, and MOT and VAT are due.")
                .said("Meet me at Charlotte Street.")
                .said("Good. Thanks! Done.");

        assertThat(people()).isEmpty();
    }

    @Test
    void leavesOutTheOneWhoseSessionItIs() {
        said("Anna Berg", "hello").said("Robert Kahn", "Hello Anna, how are you?");

        assertThat(people("Anna Berg")).containsExactly("Robert Kahn");
    }

    @Test
    void takesNobodyForTheUserWhereAnIdIsNoName() {
        said("I had lunch with Charlotte and with Ed.").said("Ed said that Charlotte likes it.");

        for (String user : List.of("42", "+49 170 1", "b10ced00-ed42-4c00-8000-0ed0000000ed", "charly@ed.example")) {
            assertThat(people(user)).as(user).contains("Charlotte", "Ed");
        }
        assertThat(people("charlotte@ed.example")).containsExactly("Ed");
        assertThat(people("charlotte_42")).containsExactly("Ed");
    }

    @Test
    void cutsTextsBetweenCharacters() {
        assertThat(Texts.cut("12😀", 3)).isEqualTo("12");
        assertThat(Texts.cut("12😀", 4)).isEqualTo("12😀");
        assertThat(Texts.line("a\u0000b\u001b[31m\n c\ud83d", 20)).isEqualTo("a b [31m c");
        assertThat(Texts.lines("a\u0000\nb\udc00", 20)).isEqualTo("a \nb");
    }

    @Test
    void findsWhatIsWrittenAsAName() {
        assertThat(ProperNames.in("Yesterday we saw the Old Mill in Norwich. Then Project Lighthouse began."))
                .contains("Old Mill", "Norwich", "Project Lighthouse")
                .doesNotContain("Yesterday");
    }

    @Test
    void cutsTextsIntoSentences() {
        assertThat(Sentences.of("It rained. We stayed in!\nWhy not?"))
                .containsExactly("It rained.", "We stayed in!", "Why not?");
    }

    @Test
    void bringsTogetherFormsOfAWord() {
        assertThat(Words.stem("customer's")).isEqualTo(Words.stem("Customers"));
        assertThat(Words.stem("allergies")).isEqualTo("allergy");
        assertThat(Words.stem("glass")).isEqualTo("glass");
        assertThat(Words.content("The garage has two of the tyres")).containsExactly("garage", "tyre");
    }

    @Test
    void findsPhrasesBetweenFunctionWordsAndSigns() {
        assertThat(Phrases.of(List.of("The soak test of the valve, test rigs"), List.of("rig")))
                .extracting(Phrases.Phrase::text)
                .containsExactlyInAnyOrder("soak", "soak test", "test", "valve");
    }

    @Test
    void weighsWordsByHowManyTextsHaveThem() {
        WordCounts counts = new WordCounts();
        counts.add("valve and pump");
        counts.add("pump");
        counts.add("pump");

        assertThat(counts.weight("valve")).isGreaterThan(counts.weight("pump"));
        assertThat(counts.weight("never")).isLessThanOrEqualTo(1);
    }
}
