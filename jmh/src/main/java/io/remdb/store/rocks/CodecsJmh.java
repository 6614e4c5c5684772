package io.remdb.store.rocks;

import io.remdb.jmh.AverageTime;
import io.remdb.store.StoredEntity;
import io.remdb.value.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;

/** What stands between the store and RocksDB, for one row. */
public class CodecsJmh extends AverageTime {
    private static final UUID ID = UUID.fromString("0e4d5c2b-7a69-4f58-9c3d-2b1a09f8e7d6");
    private static final FieldValue CATEGORY = new FieldValue.Text("astronomy");
    private static final int DIMENSION = 384;

    private final StoredEntity entity = new StoredEntity(
            7,
            ID,
            3,
            1_750_000_000_000_000L,
            1_750_000_000_000_001L,
            StoredEntity.NOT_DELETED,
            "{\"category\":\"astronomy\",\"code\":\"row-000123456\",\"title\":\"A title of some forty characters\"}"
                    .getBytes(StandardCharsets.UTF_8));
    private final byte[] encoded = EntityCodec.encode(entity);
    private final byte[] indexKey = KeyCodec.index(7, 16, CATEGORY, ID);
    private final byte[] vector = VectorCodec.encode(new float[DIMENSION]);

    /** A value becomes a row. */
    @Benchmark
    public StoredEntity decodeEntity() {
        return EntityCodec.decode(7, ID, encoded);
    }

    /** A row becomes a value. */
    @Benchmark
    public byte[] encodeEntity() {
        return EntityCodec.encode(entity);
    }

    /** The key of an entry of an index. */
    @Benchmark
    public byte[] indexKey() {
        return KeyCodec.index(7, 16, CATEGORY, ID);
    }

    /** The value that is in such a key. */
    @Benchmark
    public FieldValue indexedValue() {
        return KeyCodec.indexedValue(indexKey);
    }

    /** A value becomes a vector of 384 floats. */
    @Benchmark
    public float[] decodeVector() {
        return VectorCodec.decode(vector);
    }
}
