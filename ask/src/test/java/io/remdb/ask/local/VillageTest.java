package io.remdb.ask.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.RemDatabase;
import io.remdb.ask.Answer;
import io.remdb.ask.Ask;
import io.remdb.ask.Plan;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody asks who has never seen the planner: the rows that are found, by their keys, and how sure it is of them. */
class VillageTest {
    private static RemDatabase database;
    private static Ask ask;

    @BeforeAll
    static void fill() {
        database = Village.open();
        ask = Ask.on(database, options -> options.withClock(Shop.NOW).withMaxStages(1));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** The first value of each row that is not its id, a count without a dot. */
    private static List<String> asked(String question) {
        Plan plan = ask.plan(question);
        Answer answer = ask.run(plan);

        assertThat(plan.confidence())
                .as("%s: %s", plan.query(), plan.reasoning())
                .isGreaterThan(0.7);
        return answer.rows().stream()
                .map(row -> row.json().path("id").isMissingNode() ? row.value(0) : key(row.json()))
                .map(String::valueOf)
                .toList();
    }

    private static String key(tools.jackson.databind.JsonNode row) {
        return List.of("title", "code", "name", "label").stream()
                .map(key -> row.path(key).asString(""))
                .filter(key -> !key.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static void finds(String question, String rows) {
        assertThat(asked(question)).as(question).containsExactlyInAnyOrder(rows.split(", "));
    }

    /** Both tables have a field of one name: the subquery must not compare its own. */
    @ParameterizedTest
    @CsvSource({"suppliers without recipes, Unused", "suppliers that have no recipes, Unused"})
    void rowsThatNothingNamesAreTold(String question, String rows) {
        finds(question, rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "how many devices are off? | 2",
                "devices that are on | Device 1",
                "devices that are not off | Device 1",
                "which devices are off in the attic? | Device 3",
                "switched off devices | Device 2, Device 3",
                "devices going up | Device 1, Device 3",
                "how many loans are out? | 2",
                "which loans are still out? | N-1, N-3"
            })
    void littleWordsAreStatesWhereNothingFollowsThem(String question, String rows) {
        finds(question, rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "books where price < 10 and pages > 250 | Emma, The Trial",
                "books with price over 10 and pages over 360 | Cosmos",
                "books with pages over 360 and price over 10 | Cosmos",
                "books with more than 360 pages and a price over 10 | Cosmos"
            })
    void eachComparisonIsAboutTheFieldBesideIt(String question, String rows) {
        finds(question, rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "books from the 1980s | Matilda, Cosmos",
                "books published before 1900 | Emma",
                "books with year before 1900 | Emma",
                "books written after 1925 | The Castle, Matilda, Cosmos",
                "books from 1925 | The Trial",
                "books between 1920 and 1930 | The Trial, The Castle",
                "novels not from 1925 | Emma, The Castle",
                "books newer than 1980 | Matilda",
                "books older than 150 years | Emma",
                "newest book | Matilda",
                "which book is the oldest? | Emma",
                "number of books per year | 1815, 1925, 1926, 1980, 1988",
                "devices bought in 2010 | Device 1",
                "devices younger than 5 years | Device 2, Device 3"
            })
    void yearsMayBeNumbers(String question, String rows) {
        finds(question, rows);
    }

    /** The rows that meet what was asked are the answer, also where there are none. */
    @ParameterizedTest
    @ValueSource(strings = {"books with more than 10000 pages", "German children books", "devices bought in 2009"})
    void nothingIsAnAnswerWhereEveryWordWasUnderstood(String question) {
        Answer answer = Ask.on(database, options -> options.withClock(Shop.NOW)).ask(question);

        assertThat(answer.plan().fallbacks()).as(answer.query()).isEmpty();
        assertThat(answer.rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "books by Kafka | The Trial, The Castle",
                "books by kafka | The Trial, The Castle",
                "how many books by Kafka? | 2",
                "how many loans does Anna have? | 2",
                "loans of Anna | N-2, N-3",
                "loans of Chloe Dubois | N-1",
                "loans of Chloe | N-1",
                "books not by Kafka | Emma, Matilda, Cosmos"
            })
    void partsOfNamesAreFoundWithoutTheirAccents(String question, String rows) {
        finds(question, rows);
    }

    @ParameterizedTest
    @CsvSource({
        "how many books by Tolstoy?, Tolstoy",
        "how many books by Anna Kafka?, Anna",
        "how many loans does Zachary have?, Zachary",
        "books by Tolstoy, Tolstoy",
        "Device 99, 99",
        "books with rating above 4, rating",
        "average rating of books, rating",
        "average loan duration, duration",
        "how many members do we have?, members",
        "phone number of Jane Austen, phone"
    })
    void whatIsNotThereIsSaid(String question, String word) {
        Plan plan = ask.plan(question);

        assertThat(plan.confidence()).as(plan.query()).isLessThanOrEqualTo(0.5);
        assertThat(plan.reasoning()).as(plan.query()).containsPattern("(not understood|nothing else).*" + word);
        assertThat(plan.explanation()).contains(word);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "how many genres are there? | 3",
                "number of borrowers | 2",
                "how many rooms are there? | 2",
                "how many books are there? | 5",
                "list all authors | Jane Austen, Franz Kafka, Roald Dahl, Carl Sagan",
                "what genres do you have? | novel, children, science",
                "which tags are there? | blues, classic, containers, fun, planes, space"
            })
    void valuesAreCountedAndListedOnce(String question, String rows) {
        finds(question, rows);
    }

    @ParameterizedTest
    @CsvSource({
        "number of books and total price per genre, total price",
        "cheapest and most expensive book, most expensive",
        "average price and number of pages of the books, number of pages",
        "how many books are there and how many loans are there?, how many loans"
    })
    void secondHalvesAreSaid(String question, String half) {
        Plan plan = ask.plan(question);

        assertThat(plan.confidence()).as(plan.query()).isLessThanOrEqualTo(0.5);
        assertThat(plan.explanation()).contains(half);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "three cheapest books, cheapest first | Matilda, The Trial, Emma",
                "fined loans | N-2",
                "loans with a fine | N-2"
            })
    void whatIsSaidTwiceIsOneThing(String question, String rows) {
        finds(question, rows);
    }

    @Test
    void rowsAreCountedByTwoFields() {
        assertThat(ask.plan("loans per borrower and status").query()).contains("GROUP BY borrower, status");
        assertThat(ask.ask("loans per borrower and status").rows()).hasSize(3);
    }

    /** A tag is another word than an adjective, a verb or a shorter noun that is spelt like it. */
    @ParameterizedTest
    @ValueSource(strings = {"why is the sky blue?", "summary contains girl", "books that plan ahead"})
    void labelsAreNoOtherWords(String question) {
        assertThat(ask.plan(question).query()).doesNotContain("ANY(tags)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "books nobody has borrowed | The Castle, Matilda",
                "books that were never borrowed | The Castle, Matilda",
                "how many books have never been borrowed? | 2",
                "books never borrowed by Anna Meier | Emma, The Castle, Matilda",
                "suppliers without vegan recipes | Bergmann, Unused",
                "suppliers of vegan recipes | Alma"
            })
    void whatIsDoneToRowsIsInOtherTables(String question, String rows) {
        finds(question, rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "which genre has the most books? | novel",
                "top 2 languages by number of books | English, German",
                "loans due in December | N-1",
                "loans of books by Jane Austen | N-1"
            })
    void groupsAreRankedAndMonthsMayLieAhead(String question, String rows) {
        finds(question, rows);
    }

    @ParameterizedTest
    @CsvSource({
        "most expensive book per genre, per genre",
        "cheapest book in each language, each language",
        "top 3 genres, nothing says by what",
        "?, says nothing",
        "..., says nothing",
        "hello, says nothing",
        "why?, says nothing"
    })
    void whatIsNotLookedForIsSaid(String question, String why) {
        Plan plan = ask.plan(question);

        assertThat(plan.confidence()).as(plan.query()).isLessThanOrEqualTo(0.5);
        assertThat(plan.explanation()).contains(why).doesNotContain("only like one");
    }

    @Test
    void aTableWithoutRowsIsToldFromNone() {
        try (RemDatabase empty = Village.open()) {
            Shop.register(
                    empty, "rooms", "A room", "\"name\": {\"type\": \"string\"}", "name", "[]", "[]", "[\"name\"]");

            assertThatThrownBy(() ->
                            Ask.on(empty, options -> options.withTable("rooms")).plan("rooms"))
                    .hasMessageContaining("The table has no rows");
            assertThatThrownBy(() -> Ask.on(empty, options -> options.withTable("nothing"))
                            .plan("rooms"))
                    .hasMessageContaining("There is no such table");
        }
    }
}
