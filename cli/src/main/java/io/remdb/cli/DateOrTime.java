package io.remdb.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A day, or a time of a day: what people write for when something began and ended. */
sealed interface DateOrTime {
    /** When it begins. */
    Instant start(ZoneId zone);

    /** When it is over: a day at its end. */
    Instant end(ZoneId zone);

    /** A whole day. */
    record Day(LocalDate date) implements DateOrTime {
        @Override
        public Instant start(ZoneId zone) {
            return date.atStartOfDay(zone).toInstant();
        }

        @Override
        public Instant end(ZoneId zone) {
            return date.plusDays(1).atStartOfDay(zone).toInstant();
        }
    }

    /** A time without a zone: where one is. */
    record Local(LocalDateTime time) implements DateOrTime {
        @Override
        public Instant start(ZoneId zone) {
            return time.atZone(zone).toInstant();
        }

        @Override
        public Instant end(ZoneId zone) {
            return start(zone);
        }
    }

    /** A time with its zone. */
    record Exact(Instant time) implements DateOrTime {
        @Override
        public Instant start(ZoneId zone) {
            return time;
        }

        @Override
        public Instant end(ZoneId zone) {
            return time;
        }
    }

    /** Reads {@code 2026-03-01}, {@code 2026-03-01T12:30}, and the latter with a zone. */
    final class Converter implements ITypeConverter<DateOrTime> {
        @Override
        public DateOrTime convert(String text) {
            try {
                if (text.indexOf('T') < 0) {
                    return new Day(LocalDate.parse(text));
                }
                return text.matches(".*(?:Z|[+-]\\d\\d:\\d\\d)$")
                        ? new Exact(OffsetDateTime.parse(text).toInstant())
                        : new Local(LocalDateTime.parse(text));
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "'" + text
                                + "' is neither a date such as 2026-03-01 nor a time such as 2026-03-01T12:30 or 2026-03-01T12:30:00Z");
            }
        }
    }
}
