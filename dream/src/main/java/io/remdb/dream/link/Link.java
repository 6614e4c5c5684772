package io.remdb.dream.link;

import java.util.UUID;

/**
 * An edge to be.
 *
 * @param src where it starts
 * @param dst where it ends
 * @param type what it says
 * @param score how sure it is, 0 to 1
 */
public record Link(UUID src, UUID dst, String type, double score) {
    /** A resource belongs to a moment. */
    public static final String CONTAINS = "contains";

    /** A moment took place in a session. */
    public static final String CAPTURED_IN = "captured_in";

    /** Both are about the same. */
    public static final String RELATED_TO = "related_to";

    /** A moment came after another. */
    public static final String FOLLOWS = "follows";

    /** A moment came before another. */
    public static final String PRECEDES = "precedes";

    /** An entity is named in a moment. */
    public static final String MENTIONS = "mentions";

    /** A moment is about a theme. */
    public static final String ABOUT = "about";

    /** A summary tells of a moment or a session. */
    public static final String SUMMARIZES = "summarizes";

    private static final double PLACES = 1e4;

    /** The same link whatever processor has computed the score. */
    public Link {
        score = Math.round(score * PLACES) / PLACES;
    }
}
