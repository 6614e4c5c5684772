package io.remdb.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallGateTest {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int PAIRS = 2_000_000;

    /** A gate, and whether whoever has closed it may take away what is behind it. */
    private static final class Pair {
        private final CallGate gate = new CallGate();
        private volatile boolean gone;
    }

    /** Two threads come to each gate at the same time: the window for a wrong order of two steps is some nanoseconds wide. */
    @Test
    void nobodyIsInsideAfterItIsClosed() throws InterruptedException {
        AtomicLong entering = new AtomicLong();
        AtomicLong closing = new AtomicLong();
        AtomicLong inside = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        AtomicLong tooLate = new AtomicLong();
        Pair[] pairs = new Pair[1024];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = new Pair();
        }
        long end = System.nanoTime() + NANOS;
        Thread enters = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < PAIRS && System.nanoTime() < end; i++) {
                meet(entering, closing, i, end);
                Pair pair = pairs[i % pairs.length];
                int pass = pair.gate.tryEnter();
                if (pass < 0) {
                    refused.incrementAndGet();
                } else {
                    (pair.gone ? tooLate : inside).incrementAndGet();
                    pair.gate.leave(pass);
                }
            }
        });
        Thread closes = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < PAIRS && System.nanoTime() < end; i++) {
                // The other thread is done with this one: it has come half a round further.
                pairs[(i + pairs.length / 2) % pairs.length] = new Pair();
                meet(closing, entering, i, end);
                Pair pair = pairs[i % pairs.length];
                pair.gate.close();
                pair.gone = true;
            }
        });
        enters.join();
        closes.join();

        System.out.println("CallGateTest: " + inside + " inside, " + refused + " refused");
        assertThat(tooLate).hasValue(0);
        assertThat(inside.get() + refused.get()).isPositive();
    }

    private static void meet(AtomicLong own, AtomicLong other, long number, long end) {
        own.set(number);
        while (other.get() < number && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void refusesWhoComesLater() {
        CallGate gate = new CallGate();
        int pass = gate.enter();
        gate.leave(pass);
        gate.close();

        assertThat(gate.tryEnter()).isNegative();
        assertThatThrownBy(gate::enter)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
    }
}
