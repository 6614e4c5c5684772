package io.remdb.sql;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Numbers for mentions of tables. H2 takes two objects of the same number for the same object, so two mentions in one statement must
 * not share one. They are negative, where H2's own never are.
 */
final class MentionIds {
    private static final int FIRST = -2;

    private static final AtomicInteger LAST = new AtomicInteger(FIRST);

    private MentionIds() {}

    static int next() {
        return LAST.updateAndGet(last -> last == Integer.MIN_VALUE ? FIRST : last - 1);
    }
}
