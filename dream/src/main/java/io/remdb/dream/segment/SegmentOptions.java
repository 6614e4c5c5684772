package io.remdb.dream.segment;

import java.time.Duration;

/**
 * How activities are cut.
 *
 * @param pause messages of one session that are further apart belong to different activities
 * @param shortest an activity that is shorter is joined to its neighbour, and left out where it has none; zero keeps all
 * @param longest an activity that is longer is cut at its widest pause; of several that are about as wide, at the one nearest to its middle
 * @param fewestMessages a change of topic leaves at least so many messages on both of its sides
 * @param cohesion how like each other two neighbouring pieces must be to be about one thing: a fraction of the way from how like each
 *     other any two pieces of the window are (0) to the same (1)
 */
public record SegmentOptions(Duration pause, Duration shortest, Duration longest, int fewestMessages, double cohesion) {
    /**
     * Half an hour, the pause that ends a visit in the analysis of web logs (Catledge and Pitkow 1995) too; four hours; three messages, since
     * two say hardly what a topic is; a cohesion in the middle of the range in which the result does not depend on it (docs/dream.md).
     */
    public static final SegmentOptions DEFAULTS =
            new SegmentOptions(Duration.ofMinutes(30), Duration.ZERO, Duration.ofHours(4), 3, 0.3);

    public SegmentOptions {
        if (pause.isNegative() || pause.isZero() || shortest.isNegative() || longest.compareTo(pause) < 0) {
            throw new IllegalArgumentException(
                    "A pause is longer than nothing, and the longest activity not shorter than a pause");
        }
        if (fewestMessages < 1 || cohesion < 0 || cohesion > 1) {
            throw new IllegalArgumentException("At least one message, and a cohesion from 0 to 1");
        }
    }

    /** The same with another shortest activity. */
    public SegmentOptions withShortest(Duration shortest) {
        return new SegmentOptions(pause, shortest, longest, fewestMessages, cohesion);
    }

    /** The same with another cohesion. */
    public SegmentOptions withCohesion(double cohesion) {
        return new SegmentOptions(pause, shortest, longest, fewestMessages, cohesion);
    }
}
