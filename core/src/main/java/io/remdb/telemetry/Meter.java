package io.remdb.telemetry;

import io.remdb.Statistics;
import io.remdb.Statistics.Bucket;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts of one kind of work. Thread-safe. */
final class Meter {
    private final Kind kind;
    private final LongAdder count = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder items = new LongAdder();
    private final Durations durations = new Durations();

    Meter(Kind kind) {
        this.kind = kind;
    }

    void count() {
        count.increment();
    }

    void failed() {
        errors.increment();
    }

    void items(long more) {
        items.add(more);
    }

    void took(long nanos) {
        durations.add(nanos);
    }

    Statistics.Operation read() {
        List<Bucket> buckets = durations.buckets();
        long timed = buckets.getLast().count() + durations.beyond();
        return new Statistics.Operation(
                kind.label(), count.sum(), errors.sum(), items.sum(), timed, durations.seconds(), buckets);
    }
}
