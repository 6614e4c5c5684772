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
    final List<Moment> moments = new ArrayList<>();
    final List<Node> nodes = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final Set<UUID> resources = new HashSet<>();
    final List<String> problems = new ArrayList<>();
    long items;
}
