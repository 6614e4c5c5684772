package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random rows, random changes of rows and of what is indexed, random conditions on several fields: a statement gives the rows of which
 * its condition is true, in its order. {@code -Dseed=...} repeats a run.
 */
class SqlConditionsPropertyTest {
    private static final int WORLDS = 6;
    private static final int CASES = 150;
    private static final int CASES_BETWEEN_CHANGES = 10;
    private static final int TITLES = 150;

    @TempDir
    private Path home;

    @Test
    void conditionsOnSeveralFieldsGiveExactlyTheirRows() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("SqlConditionsPropertyTest: -Dseed=" + seed);
        int found = 0;
        for (int world = 0; world < WORLDS; world++) {
            found += new World(new Random(seed + world), world, "seed " + seed + ", world " + world).run();
        }
        assertThat(found).as("rows found by all statements").isGreaterThan(WORLDS * CASES / 2);
    }

    /** A table and the oracle's copy of it. */
    private final class World {
        private final Random random;
        private final int number;
        private final String name;
        private final List<TestField> fields = new ArrayList<>();
        private final RandomRows rows;
        private RemDatabase db;
        private int version;
        private int found;

        World(Random random, int number, String name) {
            this.random = random;
            this.rows = new RandomRows(fields, random);
            this.number = number;
            this.name = name;
            this.db = open();
        }

        /** Every fourth is on disk, to be reopened. */
        private boolean onDisk() {
            return number % 4 == 3;
        }

        private RemDatabase open() {
            return onDisk() ? Databases.open(home.resolve("world" + number)) : Databases.inMemory();
        }

        int run() {
            try {
                for (TestField.Kind kind : TestField.Kind.values()) {
                    for (int i = kind.isArray() ? 1 : 1 + random.nextInt(2); i > 0; i--) {
                        fields.add(new TestField("f" + fields.size(), kind));
                    }
                }
                register();
                while (rows.size() < TITLES * 2 / 3) {
                    insert();
                }
                for (int i = 0; i < CASES; i++) {
                    if (i % CASES_BETWEEN_CHANGES == 0) {
                        change();
                    }
                    compare(i);
                }
                assertThat(db.operations().verify(ProgressListener.NONE).findings())
                        .as(name)
                        .isEmpty();
                return found;
            } finally {
                db.close();
            }
        }

        private void register() {
            String properties = fields.stream()
                    .map(field -> ", \"" + field.name() + "\": " + field.kind().schema)
                    .collect(Collectors.joining());
            String indexed = fields.stream()
                    .filter(field -> field.kind() != TestField.Kind.OBJECT && random.nextInt(3) > 0)
                    .map(field -> "\"" + field.name() + "\"")
                    .collect(Collectors.joining(", "));
            db.schemas().register(Schema.parse("""
                    {"title": "Thing", "description": "A thing", "version": "1.%d.0", "short_name": "things",
                     "properties": {"title": {"type": "string"}%s}, "required": ["title"],
                     "json_schema_extra": {"indexed_fields": [%s], "key_field": "title"}}""".formatted(version++, properties, indexed)));
        }

        private void change() {
            for (int i = random.nextInt(12); i > 0; i--) {
                switch (random.nextInt(6)) {
                    case 0 -> insert();
                    case 1 -> rows.delete(db, Deletion.Mode.SOFT);
                    case 2 -> rows.delete(db, Deletion.Mode.HARD);
                    default -> rows.update(db);
                }
            }
            if (random.nextInt(3) == 0) {
                register();
            }
            if (onDisk() && random.nextInt(3) == 0) {
                db.close();
                db = open();
            }
        }

        /** A new row, or another version of one, or a deleted one that comes back. */
        private void insert() {
            String title = "t" + random.nextInt(TITLES);
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            StringBuilder json = new StringBuilder("{\"title\": \"" + title + "\"");
            for (TestField field : fields) {
                Object value = field.value(random);
                values.put(field.name(), value);
                json.append(", \"").append(field.name()).append("\": ").append(field.json(value, random));
            }
            put(title, db.insert("things", json.append('}').toString()).id(), values);
        }

        private void put(String title, UUID id, Map<String, @Nullable Object> values) {
            Entity entity = db.get(id).orElseThrow();
            rows.put(title, new TestRow(id, values, null, null, entity.createdAt(), entity.modifiedAt()));
        }

        private void compare(int number) {
            List<TestRow> all = rows.all();
            RandomConditions conditions = new RandomConditions(fields, all, random);
            Condition condition = random.nextInt(5) == 0 ? conditions.any(2) : conditions.equalities();
            List<@Nullable Object> parameters = new ArrayList<>();
            String where = condition.sql(parameters);
            // A statement that names deleted_at sees deleted rows, which the oracle does not have.
            boolean seesDeleted = where.toLowerCase(Locale.ROOT).contains("deleted_at");
            String sql = "SELECT id, * FROM things WHERE "
                    + (seesDeleted ? "(" + where + ") AND deleted_at IS NULL" : where);
            TestField order = fields.get(random.nextInt(fields.size()));
            boolean ordered = order.kind().isOrdered() && random.nextInt(4) > 0;
            boolean descending = random.nextBoolean();
            if (ordered) {
                sql += " ORDER BY " + order.name() + (descending ? " DESC" : "");
            }
            int limit = random.nextBoolean() ? 1 + random.nextInt(12) : Integer.MAX_VALUE;
            if (limit < Integer.MAX_VALUE) {
                sql += " LIMIT " + limit;
            }
            String about = name + ", case " + number + ": " + sql + " " + parameters;
            Map<UUID, TestRow> matching = all.stream()
                    .filter(row -> Boolean.TRUE.equals(condition.holds(row)))
                    .collect(Collectors.toMap(TestRow::id, row -> row));
            List<TestRow> given = new ArrayList<>();
            try (QueryResult result = db.query(sql, parameters.toArray())) {
                result.stream().forEach(row -> {
                    TestRow of = matching.get(UUID.fromString(String.valueOf(row.string("id"))));
                    assertThat(of).as("%s gives %s", about, row).isNotNull();
                    given.add(of);
                });
            }
            found += given.size();
            assertThat(given).as(about).hasSize(Math.min(limit, matching.size()));
            assertThat(given).as(about).extracting(TestRow::id).doesNotHaveDuplicates();
            if (ordered) {
                assertThat(values(given, order)).as(about).isEqualTo(expected(matching, order, descending, limit));
            }
        }

        private static List<@Nullable Object> values(List<TestRow> rows, TestField field) {
            List<@Nullable Object> values = new ArrayList<>();
            for (TestRow row : rows) {
                Object value = row.value(field.name());
                values.add(
                        value instanceof Double number
                                ? (Object) (number + 0.0)
                                : value); // the two zeros are one value
            }
            return values;
        }

        private static List<@Nullable Object> expected(
                Map<UUID, TestRow> matching, TestField field, boolean descending, int limit) {
            List<@Nullable Object> values = values(List.copyOf(matching.values()), field);
            values.sort((left, right) -> {
                if (left == null || right == null) {
                    return Boolean.compare(left != null, right != null);
                }
                return TestField.compare(left, right);
            });
            List<@Nullable Object> inOrder = descending ? values.reversed() : values;
            return new ArrayList<>(inOrder.subList(0, Math.min(limit, values.size())));
        }
    }
}
