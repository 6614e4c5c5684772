package io.remdb.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import io.remdb.server.support.Await;
import io.remdb.server.work.OwnWork.Pace;
import io.remdb.server.work.OwnerTask.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OwnWorkTest {
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();

    private interface Work {
        void run(BooleanSupplier stopping) throws InterruptedException;
    }

    private OwnWork start(int dueTimes, Work work) {
        return start(dueTimes, work, () -> true);
    }

    private OwnWork start(int dueTimes, Work work, BooleanSupplier takesWrites) {
        OwnerTask task = (database, config) -> Optional.of(new Job() {
            @Override
            public boolean due() {
                return looks.incrementAndGet() <= dueTimes;
            }

            @Override
            public void run(BooleanSupplier stopping) {
                runs.incrementAndGet();
                try {
                    work.run(stopping);
                } catch (InterruptedException e) {
                    runs.set(-1);
                }
            }
        });
        OwnerTask notWanted = (database, config) -> Optional.empty();
        return OwnWork.start(
                List.of(notWanted, task), RemDatabase.inMemory(), RemConfig.of(Map.of()), new Pace(1, 1), takesWrites);
    }

    @Test
    void doesWhatIsDueAndSaysSoMeanwhile() {
        CountDownLatch end = new CountDownLatch(1);
        try (OwnWork work = start(1, stopping -> end.await())) {
            Await.until("it works", work::busy);
            end.countDown();
            Await.until("it looks again", () -> looks.get() > 2);
            assertThat(work.busy()).isFalse();
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void asksAgainAfterAFailure() {
        try (OwnWork work = start(2, stopping -> {
            throw new IllegalStateException("as a test wants it");
        })) {
            Await.until("it looks again", () -> looks.get() > 3);
            assertThat(work.busy()).isFalse();
        }
        assertThat(runs).hasValue(2);
    }

    @Test
    void beginsNothingWhileTheDatabaseIsAReplica() {
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean promoted = new AtomicBoolean();
        try (OwnWork work = start(1, stopping -> {}, () -> {
            asked.incrementAndGet();
            return promoted.get();
        })) {
            Await.until("it has asked", () -> asked.get() > 3);
            assertThat(looks).hasValue(0);
            assertThat(work.busy()).isFalse();
            promoted.set(true);
            Await.until("it works", () -> runs.get() == 1);
        }
    }

    @Test
    void tellsATaskToEndWhenTheOwnerDoes() {
        try (OwnWork work = start(Integer.MAX_VALUE, stopping -> Await.until("the owner ends", stopping))) {
            Await.until("it works", work::busy);
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void interruptsATaskThatDoesNotListen() {
        CountDownLatch never = new CountDownLatch(1);
        try (OwnWork work = start(1, stopping -> never.await())) {
            Await.until("it works", work::busy);
        }
        assertThat(runs).hasValue(-1);
    }
}
