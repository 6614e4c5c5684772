package io.remdb.telemetry;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line for each call that failed, with the code and what is known of the case. What may be content of the database, or tell of it, is left
 * out: ids (they are made of keys), keys, values, statements, paths of files that were read. Of those only the names stand there.
 */
final class ErrorLog {
    /** The name by which it is switched on and off. */
    static final String NAME = "io.remdb.errors";

    private static final Logger LOGGER = System.getLogger(NAME);

    /** Particulars that name a part of the database, never something in it. */
    private static final Set<String> NAMES =
            Set.of("model", "schema", "slot", "table", "variable", "version", "waiting_for");

    /** Those that are numbers, and are shown where they are. */
    private static final Set<String> NUMBERS = Set.of(
            "acks",
            "attempts",
            "bytes",
            "dimension",
            "epoch",
            "limit",
            "oldest",
            "pid",
            "rows",
            "rows_done",
            "sequence",
            "timeout_ms",
            "written");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,19}");

    private ErrorLog() {}

    static void say(Kind kind, @Nullable String table, ErrorCode code, Throwable failure) {
        Level level = Telling.of(code).level;
        if (LOGGER.isLoggable(level)) {
            LOGGER.log(level, line(kind, table, code, failure));
        }
    }

    static String line(Kind kind, @Nullable String table, ErrorCode code, Throwable failure) {
        StringJoiner line = new StringJoiner(", ", "error[" + code + "] (", ")");
        line.add("operation=" + kind.label());
        if (table != null) {
            line.add("table=" + table);
        }
        if (failure instanceof RemException known) {
            if (Telling.of(code) != Telling.QUOTING_REFUSAL) {
                line.add("problem=" + known.text());
            }
            known.details().forEach((key, value) -> {
                if (!key.equals("table") || table == null) {
                    line.add(key + "=" + (isShown(key, value) ? value : "[redacted]"));
                }
            });
        } else {
            line.add("problem=" + failure.getClass().getName());
        }
        return line.toString();
    }

    private static boolean isShown(String key, Object value) {
        return NAMES.contains(key)
                || (NUMBERS.contains(key) && NUMBER.matcher(value.toString()).matches());
    }

    /** How an error is told. */
    private enum Telling {
        /** The database is damaged, or has a defect. */
        DAMAGE(Level.ERROR),
        /** Something that it needs does not do its work. */
        TROUBLE(Level.WARNING),
        /** What a caller can mend by calling otherwise is no trouble of the database's. */
        REFUSAL(Level.INFO),
        /** The same, in a sentence that may quote what was given. */
        QUOTING_REFUSAL(Level.INFO);

        private final Level level;

        Telling(Level level) {
            this.level = level;
        }

        static Telling of(ErrorCode code) {
            return switch (code) {
                case CORRUPTED, INTERNAL -> DAMAGE;
                case EMBEDDING_FAILED, LANGUAGE_MODEL_FAILED, NOT_REPLICATED, UNAVAILABLE, TIMEOUT, IO_ERROR -> TROUBLE;
                case INVALID_JSON, VALIDATION_FAILED, INVALID_SCHEMA, INVALID_QUERY, INVALID_ARGUMENT, PYTHON_FAILED ->
                    QUOTING_REFUSAL;
                case UNKNOWN_TABLE,
                        UNKNOWN_FIELD,
                        AMBIGUOUS_KEY,
                        INVALID_CONFIG,
                        UNKNOWN_MODEL,
                        NOT_FOUND,
                        UNSUPPORTED,
                        TOO_LARGE,
                        NOT_A_DATABASE,
                        UNKNOWN_FORMAT,
                        TABLE_NOT_EMPTY,
                        SEALED,
                        READ_ONLY,
                        LOCKED,
                        CLOSED,
                        CONFLICT,
                        UNAUTHORIZED,
                        WRONG_PASSWORD,
                        CANCELLED -> REFUSAL;
            };
        }
    }
}
