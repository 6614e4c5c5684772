package io.remdb.engine;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Concurrent reads, updates and compare-and-sets of one row look as if they had happened one after another, and the last of them
 * wins: Lincheck runs random programs in threads and looks for an order that explains what they saw.
 */
public class RowLinearizabilityTest {
    private static final RemDatabase DATABASE = database();
    private static final AtomicLong ROWS = new AtomicLong();

    private final UUID row = DATABASE.insert("counters", "{\"name\": \"c" + ROWS.incrementAndGet() + "\", \"n\": 0}")
            .id();

    private static RemDatabase database() {
        RemDatabase database = Databases.inMemory();
        database.schemas().register(Schema.parse("""
                {"title": "Counter", "description": "counts", "type": "object", "required": ["name"],
                 "properties": {"name": {"type": "string"}, "n": {"type": "integer"}},
                 "json_schema_extra": {"fully_qualified_name": "user.counters", "short_name": "counters", "version": "1.0.0",
                   "category": "user", "key_field": "name", "indexed_fields": ["n"]}}
                """));
        return database;
    }

    @Operation
    public int read() {
        return n(entity());
    }

    @Operation
    public void set(@Param(gen = IntGen.class, conf = "1:5") int value) {
        DATABASE.update(row, "{\"n\": " + value + "}");
    }

    /** By compare and set, again until nobody was faster. */
    @Operation
    public int add(@Param(gen = IntGen.class, conf = "10:12") int amount) {
        while (true) {
            Entity seen = entity();
            try {
                int sum = n(seen) + amount;
                DATABASE.updateIfUnmodified(row, "{\"n\": " + sum + "}", seen.modifiedAt());
                return sum;
            } catch (RemException e) {
                if (e.code() != ErrorCode.CONFLICT) {
                    throw e;
                }
            }
        }
    }

    private Entity entity() {
        return DATABASE.get(row).orElseThrow();
    }

    private static int n(Entity entity) {
        return entity.properties().get("n").intValue();
    }

    /** The same without a database. */
    public static class Register {
        private int n;

        public int read() {
            return n;
        }

        public void set(int value) {
            n = value;
        }

        public int add(int amount) {
            n += amount;
            return n;
        }
    }

    @Test
    void changesOfARowAreLinearizable() {
        new StressOptions()
                .iterations(6)
                .invocationsPerIteration(60)
                .threads(3)
                .actorsPerThread(3)
                .sequentialSpecification(Register.class)
                .check(RowLinearizabilityTest.class);
    }
}
