package io.remdb.dream.link;

import io.remdb.dream.activity.Vectors;
import io.remdb.dream.link.Node.Kind;
import io.remdb.dream.segment.Baseline;
import io.remdb.dream.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Groups moments into themes: each joins the group whose middle it is nearest to, if that is near enough, or begins one (leader clustering: Hartigan
 * 1975), and then all are put where they fit best, a few times over, so that the order matters less. Groups of one are no themes.
 */
public final class Themes {
    private static final double COHESION = 0.4;
    private static final int ROUNDS = 4;
    private static final int MOST_TAGS = 5;

    private Themes() {}

    /** The themes of moments, the largest first. */
    public static List<Theme> of(List<Node> nodes, Baseline baseline) {
        List<Node> moments =
                nodes.stream().filter(node -> node.kind() == Kind.MOMENT).toList();
        double threshold = baseline.at(COHESION);
        List<float[]> middles = new ArrayList<>();
        List<List<Node>> groups = List.of();
        for (int round = 0; round < ROUNDS; round++) {
            groups = grouped(moments, middles, threshold);
            middles.clear();
            groups.forEach(group ->
                    middles.add(Vectors.mean(group.stream().map(Node::centre).toList())));
        }
        Map<String, Theme> themes = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).size() > 1) {
                Theme theme = theme(groups.get(i), middles.get(i));
                themes.merge(theme.name(), theme, Themes::together);
            }
        }
        return themes.values().stream()
                .sorted(Comparator.comparingInt((Theme theme) -> theme.moments().size())
                        .reversed()
                        .thenComparing(Theme::name))
                .toList();
    }

    private static List<List<Node>> grouped(List<Node> moments, List<float[]> middles, double threshold) {
        List<float[]> leaders = new ArrayList<>(middles);
        List<List<Node>> groups = new ArrayList<>();
        leaders.forEach(leader -> groups.add(new ArrayList<>()));
        for (Node moment : moments) {
            int best = -1;
            double likeness = threshold;
            for (int i = 0; i < leaders.size(); i++) {
                double here = Vectors.cosine(moment.centre(), leaders.get(i));
                if (here >= likeness) {
                    likeness = here;
                    best = i;
                }
            }
            if (best < 0) {
                leaders.add(moment.centre());
                groups.add(new ArrayList<>(List.of(moment)));
            } else {
                groups.get(best).add(moment);
            }
        }
        groups.removeIf(List::isEmpty);
        return groups;
    }

    private static Theme theme(List<Node> moments, float[] middle) {
        List<String> tags = commonTags(moments);
        String name = tags.isEmpty() ? "moments since " + moments.getFirst().time() : tags.getFirst();
        return new Theme(
                name,
                tags,
                moments,
                moments.stream()
                        .map(moment -> Math.clamp(Vectors.cosine(moment.centre(), middle), 0, 1))
                        .toList());
    }

    /** The tags by how many moments they have words of, and then by how early they stand in their lists. */
    private static List<String> commonTags(List<Node> moments) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (Node moment : moments) {
            for (int place = 0; place < moment.tags().size(); place++) {
                String tag = moment.tags().get(place);
                double score = moments.stream().filter(other -> has(other, tag)).count() + 1.0 / (place + 2);
                scores.merge(tag, score, Math::max);
            }
        }
        return scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(MOST_TAGS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
    }

    private static boolean has(Node moment, String tag) {
        List<String> stems = Words.content(tag);
        return moment.tags().stream()
                .anyMatch(other -> Words.content(other).stream().anyMatch(stems::contains));
    }

    private static Theme together(Theme one, Theme other) {
        List<Node> moments = new ArrayList<>(one.moments());
        moments.addAll(other.moments());
        List<Double> scores = new ArrayList<>(one.scores());
        scores.addAll(other.scores());
        return new Theme(one.name(), one.tags(), moments, scores);
    }
}
