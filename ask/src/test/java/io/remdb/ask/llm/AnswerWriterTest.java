package io.remdb.ask.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.ask.Answer;
import io.remdb.ask.Ask;
import io.remdb.ask.Plan;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import io.remdb.llm.LanguageModel;
import io.remdb.llm.LanguageModels;
import io.remdb.llm.ModelServer;
import io.remdb.llm.ModelServer.Api;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class AnswerWriterTest {
    private static final UUID STRANGER = UUID.fromString("11111111-2222-4333-8444-555555555555");

    private static RemDatabase database;
    private static UUID birds;
    private static UUID sea;
    private ModelServer server;

    @BeforeAll
    static void openDatabase() {
        database = Library.open();
        birds = database.lookup("Birds of the North").getFirst().id();
        sea = database.lookup("The Deep Sea").getFirst().id();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void startServer() throws IOException {
        server = new ModelServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void citesTheRowsThatSayIt(Api api) {
        server.reply(text("There are owls [" + birds + "], and fish without eyes [" + sea + ", " + birds + "]."));

        WrittenAnswer written = write(api, "SELECT * FROM books WHERE shelf = 'nature'");

        assertThat(written.text())
                .isEqualTo("There are owls [" + birds + "], and fish without eyes [" + sea + ", " + birds + "].");
        assertThat(written.citations()).containsExactly(birds, sea);
        assertThat(written.dropped()).isEmpty();
        assertThat(written.note()).isNull();
        assertThat(written.usage()).isNotNull();
        assertThat(written.usage().tokens()).isEqualTo(ModelServer.TOKENS);
        ModelServer.Call call = server.calls().getFirst();
        ObjectNode user = Json.parseObject(call.user());
        assertThat(user.path("question").asString()).isEqualTo("what lives there?");
        assertThat(user.path("rows")
                        .valueStream()
                        .map(row -> row.path("summary").asString()))
                .containsExactlyInAnyOrder("Owls and geese", "Fish without eyes");
        assertThat(call.system()).contains("never an").contains("square brackets");
        assertThat(Json.text(call.body())).doesNotContain(ModelServer.KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEARCH 'fish' IN books", "LOOKUP 'The Deep Sea'", "SELECT id AS book FROM books"})
    void citesRowsOfEveryKind(String statement) {
        server.reply(text("Fish [" + sea + "]."));

        assertThat(write(Api.OPENAI, statement).citations()).containsExactly(sea);
    }

    @Test
    void takesOutWhatNoRowHasAndSaysSo() {
        server.reply(text("Owls [" + birds + "; " + STRANGER + "] sing [" + STRANGER + "] to " + STRANGER
                + " and [1]; see " + birds.toString().toUpperCase(Locale.ROOT) + "."));

        WrittenAnswer written = write(Api.OPENAI, "SELECT * FROM books");

        assertThat(written.text()).isEqualTo("Owls [" + birds + "] sing to and [1]; see [" + birds + "].");
        assertThat(written.citations()).containsExactly(birds);
        assertThat(written.dropped()).containsExactly(STRANGER);
        assertThat(written.note()).isEqualTo("Cited, but not among the rows, and taken out: " + STRANGER + ".");
        assertThat(written.json().path("dropped").path(0).asString()).isEqualTo(STRANGER.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM books", "SEARCH 'fish' IN books", "LOOKUP 'The Deep Sea', 'Bread'"})
    void fieldsThatAreCalledLikeASecretAreNotSent(String statement) {
        server.reply(text("Fish."));

        write(Api.OPENAI, statement);

        String sent = Json.text(server.calls().getFirst().body());
        assertThat(sent).contains("The Deep Sea").doesNotContain("tok-1", "tok-2", "tok-3", "apiToken", "api_token");
    }

    @Test
    void secretsInsideOfObjectsAreNotSentEither() {
        try (RemDatabase accounts = RemDatabase.inMemory()) {
            accounts.schemas().register(Schema.parse("""
                    {"title": "Account", "description": "An account", "version": "1.0.0", "short_name": "accounts", "type": "object",
                     "properties": {"name": {"type": "string"}, "login": {"type": "object"}},
                     "required": ["name"], "json_schema_extra": {"key_field": "name"}}
                    """));
            accounts.insert("accounts", """
                    {"name": "mail", "login": {"user": "ann", "passWord": "hunter2", "more": [{"pin": "4711", "hint": "none"}]}}
                    """);
            server.reply(text("A mail account."));
            try (LanguageModel model = open(Api.OPENAI)) {
                new AnswerWriter(model).write("which?", answer(accounts, "SELECT name, login FROM accounts"));
            }
        }

        assertThat(Json.text(server.calls().getFirst().body()))
                .contains("ann", "none")
                .doesNotContain("hunter2", "4711");
    }

    @Test
    void aSecretByAnotherNameIsNotSent() {
        String secret = database.schemas().document("books").path("properties").propertyNames().stream()
                .filter(SecretFields::isOne)
                .findFirst()
                .orElseThrow();
        String aliased = "SELECT title, \"" + secret + "\" AS t FROM books";

        assertThatThrownBy(() -> write(Api.OPENAI, aliased)).hasMessageContaining("called like a secret");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void asksNobodyWhereNothingWasFound() {
        WrittenAnswer written = write(Api.OPENAI, "SELECT * FROM books WHERE shelf = 'cellar'");

        assertThat(written.text()).isEqualTo("Nothing was found.");
        assertThat(written.json())
                .isEqualTo(Json.parseObject("{\"text\": \"Nothing was found.\", \"citations\": [], \"dropped\": []}"));
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void readsTheFirstRowsOfMany() {
        try (RemDatabase many = Library.open()) {
            IntStream.range(0, 200)
                    .forEach(i -> many.insert(
                            "people", "{\"name\": \"Person %d\", \"town\": \"%s\"}".formatted(i, "x".repeat(4_000))));
            server.reply(text("Many."));
            Answer answer = answer(many, "SELECT * FROM people");
            try (LanguageModel model = open(Api.OPENAI)) {
                WrittenAnswer written = new AnswerWriter(model).write("who?", answer);

                ObjectNode user = Json.parseObject(server.calls().getFirst().user());
                int read = user.path("rows").size();
                assertThat(read).isBetween(5, 50);
                assertThat(server.calls().getFirst().user().length()).isLessThan(30_000);
                assertThat(user.path("there_are_more_rows").asBoolean()).isTrue();
                assertThat(written.note()).isEqualTo("Written from the first " + read + " rows.");
            }
        }
    }

    @Test
    void saysThatAReplyIsOfNoUse() {
        server.reply("Owls, mostly", "{\"answer\": \" \"}");

        assertThatThrownBy(() -> write(Api.OPENAI, "SELECT * FROM books")).hasMessageContaining("not a JSON object");
        assertThatThrownBy(() -> write(Api.OPENAI, "SELECT * FROM books")).hasMessageContaining("is empty");
    }

    private WrittenAnswer write(Api api, String statement) {
        try (LanguageModel model = open(api)) {
            return new AnswerWriter(model).write("what lives there?", answer(database, statement));
        }
    }

    private static Answer answer(RemDatabase from, String statement) {
        Plan plan = new Plan(1, statement, "", false, "sql", List.of(), null, "test", List.of());
        return Ask.on(from).run(plan);
    }

    private LanguageModel open(Api api) {
        return LanguageModels.open(api.model(), RemConfig.of(server.environment(api)))
                .orElseThrow();
    }

    private static String text(String answer) {
        return Json.text(Json.object().put("answer", answer));
    }
}
