package io.remdb.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One piece of work while it goes on. One thread at a time; ended once. */
public final class Observation {
    private final Telemetry telemetry;
    private final Kind kind;
    private final @Nullable String table;
    private final @Nullable Span span;
    private long workedNanos;
    private long items;
    private @Nullable Throwable failure;
    private boolean ended;

    Observation(Telemetry telemetry, Kind kind, @Nullable String table, @Nullable Span span) {
        this.telemetry = telemetry;
        this.kind = kind;
        this.table = table;
        this.span = span;
    }

    /** Does a part of the work: only the time of such parts counts, and what they do belongs to its span. */
    public <T extends @Nullable Object> T during(Supplier<T> part) {
        Span own = span;
        long start = System.nanoTime();
        try (Scope _ = own == null ? Scope.noop() : own.makeCurrent()) {
            return part.get();
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            workedNanos += System.nanoTime() - start;
        }
    }

    /** Counts rows, texts or entries. */
    public void items(long more) {
        items += more;
    }

    /** It has ended so, after the parts that were observed. */
    public void failed(Throwable cause) {
        failure = cause;
    }

    /** It took so long in all, where somebody else has measured it. */
    public void tookInAll(long nanos) {
        workedNanos = Math.max(workedNanos, nanos);
    }

    long items() {
        return items;
    }

    long workedNanos() {
        return workedNanos;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    Kind kind() {
        return kind;
    }

    @Nullable
    String table() {
        return table;
    }

    @Nullable
    Span span() {
        return span;
    }

    /**
     * Says how long it took, what it was about, whether it failed, and ends its span. Calling it again does nothing.
     *
     * @param shape what was asked for, without its values; asked only if it was slow
     */
    public void end(@Nullable Supplier<String> shape) {
        if (!ended) {
            ended = true;
            telemetry.ended(this, shape);
        }
    }
}
