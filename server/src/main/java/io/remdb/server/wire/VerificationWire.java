package io.remdb.server.wire;

import io.remdb.Verification;
import io.remdb.server.proto.Finding;
import io.remdb.server.proto.VerifyResult;
import java.util.List;

/** What a check of a database has found. */
public final class VerificationWire {
    private VerificationWire() {}

    /** A finding as a message. */
    public static Finding finding(Verification.Finding finding) {
        return Finding.newBuilder()
                .setPart(finding.part())
                .setProblem(finding.problem())
                .setPlace(finding.place())
                .build();
    }

    /** A finding of a message. */
    public static Verification.Finding finding(Finding message) {
        return new Verification.Finding(message.getPart(), message.getProblem(), message.getPlace());
    }

    /** All but the findings as a message. */
    public static VerifyResult result(Verification verification) {
        return VerifyResult.newBuilder()
                .setRows(verification.rows())
                .setEdges(verification.edges())
                .setVectors(verification.vectors())
                .setIndexEntries(verification.indexEntries())
                .setLogEntries(verification.logEntries())
                .setFound(verification.found())
                .setSearchRows(verification.searchRows())
                .setNoted(verification.noted())
                .build();
    }

    /** The whole of a message and what came before it. */
    public static Verification verification(
            VerifyResult message, List<Verification.Finding> findings, List<Verification.Finding> notes) {
        return new Verification(
                message.getRows(),
                message.getEdges(),
                message.getVectors(),
                message.getIndexEntries(),
                message.getLogEntries(),
                message.getSearchRows(),
                findings,
                message.getFound(),
                notes,
                message.getNoted());
    }
}
