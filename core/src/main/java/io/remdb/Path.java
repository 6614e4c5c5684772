package io.remdb;

import java.util.ArrayList;
import java.util.List;

/**
 * A way from one entity to another along edges. No entity is on it twice.
 *
 * <p>The entities carry at most the first {@value Entity#MAX_EDGES_CARRIED} of the edges that start at them, so that
 * one with a million costs no more than another; {@link RemDatabase#edges} gives all.
 *
 * @param start where it starts
 * @param steps in order; none: the path is the start alone
 */
public record Path(Entity start, List<Step> steps) {
    /** What stands before the type of an edge that is followed from its target to its source, in {@link #elements}. */
    public static final String AGAINST = "<-";

    /**
     * One edge of a path.
     *
     * @param edge the edge
     * @param entity where it leads on this path: its target, or its source when it is followed against its direction
     */
    public record Step(Edge edge, Entity entity) {
        /** {@link EdgeDirection#OUT}, or {@link EdgeDirection#IN} when the edge is followed from its target to its source. */
        public EdgeDirection direction() {
            return edge.dst().equals(entity.id()) ? EdgeDirection.OUT : EdgeDirection.IN;
        }
    }

    public Path {
        steps = List.copyOf(steps);
    }

    /** Where it ends. */
    public Entity end() {
        return steps.isEmpty() ? start : steps.getLast().entity();
    }

    /** The number of its edges. */
    public int depth() {
        return steps.size();
    }

    /**
     * The path as text: the start's id, then for each step the edge's type and the id that it leads to. The type of an edge
     * that is followed against its direction has {@value #AGAINST} before it.
     */
    public List<String> elements() {
        List<String> elements = new ArrayList<>(1 + 2 * steps.size());
        elements.add(start.id().toString());
        for (Step step : steps) {
            String relType = step.edge().relType();
            elements.add(
                    switch (step.direction()) {
                        case OUT, BOTH -> relType;
                        case IN -> AGAINST + relType;
                    });
            elements.add(step.entity().id().toString());
        }
        return List.copyOf(elements);
    }
}
