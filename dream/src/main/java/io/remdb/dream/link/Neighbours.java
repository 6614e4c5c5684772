package io.remdb.dream.link;

import io.remdb.dream.activity.Vectors;
import io.remdb.dream.segment.Baseline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Links what is about the same: nodes that are among each other's {@value #DEGREE} nearest, and nearer than most pairs of the window are. Being the
 * nearest for each other keeps what is a little like everything from being linked with everything; the degree bounds the edges.
 */
public final class Neighbours {
    static final int DEGREE = 3;

    /** By so many standard deviations a pair must be more like each other than pairs are on average. */
    private static final double STANDARD_DEVIATIONS = 2;

    /** And by this fraction of the way from unlike to the same, for windows in which all is about one thing. */
    private static final double COHESION = 0.3;

    /** Each is compared with so many before it in time, so that the work does not grow with the square of the window. */
    private static final int MOST_BEFORE = 2_000;

    private Neighbours() {}

    /**
     * The links among nodes, from the later to the earlier one.
     *
     * @param nodes in order of time
     */
    public static List<Link> related(List<Node> nodes, Baseline baseline) {
        double threshold = Math.max(baseline.at(COHESION), unusual(nodes));
        List<List<Near>> nearest = new ArrayList<>();
        nodes.forEach(node -> nearest.add(new ArrayList<>()));
        for (int later = 0; later < nodes.size(); later++) {
            for (int earlier = Math.max(0, later - MOST_BEFORE); earlier < later; earlier++) {
                double likeness = likeness(nodes, later, earlier);
                if (likeness >= threshold) {
                    keep(nearest.get(later), new Near(earlier, likeness));
                    keep(nearest.get(earlier), new Near(later, likeness));
                }
            }
        }
        return mutual(nodes, nearest);
    }

    private static List<Link> mutual(List<Node> nodes, List<List<Near>> nearest) {
        List<Set<Integer>> of = new ArrayList<>();
        nearest.forEach(
                list -> of.add(new HashSet<>(list.stream().map(Near::node).toList())));
        List<Link> links = new ArrayList<>();
        for (int later = 0; later < nodes.size(); later++) {
            for (Near near : nearest.get(later)) {
                if (near.node < later && of.get(near.node).contains(later)) {
                    links.add(
                            new Link(nodes.get(later).id(), nodes.get(near.node).id(), Link.RELATED_TO, near.likeness));
                }
            }
        }
        return links;
    }

    private static void keep(List<Near> list, Near near) {
        list.add(near);
        list.sort(Comparator.comparingDouble(Near::likeness).reversed().thenComparingInt(Near::node));
        if (list.size() > DEGREE) {
            list.removeLast();
        }
    }

    /** A likeness that few pairs have; that of a moment and what is in it is not asked for. */
    private static double unusual(List<Node> nodes) {
        double sum = 0;
        double squares = 0;
        long pairs = 0;
        for (int later = 0; later < nodes.size(); later++) {
            for (int earlier = Math.max(0, later - MOST_BEFORE); earlier < later; earlier++) {
                if (nodes.get(later).contains(nodes.get(earlier))) {
                    continue;
                }
                double likeness = likeness(nodes, later, earlier);
                sum += likeness;
                squares += likeness * likeness;
                pairs++;
            }
        }
        if (pairs == 0) {
            return 1;
        }
        double mean = sum / pairs;
        return mean + STANDARD_DEVIATIONS * Math.sqrt(Math.max(0, squares / pairs - mean * mean));
    }

    private static double likeness(List<Node> nodes, int a, int b) {
        Node one = nodes.get(a);
        Node other = nodes.get(b);
        return one.contains(other) ? -1 : Vectors.cosine(one.centre(), other.centre());
    }

    private record Near(int node, double likeness) {}
}
