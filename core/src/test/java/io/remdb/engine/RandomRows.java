package io.remdb.engine;

import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.RemDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The rows of a random table as the oracle knows them, by title, and random changes of both. */
final class RandomRows {
    private static final int FEWEST = 5;

    private final Map<String, TestRow> byTitle = new LinkedHashMap<>();
    private final List<TestField> fields;
    private final Random random;

    RandomRows(List<TestField> fields, Random random) {
        this.fields = fields;
        this.random = random;
    }

    List<TestRow> all() {
        return List.copyOf(byTitle.values());
    }

    int size() {
        return byTitle.size();
    }

    void put(String title, TestRow row) {
        byTitle.put(title, row);
    }

    /** Changes a field of some row. */
    void update(RemDatabase db) {
        String title = anyTitle();
        TestRow row = row(title);
        TestField field = fields.get(random.nextInt(fields.size()));
        // A merge patch would merge an object into the one that is there.
        Object value = field.kind() == TestField.Kind.OBJECT ? null : field.value(random);
        db.update(row.id(), "{\"" + field.name() + "\": " + field.json(value, random) + "}");
        Map<String, @Nullable Object> values = new LinkedHashMap<>(row.values());
        values.put(field.name(), value);
        Entity entity = db.get(row.id()).orElseThrow();
        put(title, new TestRow(row.id(), values, row.content(), row.vector(), entity.createdAt(), entity.modifiedAt()));
    }

    /** Deletes some row, as long as there are some. */
    void delete(RemDatabase db, Deletion.Mode mode) {
        if (size() > FEWEST) {
            String title = anyTitle();
            db.delete(row(title).id(), mode);
            byTitle.remove(title);
        }
    }

    private String anyTitle() {
        return List.copyOf(byTitle.keySet()).get(random.nextInt(size()));
    }

    private TestRow row(String title) {
        return Objects.requireNonNull(byTitle.get(title), title);
    }
}
