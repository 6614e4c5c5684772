package io.remdb.server.service;

import io.remdb.RemDatabase;
import io.remdb.Repair;
import io.remdb.Verification;
import io.remdb.Verification.Depth;
import io.remdb.server.proto.Mended;
import io.remdb.server.proto.RepairResponse;
import io.remdb.server.proto.VerifyResponse;
import io.remdb.server.wire.VerificationWire;

/** The check of a whole database, and its repair, told while they go on. */
final class Verifying {
    private Verifying() {}

    /** Sends progress, then each finding, then the result. */
    static void send(RemDatabase database, Depth depth, Answer<VerifyResponse> answer) throws InterruptedException {
        Verification verification = database.operations()
                .verify(
                        depth,
                        Telling.progress(progress -> answer.send(VerifyResponse.newBuilder()
                                .setProgress(progress)
                                .build())));
        for (Verification.Finding finding : verification.findings()) {
            answer.send(VerifyResponse.newBuilder()
                    .setFinding(VerificationWire.finding(finding))
                    .build());
        }
        for (Verification.Finding note : verification.notes()) {
            answer.send(VerifyResponse.newBuilder()
                    .setNote(VerificationWire.finding(note))
                    .build());
        }
        answer.send(VerifyResponse.newBuilder()
                .setResult(VerificationWire.result(verification))
                .build());
    }

    /** Sends progress, then what was done, then what a check has found afterwards, then its result. */
    static void repair(RemDatabase database, Answer<RepairResponse> answer) throws InterruptedException {
        Repair repair = database.operations()
                .repair(Telling.progress(progress -> answer.send(
                        RepairResponse.newBuilder().setProgress(progress).build())));
        for (Repair.Mended mended : repair.mended()) {
            answer.send(RepairResponse.newBuilder()
                    .setMended(Mended.newBuilder()
                            .setPart(mended.part())
                            .setDone(mended.done())
                            .setCount(mended.count()))
                    .build());
        }
        for (Verification.Finding finding : repair.after().findings()) {
            answer.send(RepairResponse.newBuilder()
                    .setFinding(VerificationWire.finding(finding))
                    .build());
        }
        for (Verification.Finding note : repair.after().notes()) {
            answer.send(RepairResponse.newBuilder()
                    .setNote(VerificationWire.finding(note))
                    .build());
        }
        answer.send(RepairResponse.newBuilder()
                .setResult(VerificationWire.result(repair.after()))
                .build());
    }
}
