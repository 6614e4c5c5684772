package io.remdb.dream.link;

import java.util.List;

/**
 * What several moments of a window are about.
 *
 * @param name a phrase that they have in common, or the most telling of one of them
 * @param tags the tags that most of them have
 * @param moments in order of time, at least two
 * @param scores how near the middle of the theme each of them is
 */
public record Theme(String name, List<String> tags, List<Node> moments, List<Double> scores) {
    public Theme {
        tags = List.copyOf(tags);
        moments = List.copyOf(moments);
        scores = List.copyOf(scores);
    }
}
