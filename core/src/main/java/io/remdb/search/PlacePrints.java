package io.remdb.search;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.index.LeafReader;

/** The {@link DocumentPrints} of some documents, wherever they are; of neighbours together, since all terms are read for them. */
final class PlacePrints {
    private static final int DOCUMENTS_AT_ONCE = 1 << 20;

    private final Map<DocumentFinder.Place, Long> prints = new HashMap<>();

    private PlacePrints() {}

    static PlacePrints of(Collection<List<DocumentFinder.Place>> places) throws IOException {
        Map<Integer, SortedMap<Integer, DocumentFinder.Place>> bySegment = new TreeMap<>();
        for (List<DocumentFinder.Place> each : places) {
            each.forEach(place -> bySegment
                    .computeIfAbsent(place.leaf().ord, _ -> new TreeMap<>())
                    .put(place.number(), place));
        }
        PlacePrints prints = new PlacePrints();
        for (SortedMap<Integer, DocumentFinder.Place> segment : bySegment.values()) {
            prints.add(segment);
        }
        return prints;
    }

    private void add(SortedMap<Integer, DocumentFinder.Place> segment) throws IOException {
        LeafReader reader = segment.values().iterator().next().leaf().reader();
        TreeSet<Integer> left = new TreeSet<>(segment.keySet());
        while (!left.isEmpty()) {
            int from = left.first();
            int to = Math.min(Math.min(reader.maxDoc(), left.last() + 1), from + DOCUMENTS_AT_ONCE);
            long[] found = DocumentPrints.of(reader, from, to);
            segment.subMap(from, to).forEach((number, place) -> prints.put(place, found[number - from]));
            left.headSet(to).clear();
        }
    }

    long at(DocumentFinder.Place place) {
        Long print = prints.get(place);
        if (print == null) {
            throw new IllegalArgumentException("not among those that were asked for");
        }
        return print;
    }
}
