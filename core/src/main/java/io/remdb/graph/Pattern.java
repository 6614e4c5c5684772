package io.remdb.graph;

import io.remdb.EdgeDirection;
import java.util.List;

/**
 * Which edges are followed, and how far.
 *
 * @param direction of the edges, seen from the start
 * @param relTypes only these types; empty for all
 * @param depth the most edges of a path
 */
public record Pattern(EdgeDirection direction, List<String> relTypes, int depth) {
    public Pattern {
        // In order and each once, so that the answer does not depend on how they were typed.
        relTypes = relTypes.stream().distinct().sorted().toList();
    }

    /** The same paths followed from their ends. */
    Pattern reversed() {
        EdgeDirection opposite = switch (direction) {
            case OUT -> EdgeDirection.IN;
            case IN -> EdgeDirection.OUT;
            case BOTH -> EdgeDirection.BOTH;
        };
        return new Pattern(opposite, relTypes, depth);
    }
}
