package io.remdb.dream.run;

import io.remdb.dream.DreamReport.Moment;
import io.remdb.dream.link.Link;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Links each moment with the one before it: the first of a window with the last one of an earlier window, too. */
final class Sequence {
    private final List<Link> links;
    private final Map<UUID, Set<String>> owned;

    /**
     * A sequence to be.
     *
     * @param links the links found are added
     * @param owned told of which rows all links of a type are known then
     */
    Sequence(List<Link> links, Map<UUID, Set<String>> owned) {
        this.links = links;
        this.owned = owned;
    }

    /** Links moments, in order of time. */
    void link(List<Moment> moments, StoredMoments stored) {
        if (moments.isEmpty()) {
            return;
        }
        for (int i = 1; i < moments.size(); i++) {
            link(moments.get(i - 1).id(), moments.get(i).id());
        }
        Moment first = moments.getFirst();
        stored.before(first.start()).ifPresent(earlier -> {
            owned.put(earlier, Set.of(Link.PRECEDES));
            link(earlier, first.id());
        });
        Moment last = moments.getLast();
        stored.after(last.start()).ifPresent(later -> {
            owned.put(later, Set.of(Link.FOLLOWS));
            link(last.id(), later);
        });
    }

    private void link(UUID earlier, UUID later) {
        links.add(new Link(later, earlier, Link.FOLLOWS, 1));
        links.add(new Link(earlier, later, Link.PRECEDES, 1));
    }
}
