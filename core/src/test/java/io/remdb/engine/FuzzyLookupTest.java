package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.ErrorCode;
import io.remdb.KeyMatch;
import io.remdb.KeyMatch.Tier;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzyLookupTest {
    private static final String PEOPLE = """
            {"title": "Person", "short_name": "people", "version": "1.0.0", "description": "A person", "type": "object",
             "properties": {"email": {"type": "string"}, "name": {"type": "string"}},
             "json_schema_extra": {"key_field": "email"}}""";
    private static final String PAGES = """
            {"title": "Page", "short_name": "pages", "version": "1.0.0", "description": "A page", "type": "object",
             "properties": {"uri": {"type": "string"}}, "json_schema_extra": {}}""";

    @Test
    void wordsWithAnErrorFindAnAddress() {
        try (RemDatabase db = filled()) {
            List<KeyMatch> found = db.fuzzy("alise company").run();
            assertThat(keys(found)).first().isEqualTo("alice@company.com");
            assertThat(found.getFirst().tier()).isEqualTo(Tier.SIMILAR);
            assertThat(found.getFirst().score()).isBetween(0.6, 0.75);
        }
    }

    @Test
    void wordsOfAnAddressFindIt() {
        try (RemDatabase db = filled()) {
            List<KeyMatch> found = db.fuzzy("rust tokio").run();
            assertThat(keys(found)).first().isEqualTo("https://docs.rust-lang.org/tokio");
            assertThat(found.getFirst().tier()).isEqualTo(Tier.WORDS);
            assertThat(found.getFirst().score()).isBetween(0.75, 0.9);
            assertThat(keys(db.fuzzy("Tokio, RUST").run())).first().isEqualTo("https://docs.rust-lang.org/tokio");
        }
    }

    @Test
    void nearerTiersComeFirst() {
        try (RemDatabase db = withTables()) {
            insertPages(db, "tokyo guide", "guide to tokio", "tokio-console", "tokio", "Tokio runtime", "unrelated");
            List<KeyMatch> found = db.fuzzy("tokio").in("pages").run();
            assertThat(keys(found))
                    .containsExactly("tokio", "Tokio runtime", "tokio-console", "guide to tokio", "tokyo guide");
            assertThat(found)
                    .extracting(KeyMatch::tier)
                    .containsExactly(Tier.EXACT, Tier.PREFIX, Tier.PREFIX, Tier.WORDS, Tier.SIMILAR);
            assertThat(found.getFirst().score()).isEqualTo(1);
            assertThat(found)
                    .extracting(KeyMatch::score)
                    .isSortedAccordingTo(Comparator.reverseOrder())
                    .allMatch(score -> score > 0 && score <= 1);
        }
    }

    @Test
    void oneErrorAnywhereStillFindsTheKey() {
        long seed = System.nanoTime();
        System.out.println("FuzzyLookupTest seed " + seed);
        Random random = new Random(seed);
        List<String> keys = FuzzyKeys.realistic(random, 3000);
        int asked = 0;
        int found = 0;
        try (RemDatabase db = withTables()) {
            insertPages(db, keys.toArray(String[]::new));
            for (int i = 0; i < 12; i++) {
                String key = keys.get(random.nextInt(keys.size()));
                for (int at = 0; at < key.length(); at++) {
                    String typed = FuzzyKeys.withError(random, key, at);
                    asked++;
                    found += keys(db.fuzzy(typed).run()).contains(key) ? 1 : 0;
                }
            }
        }
        assertThat((double) found / asked)
                .as("found of %d with seed %d", asked, seed)
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void twoErrorsInAWordAreFoundWhereNothingIsNearer() {
        try (RemDatabase db = filled()) {
            assertThat(keys(db.fuzzy("https://docs.rust-leng.org/tokyo").run()))
                    .first()
                    .isEqualTo("https://docs.rust-lang.org/tokio");
            assertThat(keys(db.fuzzy("alice compsmy").run())).first().isEqualTo("alice@company.com");
            assertThat(keys(db.fuzzy("robert smith junior").run())).first().isEqualTo("Robert Smith");
        }
    }

    @Test
    void whatIsNotSimilarIsNotFound() {
        try (RemDatabase db = filled()) {
            assertThat(db.fuzzy("zzzzqqqq").run()).isEmpty();
            assertThat(db.fuzzy("quantum chromodynamics").run()).isEmpty();
            assertThat(db.fuzzy("alice wonderland adventures").run()).isEmpty();
            assertThat(db.fuzzy("?!").run()).isEmpty();
            assertThat(db.fuzzy("alice@company.com").in("pages").run()).isEmpty();
        }
    }

    @Test
    void everyKeyOfARowIsCompared() {
        try (RemDatabase db = filled()) {
            assertThat(db.fuzzy("Robrt Smith").run()).first().satisfies(match -> {
                assertThat(match.key()).isEqualTo("Robert Smith");
                assertThat(match.entity().properties().get("email").asString()).isEqualTo("bob@other.org");
            });
            assertThat(keys(db.fuzzy("bob@othr.org").run())).containsExactly("bob@other.org");
        }
    }

    @Test
    void tablesAreComparedWithOneAnother() {
        try (RemDatabase db = withTables()) {
            insertPerson(db, "tokio@rust.dev", "Tokio");
            insertPages(db, "tokio", "tokyo");
            List<KeyMatch> found = db.fuzzy("tokio").run();
            assertThat(found)
                    .extracting(match -> match.entity().entityType())
                    .containsExactly("pages", "people", "pages");
            assertThat(keys(found)).containsExactly("tokio", "Tokio", "tokyo");
            assertThat(keys(db.fuzzy("tokio").in("people").run())).containsExactly("Tokio");
            assertThat(keys(db.fuzzy("tokio").limit(2).run())).containsExactly("tokio", "Tokio");
        }
    }

    @Test
    void anyCharacterMayBeInAKey() {
        String[] odd = {
            "a:b:c",
            "one, two, three",
            "it's \"quoted\"",
            "\uD83D\uDE80 launch \uD83C\uDF89",
            "---",
            "tab\tand\nline",
            "50% off!",
            "C:\\temp\\x.txt"
        };
        try (RemDatabase db = withTables()) {
            insertPages(db, odd);
            for (String key : odd) {
                assertThat(db.fuzzy(key).run()).as(key).first().satisfies(match -> {
                    assertThat(match.key()).isEqualTo(key);
                    assertThat(match.tier()).isEqualTo(Tier.EXACT);
                });
            }
            assertThat(keys(db.fuzzy("a:b").run())).contains("a:b:c");
            assertThat(keys(db.fuzzy("its quoted").run())).contains("it's \"quoted\"");
            assertThat(keys(db.fuzzy("\uD83C\uDF89 lanch").run())).contains("\uD83D\uDE80 launch \uD83C\uDF89");
            assertThat(keys(db.fuzzy("--").run())).containsExactly("---");
            assertThat(keys(db.fuzzy("temp.x").run())).contains("C:\\temp\\x.txt");
        }
    }

    @Test
    void caseAccentsAndWidthMakeNoDifference() {
        try (RemDatabase db = withTables()) {
            insertPages(
                    db, "Café Crème", "Straße 12", "ＦＵＬＬ width", "ΟΔΟΣ", "東京大学", "rustTokioGuide", "GitHub Actions");
            assertThat(db.fuzzy("CAFE CREME").run()).extracting(KeyMatch::tier).containsExactly(Tier.EXACT);
            assertThat(db.fuzzy("strasse 12").run()).extracting(KeyMatch::tier).containsExactly(Tier.EXACT);
            assertThat(db.fuzzy("full WIDTH").run()).extracting(KeyMatch::tier).containsExactly(Tier.EXACT);
            assertThat(db.fuzzy("οδος").run()).extracting(KeyMatch::tier).containsExactly(Tier.EXACT);
            assertThat(keys(db.fuzzy("大学").run())).containsExactly("東京大学");
            assertThat(keys(db.fuzzy("tokio guide").run())).containsExactly("rustTokioGuide");
            assertThat(keys(db.fuzzy("actions github").run())).containsExactly("GitHub Actions");
            assertThat(keys(db.fuzzy("tokioGuide rust").run())).containsExactly("rustTokioGuide");
        }
    }

    @Test
    void theKeyAsItIsWrittenComesBeforeOthersThatAreTheSame() {
        try (RemDatabase db = withTables()) {
            insertPages(db, "ALPHA", "Alpha", "alpha");
            assertThat(keys(db.fuzzy("alpha").run())).containsExactly("alpha", "ALPHA", "Alpha");
            assertThat(keys(db.fuzzy("Alpha").run())).containsExactly("Alpha", "ALPHA", "alpha");
        }
    }

    @Test
    void shortTextsAndLongKeysWork() {
        String longKey = "chapter ".repeat(500) + "end";
        try (RemDatabase db = withTables()) {
            insertPages(db, "x", "xy", "xyz", longKey, "abc");
            assertThat(keys(db.fuzzy("x").run())).containsExactly("x", "xy", "xyz");
            assertThat(keys(db.fuzzy("xz").run())).isEmpty();
            assertThat(keys(db.fuzzy(longKey).run())).containsExactly(longKey);
            assertThat(keys(db.fuzzy("chaptre").run())).containsExactly(longKey);
            assertThat(keys(db.fuzzy(longKey + " not").run())).containsExactly(longKey);
        }
    }

    @Test
    void everyWriteIsSeenByTheNextLookup() {
        try (RemDatabase db = withTables()) {
            UUID id = insertPerson(db, "carol@example.com", "Carol Jones");
            assertThat(keys(db.fuzzy("carol jonse").run())).containsExactly("Carol Jones");
            db.update(id, "{\"name\": \"Caroline Baker\"}");
            assertThat(keys(db.fuzzy("carol jonse").run())).isEmpty();
            assertThat(keys(db.fuzzy("carolin bakr").run())).containsExactly("Caroline Baker");
            db.delete(id, Deletion.Mode.SOFT);
            assertThat(db.fuzzy("carolin bakr").run()).isEmpty();
            assertThat(db.fuzzy("carol@example.com").run()).isEmpty();
            insertPerson(db, "carol@example.com", "Carol Jones");
            assertThat(keys(db.fuzzy("carol jonse").run())).containsExactly("Carol Jones");
            db.delete(id, Deletion.Mode.HARD);
            assertThat(db.fuzzy("carol jonse").run()).isEmpty();
        }
    }

    @Test
    void keysAreFoundAfterReopen(@TempDir Path folder) {
        try (RemDatabase db = Databases.open(folder)) {
            db.schemas().register(Schema.parse(PAGES));
            insertPages(db, "https://docs.rust-lang.org/tokio");
        }
        try (RemDatabase db = Databases.open(folder)) {
            assertThat(keys(db.fuzzy("rust tokoi").run())).containsExactly("https://docs.rust-lang.org/tokio");
        }
    }

    @Test
    void theOrderDoesNotDependOnWhenRowsWereWritten() {
        List<String> keys = FuzzyKeys.realistic(new Random(1), 300);
        List<String> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled, new Random(2));
        try (RemDatabase one = withTables();
                RemDatabase other = withTables()) {
            insertPages(one, keys.toArray(String[]::new));
            for (String key : shuffled) {
                insertPages(other, key);
            }
            for (String text : List.of("alice", "smith", "https", "docs guide", "alixe smth")) {
                assertThat(keys(other.fuzzy(text).limit(50).run()))
                        .as(text)
                        .isEqualTo(keys(one.fuzzy(text).limit(50).run()));
            }
        }
    }

    @Test
    void wrongRequestsAreErrors() {
        try (RemDatabase db = filled()) {
            fails(() -> db.fuzzy("x").limit(0), ErrorCode.INVALID_ARGUMENT);
            fails(() -> db.fuzzy("x").limit(101), ErrorCode.INVALID_ARGUMENT);
            fails(() -> db.fuzzy(" \n").run(), ErrorCode.INVALID_ARGUMENT);
            fails(() -> db.fuzzy("x").in("nowhere").run(), ErrorCode.UNKNOWN_TABLE);
        }
    }

    private static RemDatabase withTables() {
        RemDatabase db = Databases.inMemory();
        db.schemas().register(Schema.parse(PEOPLE));
        db.schemas().register(Schema.parse(PAGES));
        return db;
    }

    private static RemDatabase filled() {
        RemDatabase db = withTables();
        insertPerson(db, "alice@company.com", "Alice Archer");
        insertPerson(db, "bob@other.org", "Robert Smith");
        insertPerson(db, "alan@compass.net", "Alan Turing");
        insertPages(
                db,
                "https://docs.rust-lang.org/tokio",
                "https://docs.rust-lang.org/std",
                "https://go.dev/doc/effective_go",
                "file:///notes/2024/tokyo trip.md");
        return db;
    }

    private static UUID insertPerson(RemDatabase db, String email, String name) {
        return db.insert("people", Json.text(Json.object().put("email", email).put("name", name)))
                .id();
    }

    private static void insertPages(RemDatabase db, String... uris) {
        List<String> rows = new ArrayList<>();
        for (String uri : uris) {
            rows.add(Json.text(Json.object().put("uri", uri)));
        }
        assertThat(db.insertAll("pages", rows.iterator(), BatchOptions.DEFAULTS).failed())
                .isZero();
    }

    private static List<String> keys(List<KeyMatch> matches) {
        return matches.stream().map(KeyMatch::key).toList();
    }

    private static void fails(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RemException.class, error -> assertThat(error.code()).isEqualTo(code));
    }
}
