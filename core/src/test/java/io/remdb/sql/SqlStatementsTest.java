package io.remdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.catalog.CatalogTable;
import io.remdb.value.ScalarType;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be asked, and which rows are seen. */
class SqlStatementsTest {
    private final SqlFixture db = new SqlFixture();
    private CatalogTable articles;

    @BeforeEach
    void fill() {
        articles = db.articles();
        db.insert(articles, "{\"title\":\"A\",\"category\":\"x\",\"views\":1,\"score\":1.5,\"extra\":{\"k\":[7]}}");
        db.insert(articles, "{\"title\":\"B\",\"category\":\"x\",\"views\":2,\"score\":2.5}");
        db.insert(articles, "{\"title\":\"C\",\"category\":\"y\",\"views\":3}");
        db.put(articles, UUID.randomUUID(), "{\"title\":\"D\",\"category\":\"y\",\"views\":4}", true);
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void groupsWithHaving() {
        assertThat(db.rows("SELECT category, SUM(views) s, AVG(score) a FROM articles GROUP BY category"
                        + " HAVING COUNT(*) > 1"))
                .containsExactly("{\"category\":\"x\",\"s\":3,\"a\":2}");
    }

    @Test
    void windowsAndUnionsAndSubqueries() {
        assertThat(db.rows("SELECT title, ROW_NUMBER() OVER (PARTITION BY category ORDER BY views DESC) r FROM articles"
                        + " ORDER BY title"))
                .containsExactly("{\"title\":\"A\",\"r\":2}", "{\"title\":\"B\",\"r\":1}", "{\"title\":\"C\",\"r\":1}");
        assertThat(db.column(
                        "SELECT title FROM articles WHERE views = 1 UNION ALL SELECT title FROM articles ORDER BY 1"))
                .containsExactly("A", "A", "B", "C");
        assertThat(db.column("SELECT title FROM articles WHERE views = (SELECT MAX(views) FROM articles)"))
                .containsExactly("C");
        assertThat(db.column("SELECT title FROM articles a WHERE EXISTS"
                        + " (SELECT 1 FROM articles b WHERE b.category = a.category AND b.id <> a.id) ORDER BY 1"))
                .containsExactly("A", "B");
        assertThat(db.column("VALUES (1), (2)")).containsExactly(1L, 2L);
        assertThat(db.column("SELECT COUNT(*) FROM (TABLE articles)")).containsExactly(3L);
    }

    @Test
    void commonTableExpressionsAlsoRecursive() {
        assertThat(db.column("WITH x AS (SELECT * FROM articles WHERE category = 'x'), y AS (SELECT title FROM x)"
                        + " SELECT title FROM y ORDER BY title"))
                .containsExactly("A", "B");
        assertThat(db.column("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4)"
                        + " SELECT SUM(views) FROM n JOIN articles ON views = i"))
                .hasSize(1)
                .first()
                .hasToString("6");
    }

    @Test
    void jsonIsReachedInto() {
        assertThat(db.column("SELECT (extra).\"k\" FROM articles WHERE title = 'A'"))
                .first()
                .hasToString("[7]");
    }

    @Test
    void deletedRowsAreSeenOnlyByAStatementThatNamesTheirColumn() {
        assertThat(db.column("SELECT COUNT(*) FROM articles")).containsExactly(3L);
        assertThat(db.rows("SELECT * FROM articles")).hasSize(3);
        assertThat(db.rows("SELECT title FROM articles WHERE category = 'y'")).hasSize(1);
        assertThat(db.column("SELECT MAX(views) FROM articles")).containsExactly(3L);
        assertThat(db.rows("SELECT * FROM (SELECT * FROM articles) x")).hasSize(3);
        assertThat(db.rows("WITH x AS (SELECT * FROM articles) SELECT deleted_at FROM x"))
                .hasSize(3);

        assertThat(db.column("SELECT title FROM articles WHERE deleted_at IS NOT NULL"))
                .containsExactly("D");
        assertThat(db.column("SELECT title FROM articles WHERE DELETED_AT IS NOT NULL AND category = 'y'"))
                .containsExactly("D");
        assertThat(db.rows("SELECT title, \"deleted_at\" FROM articles")).hasSize(4);
        assertThat(db.rows("SELECT * FROM articles ORDER BY deleted_at")).hasSize(4);
        // H2 parses LIKE anew for each run.
        for (int run = 0; run < 3; run++) {
            assertThat(db.rows("SELECT * FROM articles WHERE title LIKE ? ORDER BY deleted_at", "_"))
                    .hasSize(4);
            assertThat(db.rows("SELECT * FROM articles WHERE title LIKE ?", "_"))
                    .hasSize(3);
        }
        assertThat(db.column("SELECT COUNT(*) FROM (SELECT title, deleted_at FROM articles) x"))
                .containsExactly(4L);
    }

    @Test
    void eachMentionOfATableDecidesForItselfWhetherDeletedRowsAreSeen() {
        assertThat(db.column("SELECT a.title FROM articles a WHERE a.category IN"
                        + " (SELECT b.category FROM articles b WHERE deleted_at IS NOT NULL) ORDER BY 1"))
                .containsExactly("C");
        assertThat(db.column("SELECT b.title FROM articles a JOIN articles b ON a.category = b.category"
                        + " WHERE a.title = 'C' AND b.deleted_at IS NOT NULL"))
                .containsExactly("D");
    }

    @Test
    void aRowThatIsDeletedDisappearsAndComesBack() {
        UUID id = (UUID) db.column("SELECT id FROM articles WHERE title = 'A'").getFirst();
        db.put(articles, id, "{\"title\":\"A\",\"views\":1}", true);
        assertThat(db.rows("SELECT * FROM articles WHERE id = ?", id)).isEmpty();
        assertThat(db.rows("SELECT * FROM articles WHERE views = 1")).isEmpty();
        db.put(articles, id, "{\"title\":\"A2\",\"views\":1}", false);
        assertThat(db.column("SELECT title FROM articles WHERE views = 1")).containsExactly("A2");
    }

    @Test
    void aPreparedStatementSeesEveryLaterWrite() {
        String sql =
                "SELECT COUNT(*) FROM articles a WHERE category IN (SELECT category FROM articles WHERE views > ?)";
        assertThat(db.column(sql, 2)).containsExactly(1L);
        db.insert(articles, "{\"title\":\"E\",\"category\":\"x\",\"views\":9}");
        assertThat(db.column(sql, 2)).containsExactly(4L);
        assertThat(db.column(sql, 5)).containsExactly(3L);
    }

    @Test
    void aChangedSchemaIsSeenByTheNextStatement() {
        assertThat(db.rows("SELECT * FROM articles")).hasSize(3);
        db.define("articles", SqlFixture.text("title"), SqlFixture.scalar("fresh", ScalarType.INTEGER));
        assertThat(db.rows("SELECT * FROM articles").getFirst())
                .contains("\"fresh\":null")
                .doesNotContain("views");
        db.catalog.remove("articles");
        db.failure(io.remdb.ErrorCode.UNKNOWN_TABLE, "SELECT * FROM articles");
    }

    @Test
    void explainShowsOurNamesOnly() {
        String plan = db.plan("SELECT * FROM articles WHERE category = 'rem.\"x\"' AND deleted_at IS NULL");
        assertThat(plan)
                .contains("articles.category_index")
                .contains("'rem.\"x\"'")
                .doesNotContain("deleted_aT")
                .doesNotContain("\"articles\"");
        assertThat(db.rows("EXPLAIN ANALYZE SELECT * FROM articles").getFirst()).contains("scanCount");
    }
}
