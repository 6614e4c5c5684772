package io.remdb.dream.schedule;

import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.config.Schedule;
import io.remdb.config.Schedule.After;
import io.remdb.config.Schedule.Daily;
import io.remdb.config.Schedule.Every;
import io.remdb.dream.Dream;
import io.remdb.dream.DreamOptions.Window;
import io.remdb.dream.DreamReport;
import io.remdb.dream.activity.ActivityReader;
import io.remdb.dream.run.DreamTables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Dreams by a schedule. All that is known of before is what {@code dream_runs} says of the last scheduled run, so that it does not matter which process
 * was there when: a run covers the time since the last one, however many were missed, and one that was cut off is completed first. One thread.
 */
public final class ScheduledDreams {
    /** How far the first run looks back. */
    private static final Duration LOOKBACK = Duration.ofHours(24);

    /** After a run that failed, or while another one works. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

    /** Between two counts of messages, which read those that have no time of their own. */
    private static final Duration BETWEEN_COUNTS = Duration.ofMinutes(1);

    private final RemDatabase database;
    private final Schedule schedule;
    private final Clock clock;
    private Instant notBefore = Instant.MIN;

    /**
     * Dreams about a database.
     *
     * @param clock what "now" is, and the zone of times of day
     */
    public ScheduledDreams(RemDatabase database, Schedule schedule, Clock clock) {
        this.database = database;
        this.schedule = schedule;
        this.clock = clock;
    }

    /** The last scheduled run. */
    private record Last(Window window, boolean done) {}

    /** The time that is to be dreamt about now; empty while no run is due. */
    public Optional<Window> due() {
        Instant now = now();
        if (now.isBefore(notBefore)) {
            return Optional.empty();
        }
        Optional<Last> last = last();
        if (last.isPresent() && !last.get().done()) {
            return Optional.of(last.get().window());
        }
        Instant from = last.map(run -> run.window().end()).orElse(now.minus(LOOKBACK));
        boolean due = switch (schedule) {
            case Every every -> last.isEmpty() || !now.isBefore(every.next(from));
            case Daily daily -> last.isEmpty() || !now.isBefore(daily.next(from, clock.getZone()));
            case After after -> enough(after, from, now);
        };
        return due ? Optional.of(new Window(from, now)) : Optional.empty();
    }

    private boolean enough(After after, Instant from, Instant now) {
        notBefore = now.plus(BETWEEN_COUNTS);
        return ActivityReader.messages(database, from, now) >= after.messages();
    }

    /**
     * Dreams about the time that is due.
     *
     * @param window as {@link #due} says
     * @param dream with the settings and the language model of who runs it
     * @param stopping whether to end early; the next run completes it then
     * @throws RemException as {@link Dream#run}; no run is due for some minutes then
     */
    public DreamReport run(Window window, Dream dream, BooleanSupplier stopping) {
        notBefore = now().plus(AFTER_FAILURE);
        DreamReport report = dream.between(window.start(), window.end())
                .options(options ->
                        options.withClock(clock).withSchedule(schedule).withStopped(stopping))
                .run();
        notBefore = Instant.MIN;
        return report;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Optional<Last> last() {
        if (!DreamTables.registered(database, DreamTables.RUNS)) {
            return Optional.empty();
        }
        try (QueryResult result = database.query(
                "SELECT start_time, end_time, state FROM " + DreamTables.RUNS
                        + " WHERE schedule IS NOT NULL ORDER BY end_time DESC, CASE state WHEN 'done' THEN 0 ELSE 1 END LIMIT 1")) {
            Iterator<Row> rows = result.iterator();
            if (!rows.hasNext()) {
                return Optional.empty();
            }
            Row row = rows.next();
            Window window = new Window(time(row, "start_time"), time(row, "end_time"));
            return Optional.of(new Last(window, "done".equals(row.string("state"))));
        }
    }

    private static Instant time(Row row, String column) {
        if (row.value(column) instanceof Instant time) {
            return time;
        }
        throw new IllegalStateException(column + " is no time");
    }
}
