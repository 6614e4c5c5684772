package io.remdb.engine;

import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** Rows that are written, read and removed under two keys by several threads look as if one had come after another. */
@Param(name = "key", gen = IntGen.class, conf = "0:1")
@Param(name = "value", gen = IntGen.class, conf = "1:9")
public class KeyedRowsLinearizabilityTest {
    private static final RemDatabase DATABASE = database();
    private static final AtomicLong MAPS = new AtomicLong();

    /** Keys of this map alone. */
    private final String prefix = "m" + MAPS.incrementAndGet() + "-";

    private static RemDatabase database() {
        RemDatabase database = Databases.inMemory();
        database.schemas().register(Schema.parse("""
                {"title": "Slot", "description": "a slot", "version": "1.0.0", "short_name": "slots", "type": "object",
                 "required": ["name"],
                 "properties": {"name": {"type": "string"}, "n": {"type": "integer"}},
                 "json_schema_extra": {"key_field": "name", "indexed_fields": ["n"]}}
                """));
        return database;
    }

    @Operation(params = {"key", "value"})
    public void put(int key, int value) {
        DATABASE.insert("slots", "{\"name\": \"" + prefix + key + "\", \"n\": " + value + "}");
    }

    @Operation(params = "key")
    public int get(int key) {
        List<Entity> found = DATABASE.lookup(prefix + key);
        return found.isEmpty() ? 0 : found.getFirst().properties().get("n").intValue();
    }

    /** Whether there was one. */
    @Operation(params = "key")
    public boolean remove(int key) {
        List<Entity> found = DATABASE.lookup(prefix + key);
        if (found.isEmpty()) {
            return false;
        }
        try {
            DATABASE.delete(found.getFirst().id(), Deletion.Mode.HARD);
            return true;
        } catch (RemException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** The same without a database. */
    public static class Slots {
        private final Map<Integer, Integer> values = new ConcurrentHashMap<>();

        public void put(int key, int value) {
            values.put(key, value);
        }

        public int get(int key) {
            return values.getOrDefault(key, 0);
        }

        public boolean remove(int key) {
            return values.remove(key) != null;
        }
    }

    @Test
    void rowsUnderKeysAreLinearizable() {
        new StressOptions()
                .iterations(Integer.getInteger("rem.lincheck.iterations", 3))
                .invocationsPerIteration(40)
                .threads(3)
                .actorsPerThread(3)
                .sequentialSpecification(Slots.class)
                .check(KeyedRowsLinearizabilityTest.class);
    }
}
