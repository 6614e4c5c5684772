package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.store.Cursor;
import io.remdb.text.Uuids;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any number of ids in their order, however few are held. */
class OrderedIdsTest {
    private static final Random RANDOM = new Random(20260101);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 64, 999, 1000, 1001, 5000})
    void givesAllInOrder(int held) {
        List<UUID> ids =
                new ArrayList<>(Stream.generate(OrderedIdsTest::id).limit(1_000).toList());
        OrderedIds ordered = new OrderedIds(
                () -> {
                    Collections.shuffle(ids, RANDOM); // each pass may come in another order
                    return cursor(List.copyOf(ids).iterator());
                },
                held);
        List<UUID> given = new ArrayList<>();
        ordered.forEachRemaining(given::add);
        List<UUID> expected = new ArrayList<>(ids);
        expected.sort(Uuids::compare);
        assertThat(given).isEqualTo(expected);
        assertThat(given).isSortedAccordingTo((a, b) -> a.toString().compareTo(b.toString()));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void givesNothingOfNothing(int held) {
        assertThat(new OrderedIds(() -> cursor(Collections.emptyIterator()), held))
                .isExhausted();
    }

    private static UUID id() {
        return new UUID(RANDOM.nextLong(), RANDOM.nextLong());
    }

    private static Cursor<UUID> cursor(Iterator<UUID> ids) {
        return new Cursor<>() {
            @Override
            public boolean hasNext() {
                return ids.hasNext();
            }

            @Override
            public UUID next() {
                return ids.next();
            }

            @Override
            public void close() {}
        };
    }
}
