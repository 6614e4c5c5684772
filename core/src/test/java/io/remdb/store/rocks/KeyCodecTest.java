package io.remdb.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.FieldRange;
import io.remdb.value.FieldValue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCodecTest {
    private static final int TABLE = 3;
    private static final int FIELD = 17;
    private static final Comparator<UUID> UNSIGNED_IDS =
            Comparator.<UUID, String>comparing(UUID::toString, Comparator.naturalOrder());
    /** Characters where encodings go wrong: NUL and its neighbours, the ends of the UTF-8 lengths, surrogates, the last one. */
    private static final char[] DELICATE = {
        0, 1, 2, ':', 'a', 'b', 0x7F, 0x80, 0xFF, 0x7FF, 0x800, 0xD7FF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0xFFFF
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void textIsOrderedAsStringsCompare(long seed) {
        assertOrdered(seed, KeyCodecTest::text, FieldValue.Text::new, Comparator.naturalOrder());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void numbersAreOrderedAsNumbers(long seed) {
        assertOrdered(seed, KeyCodecTest::whole, FieldValue.Whole::new, Comparator.naturalOrder());
        assertOrdered(seed, KeyCodecTest::whole, FieldValue.Timestamp::new, Comparator.naturalOrder());
        assertOrdered(seed, KeyCodecTest::decimal, FieldValue.Decimal::new, (a, b) -> Double.compare(a + 0.0, b + 0.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void daysIdsAndTruthAreOrdered(long seed) {
        assertOrdered(
                seed,
                random -> LocalDate.ofEpochDay(random.nextInt()),
                FieldValue.Day::new,
                Comparator.<LocalDate>naturalOrder());
        assertOrdered(seed, KeyCodecTest::id, FieldValue.Id::new, UNSIGNED_IDS);
        assertOrdered(seed, Random::nextBoolean, FieldValue.Bool::new, Comparator.naturalOrder());
    }

    /** Under any ids: the value decides first, then the id. */
    private static <T> void assertOrdered(
            long seed, Function<Random, T> next, Function<T, FieldValue> wrap, Comparator<? super T> order) {
        Random random = new Random(seed);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            values.add(next.apply(random));
        }
        values.add(values.getFirst());
        for (T left : values) {
            for (T right : values) {
                UUID leftId = id(random);
                UUID rightId = id(random);
                byte[] leftKey = KeyCodec.index(TABLE, FIELD, wrap.apply(left), leftId);
                byte[] rightKey = KeyCodec.index(TABLE, FIELD, wrap.apply(right), rightId);
                int expected = order.compare(left, right);
                if (expected == 0) {
                    expected = UNSIGNED_IDS.compare(leftId, rightId);
                }
                assertThat(Integer.signum(Arrays.compareUnsigned(leftKey, rightKey)))
                        .as("seed %d: %s against %s", seed, wrap.apply(left), wrap.apply(right))
                        .isEqualTo(Integer.signum(expected));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void indexKeysReadBackAsTheyWereWritten(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            for (FieldValue value : someOfEachType(random)) {
                UUID id = id(random);
                byte[] key = KeyCodec.index(TABLE, FIELD, value, id);
                assertThat(KeyCodec.indexedValue(key)).as("seed %d", seed).isEqualTo(value);
                assertThat(KeyCodec.indexedId(key)).as("seed %d", seed).isEqualTo(id);
            }
        }
    }

    @Test
    void negativeZeroIsZero() {
        UUID id = new UUID(1, 2);
        byte[] key = KeyCodec.index(TABLE, FIELD, new FieldValue.Decimal(-0.0), id);
        assertThat(key).isEqualTo(KeyCodec.index(TABLE, FIELD, new FieldValue.Decimal(0.0), id));
        assertThat(KeyCodec.indexedValue(key)).isEqualTo(new FieldValue.Decimal(0.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nullComesBeforeEverything(long seed) {
        Random random = new Random(seed);
        byte[] last = KeyCodec.index(TABLE, FIELD, FieldValue.Null.NULL, new UUID(-1, -1));
        for (FieldValue value : someOfEachType(random)) {
            if (!(value instanceof FieldValue.Null)) {
                assertThat(Arrays.compareUnsigned(last, KeyCodec.index(TABLE, FIELD, value, new UUID(0, 0))))
                        .isNegative();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aRangeHoldsExactlyTheValuesBetweenItsBounds(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            String lower = text(random);
            String upper = text(random);
            String value = random.nextBoolean() ? text(random) : random.nextBoolean() ? lower : upper;
            boolean lowerInclusive = random.nextBoolean();
            boolean upperInclusive = random.nextBoolean();
            FieldRange range = new FieldRange(
                    new FieldValue.Text(lower), lowerInclusive, new FieldValue.Text(upper), upperInclusive);
            byte[] key = KeyCodec.index(TABLE, FIELD, new FieldValue.Text(value), id(random));

            boolean inside = Arrays.compareUnsigned(key, KeyCodec.indexStart(TABLE, FIELD, range)) >= 0
                    && Arrays.compareUnsigned(key, KeyCodec.indexEnd(TABLE, FIELD, range)) < 0;

            int fromLower = value.compareTo(lower);
            int fromUpper = value.compareTo(upper);
            boolean expected = (fromLower > 0 || (lowerInclusive && fromLower == 0))
                    && (fromUpper < 0 || (upperInclusive && fromUpper == 0));
            assertThat(inside).as("seed %d, round %d", seed, i).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void edgeAndLookupKeysKeepAnyCharacters(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            String text = text(random);
            UUID near = id(random);
            UUID far = id(random);
            byte[] edge = KeyCodec.edge(near, text, far);
            assertThat(Bytes.uuidAt(edge, 0)).isEqualTo(near);
            assertThat(KeyCodec.edgeType(edge)).isEqualTo(text);
            assertThat(KeyCodec.edgeFar(edge)).isEqualTo(far);
            assertThat(Bytes.startsWith(edge, KeyCodec.edgePrefix(near, text))).isTrue();
            assertThat(TextCodec.fromPlain(TextCodec.plain(text))).isEqualTo(text);
            String other = text(random);
            assertThat(Bytes.startsWith(KeyCodec.lookup(other, far), KeyCodec.lookupPrefix(text)))
                    .as("seed %d: %s, %s", seed, text, other)
                    .isEqualTo(other.equals(text));
            assertThat(KeyCodec.lookupId(KeyCodec.lookup(text, far))).isEqualTo(far);
        }
    }

    @Test
    void fixedKeysReadBack() {
        UUID id = UUID.randomUUID();
        assertThat(KeyCodec.entityId(KeyCodec.entity(TABLE, id))).isEqualTo(id);
        assertThat(KeyCodec.embeddingId(KeyCodec.embedding(TABLE, EmbeddingSlot.ALT, id)))
                .isEqualTo(id);
        assertThat(KeyCodec.logSequence(KeyCodec.log(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThat(Bytes.successor(new byte[] {1, -1, -1})).containsExactly(2);
    }

    @Test
    void textBeyondTheLimitIsRefusedAndTextAtItIsNot() {
        for (String unit : List.of("a", "\0", "é", "語")) {
            int bytes = TextCodec.orderedLength(unit);
            String longest = unit.repeat(RocksStore.LONGEST_TEXT_BYTES / bytes);
            assertThat(RocksStore.fits(longest)).isTrue();
            assertThat(KeyCodec.edgeType(KeyCodec.edge(new UUID(0, 0), longest, new UUID(0, 0))))
                    .isEqualTo(longest);
            assertThat(KeyCodec.lookup(longest, new UUID(0, 0))).isNotEmpty();

            String tooLong = longest + unit;
            assertThat(RocksStore.fits(tooLong)).isFalse();
            assertThatThrownBy(() -> KeyCodec.index(TABLE, FIELD, new FieldValue.Text(tooLong), new UUID(0, 0)))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
            assertThatThrownBy(() -> KeyCodec.lookupPrefix(tooLong)).isInstanceOf(RemException.class);
        }
    }

    @Test
    void aDayBeyondTheIndexIsRefused() {
        assertThatThrownBy(() -> KeyCodec.index(TABLE, FIELD, new FieldValue.Day(LocalDate.MAX), new UUID(0, 0)))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    private static List<FieldValue> someOfEachType(Random random) {
        return List.of(
                FieldValue.Null.NULL,
                new FieldValue.Text(text(random)),
                new FieldValue.Whole(whole(random)),
                new FieldValue.Decimal(decimal(random) + 0.0),
                new FieldValue.Bool(random.nextBoolean()),
                new FieldValue.Timestamp(whole(random)),
                new FieldValue.Day(LocalDate.ofEpochDay(random.nextInt())),
                new FieldValue.Id(id(random)));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            text.append(
                    random.nextInt(8) == 0
                            ? (char) random.nextInt(0x10000)
                            : DELICATE[random.nextInt(DELICATE.length)]);
        }
        return random.nextInt(10) == 0 ? text + "😀" : text.toString();
    }

    private static long whole(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(5) - 2;
            case 1 -> Long.MIN_VALUE + random.nextInt(2);
            case 2 -> Long.MAX_VALUE - random.nextInt(2);
            default -> random.nextLong();
        };
    }

    private static double decimal(Random random) {
        double[] delicate = {
            0.0,
            -0.0,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            1,
            -1,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        };
        return switch (random.nextInt(3)) {
            case 0 -> delicate[random.nextInt(delicate.length)];
            case 1 -> random.nextGaussian();
            default -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield Double.isNaN(any) ? 0 : any;
            }
        };
    }

    private static UUID id(Random random) {
        return random.nextInt(3) == 0
                ? new UUID(random.nextInt(3) - 1, random.nextInt(3) - 1)
                : new UUID(random.nextLong(), random.nextLong());
    }
}
