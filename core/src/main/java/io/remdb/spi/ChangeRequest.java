package io.remdb.spi;

import io.remdb.ChangeCursor;
import io.remdb.ChangePosition;
import io.remdb.Changes;
import java.util.List;
import java.util.function.Function;

/**
 * Which changes are asked for.
 *
 * @param start where they begin
 * @param tables only these; none: all
 * @param end where they end
 */
public record ChangeRequest(Start start, List<String> tables, End end) {
    /** What is committed from now on, without an end. */
    public static final ChangeRequest DEFAULT = new ChangeRequest(new Start.Now(), List.of(), new End.Never());

    public ChangeRequest {
        tables = List.copyOf(tables);
    }

    /** Where changes begin. */
    public sealed interface Start {
        /** Behind the last one that there is. */
        record Now() implements Start {}

        /** At the oldest one that the log has. */
        record Oldest() implements Start {}

        /** Behind a position. */
        record After(ChangePosition position) implements Start {}
    }

    /** Where changes end. */
    public sealed interface End {
        /** Nowhere. */
        record Never() implements End {}

        /** Behind the last one that there is. */
        record Now() implements End {}

        /** Behind a commit. */
        record Behind(long sequence) implements End {}
    }

    /** The same from elsewhere. */
    public ChangeRequest startingAt(Start other) {
        return new ChangeRequest(other, tables, end);
    }

    /** The same up to elsewhere. */
    public ChangeRequest endingAt(End other) {
        return new ChangeRequest(start, tables, other);
    }

    /** The request as users make it. */
    public static Changes open(Function<ChangeRequest, ChangeCursor> opening) {
        return new Made(DEFAULT, opening);
    }

    private record Made(ChangeRequest request, Function<ChangeRequest, ChangeCursor> opening) implements Changes {
        private Changes with(ChangeRequest other) {
            return new Made(other, opening);
        }

        @Override
        public Changes from(ChangePosition position) {
            return with(request.startingAt(new Start.After(position)));
        }

        @Override
        public Changes fromOldest() {
            return with(request.startingAt(new Start.Oldest()));
        }

        @Override
        public Changes of(String... tables) {
            return with(new ChangeRequest(request.start, List.of(tables), request.end));
        }

        @Override
        public Changes untilNow() {
            return with(request.endingAt(new End.Now()));
        }

        @Override
        public Changes until(long sequence) {
            return with(request.endingAt(new End.Behind(sequence)));
        }

        @Override
        public ChangeCursor open() {
            return opening.apply(request);
        }
    }

    /** The request as {@link Changes} of another database, which may be in another process. */
    public ChangeCursor openIn(Changes changes) {
        Changes from = switch (start) {
            case Start.Now _ -> changes;
            case Start.Oldest _ -> changes.fromOldest();
            case Start.After(ChangePosition position) -> changes.from(position);
        };
        Changes until = switch (end) {
            case End.Never _ -> from;
            case End.Now _ -> from.untilNow();
            case End.Behind(long sequence) -> from.until(sequence);
        };
        return until.of(tables.toArray(String[]::new)).open();
    }
}
