package io.remdb.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Statistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Counts, times and traces what one open database does, and says what fails and what is slow. Thread-safe. */
public final class Telemetry {
    /** One in so many is timed where not all are. */
    private static final int SAMPLE = 32;

    private static final long NANOS_PER_MS = 1_000_000;

    private final Map<Kind, Meter> meters = new EnumMap<>(Kind.class);
    private final Map<ErrorCode, LongAdder> errors = new EnumMap<>(ErrorCode.class);
    private final @Nullable Traces traces;
    private final long slowNanos;

    private Telemetry(long slowMs, @Nullable Traces traces) {
        for (Kind kind : Kind.values()) {
            meters.put(kind, new Meter(kind));
        }
        for (ErrorCode code : ErrorCode.values()) {
            errors.put(code, new LongAdder());
        }
        this.traces = traces;
        this.slowNanos = slowMs == 0 ? Long.MAX_VALUE : slowMs * NANOS_PER_MS;
    }

    /**
     * With the SDK of OpenTelemetry that the program has set up, if it has.
     *
     * @param slowMs what takes longer is said, in milliseconds; 0 for nothing
     */
    public static Telemetry ofProgram(long slowMs) {
        return new Telemetry(slowMs, Traces.ofProgram().orElse(null));
    }

    /** With a given SDK. */
    public static Telemetry of(long slowMs, OpenTelemetry telemetry) {
        return new Telemetry(slowMs, Traces.of(telemetry));
    }

    /** Does some work and counts it. */
    public <T extends @Nullable Object> T observe(Kind kind, @Nullable String table, Supplier<T> work) {
        return observe(kind, table, work, _ -> 0);
    }

    /**
     * The same.
     *
     * @param items how many rows, texts or entries a result is about
     */
    public <T extends @Nullable Object> T observe(
            Kind kind, @Nullable String table, Supplier<T> work, ToLongFunction<? super T> items) {
        if (traces == null
                && !kind.isTimedAlways()
                && ThreadLocalRandom.current().nextInt(SAMPLE) != 0) {
            return onlyCounted(kind, work);
        }
        return observe(kind, table, work, items, null);
    }

    /**
     * The same for something that may be slow.
     *
     * @param shape what was asked for, without its values
     */
    public <T extends @Nullable Object> T observe(
            Kind kind,
            @Nullable String table,
            Supplier<T> work,
            ToLongFunction<? super T> items,
            @Nullable Supplier<String> shape) {
        Observation observation = begin(kind, table);
        try {
            T result = observation.during(work);
            observation.items(items.applyAsLong(result));
            return result;
        } finally {
            observation.end(shape);
        }
    }

    private <T extends @Nullable Object> T onlyCounted(Kind kind, Supplier<T> work) {
        Meter meter = meter(kind);
        meter.count();
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            meter.failed();
            failed(kind, null, e);
            throw e;
        }
    }

    /** Begins something that is done in parts. It is counted now: that it ends is not for certain where callers end it. */
    public Observation begin(Kind kind, @Nullable String table) {
        meter(kind).count();
        Traces own = traces;
        Span span = own == null ? null : own.begin(kind, table);
        return new Observation(this, kind, table, span);
    }

    void ended(Observation done, @Nullable Supplier<String> shape) {
        Kind kind = done.kind();
        Meter meter = meter(kind);
        meter.took(done.workedNanos());
        meter.items(done.items());
        Throwable failure = done.failure();
        if (failure != null) {
            meter.failed();
            failed(kind, done.table(), failure);
        }
        Traces own = traces;
        Span span = done.span();
        if (own != null && span != null) {
            own.end(span, kind, done.table(), done.workedNanos(), done.items(), failure);
        }
        if (shape != null && done.workedNanos() >= slowNanos) {
            SlowLog.say(kind, done.workedNanos() / NANOS_PER_MS, done.items(), shape, failure);
        }
    }

    private void failed(Kind kind, @Nullable String table, Throwable failure) {
        if (kind.isCall()) {
            ErrorCode code = failure instanceof RemException known ? known.code() : ErrorCode.INTERNAL;
            LongAdder count = errors.get(code);
            if (count != null) {
                count.increment();
            }
            ErrorLog.say(kind, table, code, failure);
        }
    }

    private Meter meter(Kind kind) {
        return Objects.requireNonNull(meters.get(kind));
    }

    /** What was done. */
    public List<Statistics.Operation> operations() {
        return meters.values().stream()
                .map(Meter::read)
                .filter(operation -> operation.count() > 0)
                .toList();
    }

    /** What calls failed with. */
    public Map<String, Long> errors() {
        Map<String, Long> counts = new TreeMap<>();
        errors.forEach((code, count) -> {
            if (count.sum() > 0) {
                counts.put(code.name(), count.sum());
            }
        });
        return counts;
    }
}
