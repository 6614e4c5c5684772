package io.remdb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.json.Json;
import io.remdb.schema.Category;
import io.remdb.schema.TableSchema;
import io.remdb.store.TableDefinition;
import io.remdb.store.TableDefinition.Vectors;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.engine.CastDataProvider;
import org.h2.result.Row;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WriteBudgetTest {
    @Test
    void theVectorsOfARowCount() {
        Vectors vectors = new Vectors("words:100", 100, false);
        // 256 bytes a row; 100 numbers of 4 bytes, twice.
        assertThatCode(() -> insert(target(null, null, 3 * 256), 3)).doesNotThrowAnyException();
        assertThatCode(() -> insert(target(vectors, null, 3 * 1056), 3)).doesNotThrowAnyException();
        tooLarge(target(vectors, null, 3 * 1056 - 1));
        assertThatCode(() -> insert(target(vectors, vectors, 3 * 1856), 3)).doesNotThrowAnyException();
        tooLarge(target(vectors, vectors, 3 * 1856 - 1));
    }

    private static void tooLarge(WriteTarget target) {
        assertThatThrownBy(() -> insert(target, 3))
                .isInstanceOfSatisfying(
                        RemException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.TOO_LARGE));
    }

    private static WriteTarget target(@Nullable Vectors main, @Nullable Vectors alternative, long bytes) {
        TableDefinition definition = new TableDefinition(1, "notes", Map.of(), Set.of(), main, alternative);
        TableSchema schema = new TableSchema(
                "notes",
                "notes",
                "notes",
                "1.0.0",
                "",
                Category.USER,
                List.of(SqlFixture.text("note")),
                null,
                "default",
                Json.object());
        TableShape shape = TableShape.of(new CatalogTable(definition, schema, 0));
        String sql = "INSERT INTO notes VALUES (NULL)";
        WriteTarget target = new WriteTarget(
                shape,
                new PreparedSql(SqlToken.tokenize(sql), SyntaxTranslation.of(sql), 0),
                new WriteBudget(100, bytes));
        target.start(100);
        return target;
    }

    private static void insert(WriteTarget target, int rows) {
        CastDataProvider unused = (CastDataProvider) Proxy.newProxyInstance(
                CastDataProvider.class.getClassLoader(),
                new Class<?>[] {CastDataProvider.class},
                (proxy, method, arguments) -> {
                    throw new IllegalStateException(method.getName());
                });
        Value[] values = new Value[6];
        Arrays.fill(values, ValueNull.INSTANCE);
        for (int i = 0; i < rows; i++) {
            target.take(null, Row.get(values, 0), unused);
        }
    }
}
