package io.remdb.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecentWritesTest {
    private static final int LARGE = 1 << 20;

    private final RecentWrites recent = new RecentWrites();

    @BeforeEach
    void reads() {
        recent.addReader(0);
    }

    @Test
    void aReaderGetsWhatItLacksWhereverItIs() throws InterruptedException {
        int writes = 5_000;
        for (int i = 0; i < writes; i++) {
            recent.add(2L * i, 2L * i + 2, new byte[] {(byte) i});
        }

        for (int i = 0; i < writes; i++) {
            List<RecentWrites.Write> first = recent.from(2L * i, 1, 0);
            assertThat(first)
                    .singleElement()
                    .satisfies(write -> assertThat(write.batch()).containsExactly((byte) ((int) write.position() / 2)));
            assertThat(first.getFirst().position()).isEqualTo(2L * i);
        }
        assertThat(recent.from(0, LARGE, 0)).hasSize(writes);
        assertThat(recent.from(2L * (writes - 10), LARGE, 0)).hasSize(10);
        assertThat(recent.from(2L * writes, LARGE, 0)).isEmpty();
    }

    @Test
    void whatIsTooMuchGoesOldestFirstAndTheRestStaysInOrder() throws InterruptedException {
        // 100 MB of which 32 stay, with small ones between them: the ring grows while its oldest is not at its
        // beginning.
        long position = 0;
        for (int i = 0; i < 100; i++) {
            recent.add(position, ++position, new byte[LARGE]);
            for (int small = 0; small < 100; small++) {
                recent.add(position, ++position, new byte[1]);
            }
        }

        assertThat(recent.has(0)).isFalse();
        assertThat(recent.from(0, LARGE, 0)).isEmpty();
        long oldest = position - 31 * 101;
        assertThat(recent.has(oldest)).isTrue();
        List<RecentWrites.Write> kept = recent.from(oldest, Integer.MAX_VALUE, 0);
        assertThat(kept).extracting(RecentWrites.Write::position).isSorted().doesNotHaveDuplicates();
        assertThat(kept.getFirst().position()).isEqualTo(oldest);
        assertThat(kept.getLast().next()).isEqualTo(position);
        assertThat(kept).hasSize(31 * 101);
    }

    @Test
    void nothingIsKeptWhenNobodyReads() throws InterruptedException {
        recent.add(0, 1, new byte[1]);
        recent.removeReader();
        recent.add(1, 2, new byte[1]);
        recent.addReader(2);

        assertThat(recent.has(1)).isFalse();
        recent.add(2, 3, new byte[1]);
        assertThat(recent.from(2, LARGE, 0))
                .singleElement()
                .extracting(RecentWrites.Write::position)
                .isEqualTo(2L);
    }
}
