package io.remdb.bench;

/**
 * How long a measurement runs. A round ends after so many operations or so much time, whichever comes first, but not before
 * one operation is done.
 *
 * @param rounds the figures of a measurement are the medians of its rounds
 * @param warmUpOperations done before the first round, not counted
 * @param warmUpMs at most, milliseconds
 * @param operations of a round
 * @param roundMs of a round at most, milliseconds
 * @param questions searches whose recall is compared with a scan of all vectors
 * @param embeddedRows rows of one batch that is embedded by a language model
 * @param reopenings of the database
 * @param settlingMs at most so long until nothing goes on in the background, milliseconds
 */
record Pace(
        int rounds,
        int warmUpOperations,
        long warmUpMs,
        int operations,
        long roundMs,
        int questions,
        int embeddedRows,
        int reopenings,
        long settlingMs) {
    /** What the command uses. */
    static final Pace FULL = new Pace(3, 20_000, 1_500, 50_000, 2_000, 200, 1_000, 11, 3_600_000);
    /** The least that runs everything: for tests. */
    static final Pace TINY = new Pace(2, 2, 50, 5, 50, 10, 4, 1, 20);
}
