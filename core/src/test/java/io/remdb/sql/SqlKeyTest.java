package io.remdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.catalog.CatalogTable;
import io.remdb.store.TableDefinition;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows by the fields under which a lookup finds them. */
class SqlKeyTest {
    private final SqlFixture db = new SqlFixture();

    @AfterEach
    void close() {
        db.close();
    }

    private CatalogTable people() {
        return db.define(
                "people", SqlFixture.text("name"), SqlFixture.text("uri"), SqlFixture.scalar("n", ScalarType.INTEGER));
    }

    @Test
    void anEqualTextIsLookedUpAmongTheKeys() {
        CatalogTable people = people();
        db.insert(people, "{\"name\":\"Ann\",\"uri\":\"u1\",\"n\":1}");
        db.insert(people, "{\"name\":\"Bob\",\"uri\":\"Ann\",\"n\":2}");
        db.put(people, UUID.randomUUID(), "{\"name\":\"Ann\",\"n\":3}", true);
        CatalogTable others = db.define("others", SqlFixture.text("name"));
        db.insert(others, "{\"name\":\"Ann\"}");
        assertThat(db.plan("SELECT n FROM people WHERE name = 'Ann'")).contains("/* people.name_key: name = 'Ann'");
        assertThat(db.column("SELECT n FROM people WHERE name = 'Ann'")).containsExactly(1L);
        assertThat(db.column("SELECT n FROM people WHERE uri = ?", "Ann")).containsExactly(2L);
        assertThat(db.column("SELECT n FROM people WHERE 'Ann' = name AND n < 5"))
                .containsExactly(1L);
        assertThat(db.column("SELECT n FROM people WHERE name = 'Ann' AND deleted_at IS NOT NULL"))
                .containsExactly(3L);
        assertThat(db.plan("SELECT n FROM people WHERE uri IN (?, ?)", "u1", "Ann"))
                .contains("people.uri_key");
        assertThat(db.column("SELECT n FROM people WHERE uri IN (?, ?) ORDER BY n", "u1", "Ann"))
                .containsExactly(1L, 2L);
        String join = "SELECT p.n FROM others o JOIN people p ON p.name = o.name";
        assertThat(db.plan(join)).contains("_key");
        assertThat(db.column(join)).containsExactly(1L);
    }

    @Test
    void anythingButATextIsComparedRowByRow() {
        CatalogTable people = people();
        db.insert(people, "{\"name\":\"7.0\",\"n\":1}");
        db.insert(people, "{\"name\":\"\",\"n\":2}");
        db.insert(people, "{\"n\":3}");
        for (String statement :
                List.of("name = 7", "name IS NULL", "name <> '7'", "name > '7'", "name NOT IN ('7', '8')")) {
            assertThat(db.plan("SELECT n FROM people WHERE " + statement))
                    .as(statement)
                    .contains("people.scan");
        }
        assertThat(db.plan("SELECT n FROM people WHERE name = ?", 7)).contains("people.scan");
        assertThat(db.plan("SELECT n FROM people WHERE name = ?", "7")).contains("people.name_key");
        db.insert(people, "{\"name\":\"7\",\"n\":4}");
        db.put(
                people,
                db.column("SELECT id FROM people WHERE n = 2").stream()
                        .map(UUID.class::cast)
                        .findFirst()
                        .orElseThrow(),
                "{\"name\":\"7\",\"n\":2}",
                false);
        assertThat(db.column("SELECT n FROM people WHERE name = ? ORDER BY n", 7))
                .containsExactly(1L, 2L, 4L);
        assertThat(db.column("SELECT n FROM people WHERE name = ? ORDER BY n", "7"))
                .containsExactly(2L, 4L);
        assertThat(db.column("SELECT n FROM people WHERE name IN (?, ?) ORDER BY n", 7, "x"))
                .containsExactlyElementsOf(
                        db.column("SELECT n FROM people WHERE name || '' IN (?, ?) ORDER BY n", 7, "x"));
        assertThat(db.column("SELECT n FROM people WHERE name = ?", (Object) null))
                .isEmpty();
        assertThat(db.column("SELECT n FROM people WHERE name IS NULL")).containsExactly(3L);
    }

    @Test
    void keysAnswerAsAFullScanDoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        CatalogTable people = people();
        List<String> texts =
                new ArrayList<>(List.of("", "a", "A", "é", "a ", "7", "7.0", "\uD83D\uDE00", "x".repeat(1_200)));
        for (int i = 0; i < 200; i++) {
            UUID id = UUID.randomUUID();
            for (int writes = random.nextInt(3); writes >= 0; writes--) {
                String name = random.nextInt(5) == 0 ? "" : "\"name\":\"" + any(random, texts) + "\",";
                String uri = random.nextInt(5) == 0 ? "" : "\"uri\":\"" + any(random, texts) + "\",";
                db.put(people, id, "{" + name + uri + "\"n\":" + i + "}", random.nextInt(8) == 0);
            }
        }
        for (int i = 0; i < 200; i++) {
            @Nullable Object[] parameters = {any(random, texts), any(random, texts), any(random, texts)};
            if (random.nextInt(4) == 0) {
                parameters[random.nextInt(3)] = null;
            }
            String fast = random.nextBoolean() ? "name = ? AND uri IN (?, ?)" : "name IN (?, ?) AND uri = ?";
            if (random.nextInt(3) == 0) {
                fast = "name = ? OR name = ? OR name = ?";
            }
            String slow = fast.replace("name ", "(name || '') ").replace("uri ", "(uri || '') ");
            String select = "SELECT n FROM people WHERE " + (random.nextInt(4) == 0 ? "deleted_at IS NULL AND " : "");
            assertThat(db.column(select + fast + " ORDER BY n", parameters))
                    .as("seed %d: %s %s", seed, fast, java.util.Arrays.toString(parameters))
                    .isEqualTo(db.column(select + slow + " ORDER BY n", parameters));
        }
    }

    private static String any(Random random, List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    @Test
    void kvFindsRowsThatDoNotStandUnderTheirNewKeysYet() {
        db.insert(db.define("people", SqlFixture.text("label")), "{\"label\":\"x\",\"name\":\"Ann\"}");
        CatalogTable named = people();
        db.catalog.put(
                new TableDefinition(
                        named.number(),
                        "people",
                        Map.of(),
                        0,
                        Set.of(),
                        null,
                        null,
                        new TableDefinition.Rekeying(Set.of("label")),
                        false),
                named.schema());
        assertThat(db.column("SELECT entity_type FROM kv WHERE key = 'Ann'")).containsExactly("people");
    }
}
