package io.remdb.cli;

import io.remdb.Verification;
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
        result.put("log_entries", verification.logEntries());
        result.put("found", verification.found());
        ArrayNode findings = result.putArray("findings");
        for (Verification.Finding finding : verification.findings()) {
            findings.addObject()
                    .put("part", finding.part())
                    .put("problem", finding.problem())
                    .put("place", finding.place());
        }
    }
}
