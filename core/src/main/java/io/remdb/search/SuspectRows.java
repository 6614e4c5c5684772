package io.remdb.search;

import io.remdb.search.DocumentFinder.Place;
import io.remdb.search.RowPrints.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.lucene.index.DirectoryReader;

/**
 * Rows that seem to be otherwise in an index than in the store, as they are now. Of those that were not written between two looks an index
 * that was waited for in that time has what they are, or never will.
 *
 * @param rows by id; empty for one that is not there or is deleted
 */
record SuspectRows(Map<UUID, Optional<Row>> rows) {
    /**
     * Those that were not written between two looks; damaged ones, which were left out, are told of where rows are read.
     *
     * @param before the first look
     * @param after the second
     */
    static SuspectRows settled(List<UUID> ids, Map<UUID, Optional<Row>> before, Map<UUID, Optional<Row>> after) {
        Map<UUID, Optional<Row>> settled = new LinkedHashMap<>();
        for (UUID id : ids) {
            if (before.containsKey(id) && after.containsKey(id)) {
                Optional<Row> one = before.getOrDefault(id, Optional.empty());
                Optional<Row> other = after.getOrDefault(id, Optional.empty());
                if (isSame(one, other)) {
                    settled.put(id, other);
                }
            }
        }
        return new SuspectRows(settled);
    }

    private static boolean isSame(Optional<Row> before, Optional<Row> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return before.isEmpty() && after.isEmpty();
        }
        Row one = before.get();
        Row other = after.get();
        return one.entity().version() == other.entity().version()
                && Arrays.equals(one.main(), other.main())
                && Arrays.equals(one.alternative(), other.alternative());
    }

    /** Says how the index differs from them. */
    void compare(RowMapping mapping, DirectoryReader reader, IndexCheck.Findings findings) throws IOException {
        Map<UUID, Long> expected = expected(mapping);
        DocumentFinder finder = new DocumentFinder(reader);
        Map<UUID, List<Place>> places = new LinkedHashMap<>();
        rows.keySet().forEach(id -> places.put(id, finder.find(id)));
        PlacePrints prints = PlacePrints.of(places.values());
        places.forEach((id, found) -> {
            Long print = expected.get(id);
            if (print == null) {
                if (!found.isEmpty()) {
                    findings.found("The search index has a row that there is not", ", row " + id);
                }
            } else if (found.isEmpty()) {
                findings.found("The search index lacks a row", ", row " + id);
            } else if (found.size() > 1) {
                findings.found("The search index has a row more than once", ", row " + id);
            } else if (prints.at(found.getFirst()) != print) {
                findings.found("The search index does not have a row as it is", ", row " + id);
            }
        });
    }

    private Map<UUID, Long> expected(RowMapping mapping) throws IOException {
        List<Row> living = new ArrayList<>();
        rows.values().forEach(row -> row.ifPresent(living::add));
        long[] prints = RowPrints.of(mapping, living);
        Map<UUID, Long> expected = new HashMap<>();
        for (int i = 0; i < prints.length; i++) {
            expected.put(living.get(i).entity().id(), prints[i]);
        }
        return expected;
    }
}
