package io.remdb.dream;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.config.Schedule;
import io.remdb.dream.describe.MomentType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is dreamt about, and how.
 *
 * @param start of the window; null: {@code lookback} before its end
 * @param end of the window, exclusive; null: now
 * @param lookback how long a window without a start is
 * @param scope what is written
 * @param writing whether it is written
 * @param momentTypes only moments of these kinds are written; empty for all
 * @param shortest shorter activities are joined to a neighbour, or left out where they have none
 * @param clock what "now" is, and the zone of whose days these are
 * @param progress told how many messages and texts are done
 * @param trace told what the run finds out and decides, a line each
 * @param schedule why it runs without being asked for; null when it was asked for
 * @param stopped asked from time to time whether to end early; what is done then is kept, and the next run completes it
 */
public record DreamOptions(
        @Nullable Instant start,
        @Nullable Instant end,
        Duration lookback,
        Scope scope,
        Writing writing,
        Set<MomentType> momentTypes,
        Duration shortest,
        Clock clock,
        ProgressListener progress,
        Consumer<String> trace,
        @Nullable Schedule schedule,
        BooleanSupplier stopped) {
    /** The longest window: three hundred years. */
    private static final Duration LONGEST = Duration.ofDays(110_000);

    /** What is written. */
    public enum Scope {
        /** Moments, links, themes, summaries. */
        EVERYTHING,
        /** Only the summaries. */
        SUMMARIES
    }

    /** Whether anything is written. */
    public enum Writing {
        /** It is. */
        WRITTEN,
        /** It is not: the report says what would be. */
        DRY_RUN
    }

    public DreamOptions {
        momentTypes = Set.copyOf(momentTypes);
        if (lookback.isNegative() || lookback.isZero() || lookback.compareTo(LONGEST) > 0) {
            throw new RemException(
                            ErrorCode.INVALID_ARGUMENT, "A lookback is longer than nothing and shorter than 300 years")
                    .with("lookback", lookback);
        }
        if (shortest.isNegative() || shortest.compareTo(LONGEST) > 0) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The shortest activity is at least 0 minutes long")
                    .with("shortest", shortest);
        }
        if (start != null && end != null && !start.isBefore(end)) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A window starts before it ends")
                    .with("start", start)
                    .with("end", end);
        }
    }

    /** The last 24 hours, everything, written; the clock and zone of this machine. */
    public static DreamOptions defaults() {
        return new DreamOptions(
                null,
                null,
                Duration.ofHours(24),
                Scope.EVERYTHING,
                Writing.WRITTEN,
                Set.of(),
                Duration.ZERO,
                Clock.system(ZoneId.systemDefault()),
                ProgressListener.NONE,
                line -> {},
                null,
                () -> false);
    }

    /** The same for another time: from {@code start} until before {@code end}; null as in the record. */
    public DreamOptions withWindow(@Nullable Instant start, @Nullable Instant end) {
        return new DreamOptions(
                start, end, lookback, scope, writing, momentTypes, shortest, clock, progress, trace, schedule, stopped);
    }

    /** The same with another length of a window without a start. */
    public DreamOptions withLookback(Duration lookback) {
        return new DreamOptions(
                start, end, lookback, scope, writing, momentTypes, shortest, clock, progress, trace, schedule, stopped);
    }

    /** The same with another scope. */
    public DreamOptions withScope(Scope scope) {
        return new DreamOptions(
                start, end, lookback, scope, writing, momentTypes, shortest, clock, progress, trace, schedule, stopped);
    }

    /** The same, written or not. */
    public DreamOptions withWriting(Writing writing) {
        return new DreamOptions(
                start, end, lookback, scope, writing, momentTypes, shortest, clock, progress, trace, schedule, stopped);
    }

    /** The same for moments of some kinds. */
    public DreamOptions withMomentTypes(Set<MomentType> momentTypes) {
        return new DreamOptions(
                start, end, lookback, scope, writing, momentTypes, shortest, clock, progress, trace, schedule, stopped);
    }

    /** The same with another shortest activity. */
    public DreamOptions withShortest(Duration shortest) {
        return new DreamOptions(
                start, end, lookback, scope, writing, momentTypes, shortest, clock, progress, trace, schedule, stopped);
    }

    /** The same with another clock. */
    public DreamOptions withClock(Clock clock) {
        return new DreamOptions(
                start, end, lookback, scope, writing, momentTypes, shortest, clock, progress, trace, schedule, stopped);
    }

    /** The same with another listener. */
    public DreamOptions withProgress(ProgressListener progress) {
        return new DreamOptions(
                start, end, lookback, scope, writing, momentTypes, shortest, clock, progress, trace, schedule, stopped);
    }

    /** The same with somebody who is told what it finds out and decides. */
    public DreamOptions withTrace(Consumer<String> trace) {
        return new DreamOptions(
                start, end, lookback, scope, writing, momentTypes, shortest, clock, progress, trace, schedule, stopped);
    }

    /** The same as what a schedule wants. */
    public DreamOptions withSchedule(@Nullable Schedule schedule) {
        return new DreamOptions(
                start, end, lookback, scope, writing, momentTypes, shortest, clock, progress, trace, schedule, stopped);
    }

    /** The same with somebody who may end it early. */
    public DreamOptions withStopped(BooleanSupplier stopped) {
        return new DreamOptions(
                start, end, lookback, scope, writing, momentTypes, shortest, clock, progress, trace, schedule, stopped);
    }

    /** The zone of the days. */
    public ZoneId zone() {
        return clock.getZone();
    }

    /** The window that this comes to now. */
    public Window window() {
        Instant until = end != null ? end : start != null ? latest(start) : clock.instant();
        return new Window(start != null ? start : until.minus(lookback), until);
    }

    /** Until now, or for the length of a lookback where the start is in the future. */
    private Instant latest(Instant from) {
        Instant now = clock.instant();
        return from.isBefore(now) ? now : from.plus(lookback);
    }

    /**
     * Some time.
     *
     * @param start of it
     * @param end exclusive
     */
    public record Window(Instant start, Instant end) {}
}
