package io.remdb.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.ask.Plan.Fallback;
import io.remdb.ask.Plan.Trigger;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** How plans are run: in stages, read-only, within limits. */
class AskTest {
    private static final String ALL = "SELECT * FROM notes";
    private static final String NONE = "SELECT * FROM notes WHERE n > 100";
    private static final String WRONG = "SELECT * FROM nothing";

    private static RemDatabase database;

    @BeforeAll
    static void fill() {
        database = RemDatabase.inMemory();
        database.schemas().register(Schema.parse("""
                {"title": "Note", "description": "A note", "version": "1.0.0", "short_name": "notes", "type": "object",
                 "properties": {"title": {"type": "string"}, "text": {"type": "string"}, "n": {"type": "integer"}},
                 "required": ["title"], "json_schema_extra": {"key_field": "title", "embedding_fields": ["text"]}}
                """));
        List<String> rows = List.of(
                "{\"title\": \"Moon\", \"text\": \"tides and craters\", \"n\": 1}",
                "{\"title\": \"Sea\", \"text\": \"tides and salt\", \"n\": 2}",
                "{\"title\": \"Bread\", \"text\": \"flour and water\", \"n\": 3}");
        assertThat(database.insertAll("notes", rows.iterator(), BatchOptions.DEFAULTS)
                        .failed())
                .isZero();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Answer run(String query, Fallback... fallbacks) {
        return run(AskOptions.defaults(), query, fallbacks);
    }

    private static Answer run(AskOptions options, String query, Fallback... fallbacks) {
        Plan plan = new Plan(1, query, "because", false, "sql", List.of(fallbacks), null, "test", List.of());
        return Ask.on(database, question -> plan, ignored -> options).ask("anything");
    }

    private static Fallback fallback(String query, Trigger trigger) {
        return new Fallback(query, trigger, "because");
    }

    @Test
    void whatAnswersIsNotFollowedByAnything() {
        Answer answer = run(ALL, fallback(WRONG, Trigger.NO_RESULTS), fallback(WRONG, Trigger.ERROR));

        assertThat(answer.rows()).hasSize(3);
        assertThat(answer.stages()).hasSize(1);
        assertThat(answer.query()).isEqualTo(ALL);
    }

    @Test
    void nothingFoundIsFollowedByWhatIsThereForThat() {
        Answer answer = run(NONE, fallback(WRONG, Trigger.ERROR), fallback(ALL, Trigger.NO_RESULTS));

        assertThat(answer.rows()).hasSize(3);
        assertThat(answer.stages()).extracting(Answer.Stage::query).containsExactly(NONE, ALL);
        assertThat(answer.stages()).extracting(Answer.Stage::rows).containsExactly(0, 3);
        assertThat(answer.query()).isEqualTo(ALL);
    }

    @Test
    void aFailureIsFollowedByWhatIsThereForThat() {
        Answer answer = run(WRONG, fallback(ALL, Trigger.ERROR));

        assertThat(answer.rows()).hasSize(3);
        RemException error = answer.stages().getFirst().error();
        assertThat(error).isNotNull().hasMessageContaining("nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " MODE hybrid", " MODE semantic"})
    void aSearchThatHasFoundHardlyAnythingLikeItIsFollowedByAnother(String mode) {
        String search = "SEARCH 'qqqq zzzz' IN notes" + mode;

        Answer answer = run(search, fallback(ALL, Trigger.LOW_QUALITY));

        assertThat(answer.stages()).hasSize(2);
        assertThat(answer.stages().getFirst().hardlyAlike()).isTrue();
        assertThat(answer.query()).isEqualTo(ALL);
        Answer found = run("SEARCH 'tides' IN notes LIMIT 1" + mode, fallback(ALL, Trigger.LOW_QUALITY));
        assertThat(found.rows()).hasSize(1);
        assertThat(found.stages()).hasSize(1);
    }

    @Test
    void aWordThatIsThereIsLikeItWhateverItsMeaning() {
        assertThat(run("SEARCH 'flour' IN notes MODE keyword", fallback(ALL, Trigger.LOW_QUALITY))
                        .stages())
                .hasSize(1);
    }

    @Test
    void stagesAreLimited() {
        Answer answer = run(
                AskOptions.defaults().withMaxStages(2),
                NONE,
                fallback(NONE, Trigger.NO_RESULTS),
                fallback(ALL, Trigger.NO_RESULTS));

        assertThat(answer.rows()).isEmpty();
        assertThat(answer.stages()).hasSize(2);
    }

    @Test
    void theStageWhoseRowsAreGivenIsTheLast() {
        Answer answer = run(NONE, fallback(WRONG, Trigger.NO_RESULTS));

        assertThat(answer.rows()).isEmpty();
        assertThat(answer.stages()).extracting(Answer.Stage::query).containsExactly(WRONG, NONE);
    }

    @Test
    void whenEverythingFailsTheFirstFailureIsThrown() {
        RemException failure =
                catchThrowableOfType(RemException.class, () -> run(WRONG, fallback(WRONG + "_2", Trigger.ERROR)));

        assertThat(failure.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE);
        assertThat(failure.getMessage()).contains("nothing").doesNotContain("nothing_2");
    }

    @Test
    void whatIsNotTheStatementsFailureEndsTheQuestion() {
        Thread.currentThread().interrupt();

        RemException cancelled = catchThrowableOfType(RemException.class, () -> run(ALL, fallback(ALL, Trigger.ERROR)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(cancelled.code()).isEqualTo(ErrorCode.CANCELLED);
        RemDatabase closed = RemDatabase.inMemory();
        closed.close();
        Plan plan = new Plan(1, ALL, "", false, "sql", List.of(fallback(NONE, Trigger.ERROR)), null, "test", List.of());
        assertThat(catchThrowableOfType(RemException.class, () -> Ask.on(closed).run(plan))
                        .code())
                .isEqualTo(ErrorCode.CLOSED);
    }

    @Test
    void rowsAreLimited() {
        Answer answer = run(AskOptions.defaults().withMaxRows(2), ALL);

        assertThat(answer.rows()).hasSize(2);
        assertThat(answer.cut()).isTrue();
        assertThat(run(AskOptions.defaults().withMaxRows(3), ALL).cut()).isFalse();
    }

    @Test
    void nothingIsEverWritten() {
        assertThatThrownBy(() -> run("DELETE FROM notes"))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
        assertThat(database.count("notes")).isEqualTo(3);
    }

    @Test
    void aStatementMayNotWorkForever() {
        String endless = "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b";

        assertThatThrownBy(() -> run(AskOptions.defaults().withTimeoutMs(50), endless))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, AskOptions.MOST_STAGES + 1})
    void refusesNumbersOfStages(int stages) {
        assertThatThrownBy(() -> AskOptions.defaults().withMaxStages(stages))
                .isInstanceOf(RemException.class)
                .hasMessageContaining("1 to 10");
    }

    @Test
    void refusesOtherLimits() {
        assertThatThrownBy(() -> AskOptions.defaults().withMaxRows(0)).isInstanceOf(RemException.class);
        assertThatThrownBy(() -> AskOptions.defaults().withTimeoutMs(-1)).isInstanceOf(RemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void refusesBlankQuestions(String question) {
        assertThatThrownBy(() -> Ask.on(database).plan(question)).isInstanceOf(RemException.class);
    }

    @Test
    void refusesQuestionsThatAreTooLong() {
        assertThatThrownBy(
                        () -> new Question("x".repeat(Question.LONGEST + 1), ZonedDateTime.now(ZoneOffset.UTC), null))
                .isInstanceOf(RemException.class);
    }

    @Test
    void aPlanSaysWhyItIsNotSure() {
        assertThatThrownBy(() -> new Plan(0.5, ALL, "", false, "sql", List.of(), null, "test", List.of()))
                .hasMessageContaining("explanation");
        assertThatThrownBy(() -> new Plan(0.9, ALL, "", false, "sql", List.of(), "why", "test", List.of()))
                .hasMessageContaining("explanation");
        assertThatThrownBy(() -> new Plan(1.1, ALL, "", false, "sql", List.of(), null, "test", List.of()))
                .hasMessageContaining("confidence");
    }

    @Test
    void aPlanIsJson() {
        Plan plan = new Plan(
                0.514,
                NONE,
                "said",
                true,
                "search",
                List.of(fallback(ALL, Trigger.LOW_QUALITY)),
                "unsure",
                "test",
                List.of("notes"));

        ObjectNode json = plan.json();

        assertThat(json.propertyNames())
                .containsExactly(
                        "confidence",
                        "query",
                        "reasoning",
                        "requires_search",
                        "query_type",
                        "fallback_queries",
                        "explanation",
                        "planner",
                        "schema_hints");
        assertThat(json.get("confidence").doubleValue()).isEqualTo(0.51);
        assertThat(json.at("/fallback_queries/0/trigger").asString()).isEqualTo("low_quality");
        assertThat(json.at("/schema_hints/0").asString()).isEqualTo("notes");
    }
}
