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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Dreams by a schedule. All that is known of before is what {@code dream_runs} says of the last scheduled run, so that it does not matter which process
 * was there when: a run covers the time since the last one, however many were missed, and what was written late about the days before it; one that was
 * cut off is completed first. One thread.
 */
public final class ScheduledDreams {
    /** How far the first run looks back. */
    private static final Duration LOOKBACK = Duration.ofHours(24);

    /** A message that is written so long after it was said is history, which is dreamt about when somebody asks for it. */
    private static final Duration LATEST = Duration.ofDays(7);

    /** After a run that failed, or while another one works. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

    /** Between two counts of messages. */
    private static final Duration BETWEEN_COUNTS = Duration.ofMinutes(1);

    /** Summaries of dreams are about the days before, and no news. */
    private static final Map<String, String> NOT_BY_DREAM =
            Map.of("messages", "", "resources", " AND (uri IS NULL OR NOT uri LIKE 'dream://%')");

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

    /**
     * The last scheduled run.
     *
     * @param began when it read first
     * @param stored messages that there were then
     */
    private record Last(Window window, boolean done, Instant began, OptionalLong stored) {}

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
            case After after -> enough(after, last, from, now);
        };
        return due ? Optional.of(new Window(last.map(this::late).orElse(from), now)) : Optional.empty();
    }

    /** Counted by when they are written, so that those count that are about the time before. */
    private boolean enough(After after, Optional<Last> last, Instant from, Instant now) {
        notBefore = now.plus(BETWEEN_COUNTS);
        OptionalLong before = last.map(Last::stored).orElse(OptionalLong.empty());
        long messages = before.isPresent()
                ? database.count("messages") - before.getAsLong()
                : ActivityReader.messages(database, from, now);
        return messages >= after.messages();
    }

    /** Where a window begins: at the end of the last one, or with what was written since that began about the days before. */
    private Instant late(Last last) {
        Instant end = last.window().end();
        return Stream.of("messages", "resources")
                .flatMap(table -> earliest(table, end.minus(LATEST), end, last.began()).stream())
                .min(Instant::compareTo)
                .orElse(end);
    }

    private Optional<Instant> earliest(String table, Instant from, Instant until, Instant writtenSince) {
        try (QueryResult result = database.query(
                "SELECT min(timestamp) AS earliest FROM " + table
                        + " WHERE timestamp >= ? AND timestamp < ? AND created_at >= ?" + NOT_BY_DREAM.get(table),
                from,
                until,
                writtenSince)) {
            return result.iterator().next().value("earliest") instanceof Instant time
                    ? Optional.of(time)
                    : Optional.empty();
        }
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
                "SELECT start_time, end_time, state, started_at, messages_stored FROM " + DreamTables.RUNS
                        + " WHERE schedule IS NOT NULL ORDER BY end_time DESC, CASE state WHEN 'done' THEN 0 ELSE 1 END LIMIT 1")) {
            Iterator<Row> rows = result.iterator();
            if (!rows.hasNext()) {
                return Optional.empty();
            }
            Row row = rows.next();
            Window window = new Window(time(row, "start_time"), time(row, "end_time"));
            return Optional.of(new Last(
                    window,
                    "done".equals(row.string("state")),
                    row.value("started_at") instanceof Instant began ? began : window.end(),
                    row.value("messages_stored") instanceof Number stored
                            ? OptionalLong.of(stored.longValue())
                            : OptionalLong.empty()));
        }
    }

    private static Instant time(Row row, String column) {
        if (row.value(column) instanceof Instant time) {
            return time;
        }
        throw new IllegalStateException(column + " is no time");
    }
}
