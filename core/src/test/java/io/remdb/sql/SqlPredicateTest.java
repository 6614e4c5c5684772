package io.remdb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.store.Cursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ids of the rows for which a predicate holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlPredicateTest {
    private final SqlFixture db = new SqlFixture();
    private CatalogTable articles;
    private UUID a;
    private UUID b;

    @BeforeAll
    void fill() {
        articles = db.articles();
        a = db.insert(articles, "{\"title\":\"A\",\"category\":\"x\",\"views\":1,\"tags\":[\"java\"]}");
        b = db.insert(articles, "{\"title\":\"B\",\"category\":\"y\",\"views\":2}");
        db.put(articles, UUID.randomUUID(), "{\"title\":\"D\",\"category\":\"x\"}", true);
    }

    @AfterAll
    void close() {
        db.close();
    }

    private List<UUID> ids(String predicate, Object... parameters) {
        List<UUID> ids = new ArrayList<>();
        try (Cursor<UUID> cursor = db.sql.idsWhere(articles, predicate, Arrays.asList(parameters))) {
            cursor.forEachRemaining(ids::add);
        }
        return ids;
    }

    @Test
    void yieldsTheIdsOfMatchingRows() {
        assertThat(ids("category = 'x'")).containsExactly(a);
        assertThat(ids("category = ? AND 'java' = ANY(tags)", "x")).containsExactly(a);
        assertThat(ids("articles.views > 1 OR (title = 'A' AND views IN (1, 3))"))
                .containsExactlyInAnyOrder(a, b);
        assertThat(ids("title = ')' OR title = ';--'")).isEmpty();
        assertThat(ids("deleted_at IS NOT NULL")).hasSize(1).doesNotContain(a, b);
        assertThat(ids("id IN (SELECT id FROM articles WHERE views = 2)")).containsExactly(b);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1=1) UNION SELECT id FROM articles WHERE (1=1",
                "1=1) UNION SELECT id FROM articles --",
                "1=1; DROP TABLE articles",
                "1=1 -- comment",
                "1=1 /* comment */",
                "1=1 // comment",
                "1=1 ORDER BY id",
                "1=1 LIMIT 1",
                "1=1 UNION SELECT id FROM articles",
                "SELECT TRUE",
                "TRUE, FALSE",
                "(TRUE",
                "'open",
                "",
                "views =",
                "views > 1 views < 3"
            })
    void refusesWhatIsNotOneExpression(String predicate) {
        RemException error = catchThrowableOfType(RemException.class, () -> ids(predicate));
        assertThat(error).as(predicate).isNotNull();
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_QUERY);
        assertThat(error.details()).containsKey("position");
    }

    @Test
    void errorsPointIntoThePredicate() {
        RemException column = catchThrowableOfType(RemException.class, () -> ids("views > 1 AND catgory = 'x'"));
        assertThat(column.code()).isEqualTo(ErrorCode.UNKNOWN_FIELD);
        assertThat(column.details()).containsEntry("position", "14");
        assertThat(column.hint()).contains("Did you mean category?");
        RemException syntax = catchThrowableOfType(RemException.class, () -> ids("views > > 1"));
        assertThat(syntax.details()).containsEntry("position", "8").containsEntry("at", ">");
    }
}
