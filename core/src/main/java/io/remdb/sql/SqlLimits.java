package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;

/**
 * What SQL may use.
 *
 * @param timeoutMs how long a statement may run, reading its rows included, in milliseconds, from 1
 * @param idleSessions how many sessions are kept for the next statement, 1 to 1,000
 * @param statementsPerSession how many prepared statements each of them keeps, 1 to 10,000
 * @param longestStatement in characters, from 100
 */
public record SqlLimits(int timeoutMs, int idleSessions, int statementsPerSession, int longestStatement) {
    /** 30 s, 16 sessions of 128 statements, a million characters. */
    public static final SqlLimits DEFAULT = new SqlLimits(30_000, 16, 128, 1 << 20);

    public SqlLimits {
        check("timeoutMs", timeoutMs, 1, Integer.MAX_VALUE);
        check("idleSessions", idleSessions, 1, 1_000);
        check("statementsPerSession", statementsPerSession, 1, 10_000);
        check("longestStatement", longestStatement, 100, 1 << 24);
    }

    /** These limits with another time-out. */
    public SqlLimits withTimeoutMs(int milliseconds) {
        return new SqlLimits(milliseconds, idleSessions, statementsPerSession, longestStatement);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A limit of SQL is out of its range")
                    .with("limit", name)
                    .with("value", value)
                    .with("least", least)
                    .with("most", most);
        }
    }
}
