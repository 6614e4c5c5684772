package io.remdb.cli;

import io.remdb.Verification;
import io.remdb.Verification.Finding;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a check has found, as JSON. */
final class VerificationJson {
    private VerificationJson() {}

    static void put(ObjectNode result, Verification verification) {
        result.put("rows", verification.rows());
        result.put("edges", verification.edges());
        result.put("vectors", verification.vectors());
        result.put("index_entries", verification.indexEntries());
        result.put("search_rows", verification.searchRows());
        result.put("log_entries", verification.logEntries());
        result.put("found", verification.found());
        add(result.putArray("findings"), verification.findings());
        if (verification.noted() > 0) {
            result.put("noted", verification.noted());
            add(result.putArray("notes"), verification.notes());
        }
    }

    private static void add(ArrayNode array, List<Finding> findings) {
        for (Finding finding : findings) {
            array.addObject()
                    .put("part", finding.part())
                    .put("problem", finding.problem())
                    .put("place", finding.place());
        }
    }
}
