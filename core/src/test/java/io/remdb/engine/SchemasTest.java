package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SchemaInfo;
import io.remdb.SchemaRegistration;
import io.remdb.SchemaRegistration.Action;
import io.remdb.Schemas.Evolution;
import io.remdb.Schemas.Removal;
import io.remdb.SearchMode;
import io.remdb.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemasTest {
    @TempDir
    Path folder;

    @Test
    void aNewDatabaseHasTheBuiltInSchemas() {
        try (RemDatabase db = Databases.inMemory()) {
            assertThat(db.schemas().list())
                    .extracting(SchemaInfo::shortName)
                    .containsExactly(
                            "agentlets", "documents", "messages", "moments", "resources", "schemas", "sessions");
            assertThat(db.count("schemas")).isEqualTo(7);
            fails(() -> db.schemas().remove("resources", Removal.IF_EMPTY), ErrorCode.UNSUPPORTED);
        }
    }

    @Test
    void registeringTheSameSchemaChangesNothing() {
        try (RemDatabase db = Databases.inMemory()) {
            assertThat(db.schemas().register(Schema.parse(Databases.ARTICLES)).action())
                    .isEqualTo(Action.CREATED);
            assertThat(db.schemas().register(Schema.parse(Databases.ARTICLES)).action())
                    .isEqualTo(Action.UNCHANGED);
            Schema shown = new Schema(db.schemas().document("articles"), "shown");
            assertThat(db.schemas().register(shown).action()).isEqualTo(Action.UNCHANGED);
        }
    }

    @Test
    void schemasAndRowsSurviveAReopen() {
        UUID id;
        try (RemDatabase db = Databases.open(folder.resolve("db"))) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            id = db.insert("articles", article("Rust", "ownership", "programming", 2015))
                    .id();
        }
        try (RemDatabase db = Databases.open(folder.resolve("db"))) {
            assertThat(db.get(id).orElseThrow().entityType()).isEqualTo("articles");
            assertThat(db.lookup("Rust")).hasSize(1);
            assertThat(titles(db, "SELECT title FROM articles WHERE year = 2015"))
                    .containsExactly("Rust");
            assertThat(db.search("ownership").in("articles").run()).hasSize(1);
            assertThat(db.schemas().register(Schema.parse(Databases.ARTICLES)).action())
                    .isEqualTo(Action.UNCHANGED);
        }
    }

    @Test
    void aNewIndexIsBuiltOverTheRowsThatExist() {
        try (RemDatabase db = Databases.withArticles()) {
            insert(db, 1200);
            AtomicLong told = new AtomicLong();
            SchemaRegistration change = db.schemas()
                    .register(
                            Schema.parse(Databases.ARTICLES
                                    .replace("\"1.0.0\"", "\"1.1.0\"")
                                    .replace("\"year\": {", "\"rating\": {\"type\": \"number\"}, \"year\": {")
                                    .replace(
                                            "[\"category\", \"year\", \"tags\"]",
                                            "[\"category\", \"year\", \"tags\", \"title\"]")),
                            Evolution.CHECKED,
                            (done, total) -> told.set(done));
            assertThat(change.action()).isEqualTo(Action.UPDATED);
            assertThat(change.version()).isEqualTo("1.1.0");
            assertThat(change.changes()).anyMatch(sentence -> sentence.contains("title"));
            assertThat(told.get()).isEqualTo(1200);
            assertThat(titles(db, "SELECT title FROM articles WHERE title = 'Title 77'"))
                    .containsExactly("Title 77");
            assertThat(plan(db, "SELECT title FROM articles WHERE title = 'Title 77'"))
                    .contains("title");
            assertThat(titles(db, "SELECT title FROM articles ORDER BY title LIMIT 1"))
                    .containsExactly("Title 0");
        }
    }

    @Test
    void newEmbeddingFieldsEmbedTheRowsThatExist() {
        try (RemDatabase db = Databases.inMemory()) {
            String plain = Databases.ARTICLES.replace("\"embedding_fields\": [\"content\"], ", "");
            db.schemas().register(Schema.parse(plain));
            insert(db, 700);
            UUID id = db.lookup("Title 3").getFirst().id();
            assertThat(db.getWithEmbeddings(id).orElseThrow().embeddings()).isEmpty();
            WordsEmbeddingProvider.reset();

            db.schemas().register(Schema.parse(Databases.ARTICLES.replace("\"1.0.0\"", "\"2.0.0\"")));
            assertThat(WordsEmbeddingProvider.TEXTS.get()).isEqualTo(700);
            assertThat(db.getWithEmbeddings(id).orElseThrow().embeddings().get("embedding"))
                    .hasSize(64);
            assertThat(db.search("content number3")
                            .in("articles")
                            .mode(io.remdb.SearchMode.SEMANTIC)
                            .limit(1)
                            .run())
                    .extracting(hit -> hit.entity().properties().get("title").stringValue())
                    .containsExactly("Title 3");
        }
    }

    @Test
    void aChangedModelEmbedsAnewAndSaysSo() {
        try (RemDatabase db = Databases.withArticles()) {
            insert(db, 50);
            String other = Databases.ARTICLES.replace(
                    "\"embedding_fields\"", "\"embedding_provider\": \"words:32\", \"embedding_fields\"");
            fails(() -> db.schemas().register(Schema.parse(other)), ErrorCode.INVALID_SCHEMA);
            SchemaRegistration forced =
                    db.schemas().register(Schema.parse(other), Evolution.FORCED, (done, total) -> {});
            assertThat(forced.changes()).anyMatch(sentence -> sentence.contains("words:32"));
            UUID id = db.lookup("Title 3").getFirst().id();
            assertThat(db.getWithEmbeddings(id).orElseThrow().embeddings().get("embedding"))
                    .hasSize(32);
            assertThat(db.search("content number3").in("articles").run()).isNotEmpty();
        }
    }

    @Test
    void aBreakingChangeNeedsANewMajorVersionAndNamesTheRows() {
        try (RemDatabase db = Databases.withArticles()) {
            insert(db, 3);
            String required = Databases.ARTICLES
                    .replace("[\"title\", \"content\"]", "[\"title\", \"content\", \"source\"]")
                    .replace("\"year\": {", "\"source\": {\"type\": \"string\"}, \"year\": {");
            assertThatThrownBy(() -> db.schemas().register(Schema.parse(required)))
                    .isInstanceOfSatisfying(RemException.class, error -> {
                        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_SCHEMA);
                        assertThat(error.getMessage()).contains("3 of the existing rows");
                    });
            assertThat(db.schemas()
                            .register(Schema.parse(required.replace("\"1.0.0\"", "\"2.0.0\"")))
                            .action())
                    .isEqualTo(Action.UPDATED);
            fails(() -> db.schemas().register(Schema.parse(Databases.ARTICLES)), ErrorCode.INVALID_SCHEMA);
        }
    }

    @Test
    void aTableWithRowsIsRemovedOnlyWithThem() {
        try (RemDatabase db = Databases.withArticles()) {
            insert(db, 600);
            assertThatThrownBy(() -> db.schemas().remove("articles", Removal.IF_EMPTY))
                    .isInstanceOfSatisfying(
                            RemException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.TABLE_NOT_EMPTY));
            UUID id = db.lookup("Title 3").getFirst().id();
            assertThat(db.schemas().remove("articles", Removal.WITH_ROWS)).isEqualTo(600);
            assertThat(db.get(id)).isEmpty();
            assertThat(db.lookup("Title 3")).isEmpty();
            fails(() -> db.count("articles"), ErrorCode.UNKNOWN_TABLE);
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            assertThat(db.count("articles")).isZero();
            assertThat(db.search("content").in("articles").run()).isEmpty();
            insert(db, 2);
            assertThat(db.search("content").in("articles").run()).hasSize(2);
        }
    }

    @Test
    void twoSchemasMayNotShareAFullName() {
        try (RemDatabase db = Databases.inMemory()) {
            String named = Databases.ARTICLES.replace(
                    "\"title\": \"Article\"", "\"title\": \"Article\", \"name\": \"my.Article\"");
            db.schemas().register(Schema.parse(named));
            fails(
                    () -> db.schemas().register(Schema.parse(named.replace("\"articles\"", "\"others\""))),
                    ErrorCode.INVALID_SCHEMA);
        }
    }

    @Test
    void everyTemplateCanBeClonedAndRegistered() {
        try (RemDatabase db = Databases.inMemory()) {
            db.schemas().templates().forEach(template -> {
                Schema clone = db.schemas().fromTemplate(template.name(), "my_" + template.name());
                assertThat(db.schemas().register(clone).shortName()).isEqualTo("my_" + template.name());
            });
            assertThat(Json.text(db.schemas().document("my_resources"))).contains("user.my_resources");
        }
    }

    @Test
    void aSchemaIsNotChangedAsARow() {
        try (RemDatabase db = Databases.withArticles()) {
            UUID row = UUID.fromString(titles(db, "SELECT id FROM schemas WHERE short_name = 'articles'")
                    .getFirst());
            fails(() -> db.update(row, "{\"version\": \"9.0.0\"}"), ErrorCode.UNSUPPORTED);
            fails(() -> db.delete(row, io.remdb.Deletion.Mode.HARD), ErrorCode.UNSUPPORTED);
        }
    }

    @Test
    void aNewKeyFieldFindsTheRowsThatExistByItAndNoLongerByTheOld() {
        try (RemDatabase db = Databases.withArticles()) {
            insert(db, 10);
            db.schemas()
                    .register(Schema.parse(Databases.ARTICLES
                            .replace("\"1.0.0\"", "\"2.0.0\"")
                            .replace("\"key_field\": \"title\"", "\"key_field\": \"content\"")));
            assertThat(db.lookup("content number3")).hasSize(1);
            assertThat(db.lookup("Title 3")).isEmpty();
        }
    }

    @Test
    void anotherDefaultModelIsForNewTables() {
        Path path = folder.resolve("models");
        try (RemDatabase db = Databases.open(path)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            insert(db, 5);
        }
        WordsEmbeddingProvider.reset();
        try (RemDatabase db = Databases.open(path, "P8_DEFAULT_EMBEDDING", "words:32")) {
            assertThat(db.schemas().register(Schema.parse(Databases.ARTICLES)).action())
                    .isEqualTo(Action.UNCHANGED);
            assertThat(WordsEmbeddingProvider.TEXTS.get()).isZero();
            assertThat(db.search("content number3").in("articles").run()).isNotEmpty();
        }
    }

    @Test
    void aForcedRegistrationFollowsTheDefaultModelOfABuiltInTableToo() {
        Path path = folder.resolve("forced");
        UUID id;
        try (RemDatabase db = Databases.open(path)) {
            id = db.insert("resources", "{\"name\": \"n\", \"content\": \"some words\", \"uri\": \"file:a\"}")
                    .id();
        }
        try (RemDatabase db = Databases.open(path, "P8_DEFAULT_EMBEDDING", "words:32")) {
            Schema own = new Schema(db.schemas().document("resources"), "shown");
            assertThat(db.schemas().register(own).action()).isEqualTo(Action.UNCHANGED);
            SchemaRegistration forced = db.schemas().register(own, Evolution.FORCED, (done, total) -> {});
            assertThat(forced.changes()).containsExactly("embedding: model words:64 -> words:32");
            assertThat(db.getWithEmbeddings(id).orElseThrow().embeddings().get("embedding"))
                    .hasSize(32);
            assertThat(db.search("words")
                            .in("resources")
                            .mode(SearchMode.SEMANTIC)
                            .run())
                    .hasSize(1);
            fails(
                    () -> db.schemas()
                            .register(Schema.parse(own.document().toString().replace("\"1.0.0\"", "\"2.0.0\""))),
                    ErrorCode.INVALID_SCHEMA);
        }
    }

    @Test
    void anAlternativeModelThatIsGoneIsNotCalledAndLeavesWithTheNextRegistration() {
        Path path = folder.resolve("alternative");
        String row = "{\"name\": \"n\", \"content\": \"%s\", \"uri\": \"file:a\"}";
        UUID id;
        try (RemDatabase db = Databases.open(path, "P8_ALT_EMBEDDING", "words:32")) {
            id = db.insert("resources", row.formatted("some words")).id();
            assertThat(db.getWithEmbeddings(id).orElseThrow().embeddings()).containsKeys("embedding", "embedding_alt");
        }
        try (RemDatabase db = Databases.open(path)) {
            assertThat(db.getWithEmbeddings(id).orElseThrow().embeddings()).containsKey("embedding_alt");
            WordsEmbeddingProvider.reset();
            db.insert("resources", row.formatted("other words"));
            assertThat(WordsEmbeddingProvider.CALLS.get()).isOne();
            assertThat(db.getWithEmbeddings(id).orElseThrow().embeddings())
                    .as("the vector of the former text")
                    .doesNotContainKey("embedding_alt");
            Schema own = new Schema(db.schemas().document("resources"), "shown");
            assertThat(db.schemas().register(own).changes()).containsExactly("embedding_alt: model words:32 -> none");
            assertThat(db.schemas().register(own).action()).isEqualTo(Action.UNCHANGED);
        }
    }

    @Test
    void anAcceptedChangeNamesTheRowsThatDoNotObeyIt() {
        try (RemDatabase db = Databases.withArticles()) {
            insert(db, 3);
            String tighter = Databases.ARTICLES.replace(
                    "\"year\": {\"type\": \"integer\"}", "\"year\": {\"type\": \"integer\", \"minimum\": 1}");
            assertThat(db.schemas().register(Schema.parse(tighter)).changes())
                    .anyMatch(sentence ->
                            sentence.startsWith("1 of the existing rows do not obey the new rules: Title 0: year"));
            String required = tighter.replace("[\"title\", \"content\"]", "[\"title\", \"content\", \"source\"]")
                    .replace("\"year\": {", "\"source\": {\"type\": \"string\"}, \"year\": {");
            assertThat(db.schemas()
                            .register(Schema.parse(required), Evolution.FORCED, (done, total) -> {})
                            .changes())
                    .anyMatch(sentence -> sentence.startsWith("3 of the existing rows")
                            && sentence.contains("Title 0: ")
                            && sentence.contains("Title 2: "));
        }
    }

    @Test
    void theSameModelByItsNameIsNoBreakingChange() {
        try (RemDatabase db = Databases.withArticles()) {
            insert(db, 5);
            WordsEmbeddingProvider.reset();
            String named = Databases.ARTICLES.replace(
                    "\"embedding_fields\"", "\"embedding_provider\": \"words:64\", \"embedding_fields\"");
            assertThat(db.schemas().register(Schema.parse(named)).changes())
                    .containsExactly("the embedding provider was default and is words:64, the same model");
            assertThat(WordsEmbeddingProvider.TEXTS.get())
                    .as("rows embedded anew")
                    .isZero();
        }
    }

    @Test
    void rowsWithoutTextLoseTheirVectorWhenOtherFieldsAreEmbedded() {
        try (RemDatabase db = Databases.withArticles()) {
            insert(db, 3);
            UUID id = db.lookup("Title 1").getFirst().id();
            db.schemas()
                    .register(Schema.parse(Databases.ARTICLES
                            .replace("\"1.0.0\"", "\"2.0.0\"")
                            .replace("\"year\": {", "\"note\": {\"type\": \"string\"}, \"year\": {")
                            .replace("\"embedding_fields\": [\"content\"]", "\"embedding_fields\": [\"note\"]")));
            assertThat(db.getWithEmbeddings(id).orElseThrow().embeddings()).isEmpty();
        }
    }

    private static void insert(RemDatabase db, int rows) {
        db.insertAll(
                "articles",
                IntStream.range(0, rows)
                        .mapToObj(i -> article("Title " + i, "content number" + i, "cat" + i % 5, i))
                        .iterator(),
                BatchOptions.DEFAULTS);
    }

    private static List<String> titles(RemDatabase db, String sql) {
        try (QueryResult result = db.query(sql)) {
            return result.stream().map(row -> String.valueOf(row.value(0))).toList();
        }
    }

    private static String plan(RemDatabase db, String sql) {
        return String.join("\n", titles(db, "EXPLAIN " + sql));
    }

    private static void fails(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RemException.class, error -> assertThat(error.code()).isEqualTo(code));
    }
}
