package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.crypto.KeySource;
import io.remdb.store.rocks.RawStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexNumbersTest {
    @TempDir
    Path folder;

    private int register(int version, String indexed) {
        Path path = folder.resolve("db");
        try (RemDatabase db = Databases.open(path)) {
            db.schemas().register(Schema.parse("""
                    {"title": "Thing", "description": "A thing", "version": "1.%d.0", "short_name": "things",
                     "properties": {"a": {"type": "string"}, "b": {"type": "string"}, "c": {"type": "string"}},
                     "json_schema_extra": {"indexed_fields": ["%s"]}}""".formatted(version, indexed)));
        }
        try (RawStore raw = RawStore.of(path, Databases.config(), KeySource.NONE)) {
            return raw.field("things", indexed);
        }
    }

    /** Or a statement that runs while one index takes the place of another would compare with the wrong field. */
    @Test
    void theNumberOfAnIndexNeverComesAgain() {
        int first = register(0, "a");
        int second = register(1, "b");
        int third = register(2, "c");
        int again = register(3, "a");

        assertThat(second).isGreaterThan(first);
        assertThat(third).isGreaterThan(second);
        assertThat(again).isGreaterThan(third);
    }
}
