package io.remdb.dream.run;

import io.remdb.dream.DreamReport.Moment;
import io.remdb.dream.link.Link;
import io.remdb.dream.link.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What a run has found so far: of each moment what its row has and a vector, which is what of a window is held in memory. */
final class Found {
    /** A service that is away says the same of every activity. */
    private static final int MOST_PROBLEMS = 50;

    final List<Moment> moments = new ArrayList<>();
    final List<Node> nodes = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final Set<UUID> resources = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private int moreProblems;
    long items;

    void problem(String sentence) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(sentence);
        } else {
            moreProblems++;
        }
    }

    /** What went otherwise than asked: the first of it, and how much more there was. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (moreProblems > 0) {
            all.add("And " + moreProblems + " more problems like these");
        }
        return List.copyOf(all);
    }

    /** Forgets rows that are not there. */
    void remove(Set<UUID> rows) {
        if (!rows.isEmpty()) {
            moments.removeIf(moment -> rows.contains(moment.id()));
            nodes.removeIf(node -> rows.contains(node.id()));
            links.removeIf(link -> rows.contains(link.src()) || rows.contains(link.dst()));
        }
    }
}
