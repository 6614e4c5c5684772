package io.remdb.sql;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link TimeZones} puts into statements. H2 calls it by name; it is no API. NULL in, NULL out. */
public final class MomentFunctions {
    static final String LOCAL = "local_time_of";

    /** The functions by their name in SQL, with the method that does it. */
    static final Map<String, String> METHODS = Map.of(LOCAL, "local");

    private MomentFunctions() {}

    /** What a calendar and a clock in the zone of a moment show. */
    public static @Nullable LocalDateTime local(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toLocalDateTime();
    }
}
