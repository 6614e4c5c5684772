package io.remdb.store.rocks;

import static io.remdb.store.rocks.StoreFixture.config;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** RocksDB's own class is the specification of the form in which a batch is handed over. */
class BatchTest {
    private static final Family[] FAMILIES = Family.values();
    /** Where the length of a length changes, and the empty block. */
    private static final int[] LENGTHS = {0, 1, 16, 127, 128, 300, 16_383, 16_384};

    private RocksHandle rocks;

    @BeforeEach
    void open() {
        rocks = StoreOpener.openInMemory(config());
    }

    @AfterEach
    void close() {
        rocks.close();
    }

    private enum Kind {
        PUT,
        DELETE,
        DELETE_RANGE
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Write(Kind kind, Family family, byte[] key, byte[] value) {
        void to(Batch batch) {
            switch (kind) {
                case PUT -> batch.put(family, key, value);
                case DELETE -> batch.delete(family, key);
                case DELETE_RANGE -> batch.deleteRange(family, key, value);
            }
        }

        void to(WriteBatch batch, RocksHandle rocks) throws RocksDBException {
            switch (kind) {
                case PUT -> batch.put(rocks.family(family), key, value);
                case DELETE -> batch.delete(rocks.family(family), key);
                case DELETE_RANGE -> batch.deleteRange(rocks.family(family), key, value);
            }
        }
    }

    @RepeatedTest(20)
    void smallBatchesAreWhatRocksDbMakesOfTheSameWrites() throws RocksDBException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<Write> writes = writes(new Random(seed), 30, Kind.values());

        assertThat(serialised(writes)).isEqualTo(byRocksDb(writes));
    }

    @RepeatedTest(5)
    void largeBatchesAreSortedByFamilyAndKeyAndKeepTheOrderOfWritesToOneKey() throws RocksDBException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<Write> writes = writes(new Random(seed), 300, Kind.PUT, Kind.DELETE);
        List<Write> sorted = new ArrayList<>(writes);
        sorted.sort(Comparator.comparingInt(
                        (Write write) -> rocks.family(write.family).getID())
                .thenComparing(Write::key, Arrays::compareUnsigned));

        assertThat(serialised(writes)).isEqualTo(byRocksDb(sorted));
    }

    @Test
    void largeBatchesThatDeleteARangeKeepTheirOrder() throws RocksDBException {
        List<Write> writes = writes(new Random(1), 300, Kind.values());

        assertThat(serialised(writes)).isEqualTo(byRocksDb(writes));
    }

    @Test
    void writesOfALargeBatchTakePlaceAndTheLastOneOfAKeyCounts() {
        Batch batch = new Batch(rocks);
        for (int i = 0; i < 500; i++) {
            batch.put(Family.KEYS, key(i % 250), key(i));
        }
        batch.delete(Family.KEYS, key(7));
        batch.delete(Family.KEYS, key(8));
        batch.put(Family.KEYS, key(8), key(1000));
        rocks.write(batch);

        assertThat(rocks.get(Family.KEYS, key(0))).isEqualTo(key(250));
        assertThat(rocks.get(Family.KEYS, key(249))).isEqualTo(key(499));
        assertThat(rocks.get(Family.KEYS, key(7))).isNull();
        assertThat(rocks.get(Family.KEYS, key(8))).isEqualTo(key(1000));
    }

    private byte[] serialised(List<Write> writes) {
        Batch batch = new Batch(rocks);
        writes.forEach(write -> write.to(batch));
        return batch.serialised();
    }

    private byte[] byRocksDb(List<Write> writes) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            for (Write write : writes) {
                write.to(batch, rocks);
            }
            return batch.data();
        }
    }

    /** Few short keys, so that many are written again. */
    private static List<Write> writes(Random random, int count, Kind... kinds) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            writes.add(new Write(
                    kinds[random.nextInt(kinds.length)],
                    FAMILIES[random.nextInt(FAMILIES.length)],
                    random.nextBoolean() ? new byte[] {(byte) random.nextInt(256)} : block(random),
                    block(random)));
        }
        return writes;
    }

    private static byte[] block(Random random) {
        byte[] block = new byte[LENGTHS[random.nextInt(LENGTHS.length)]];
        random.nextBytes(block);
        return block;
    }

    private static byte[] key(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
