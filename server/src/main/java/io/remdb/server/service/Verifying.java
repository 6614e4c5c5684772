package io.remdb.server.service;

import io.remdb.RemDatabase;
import io.remdb.Verification;
import io.remdb.server.proto.VerifyResponse;
import io.remdb.server.wire.VerificationWire;

/** The check of a whole database, told while it goes on. */
final class Verifying {
    private Verifying() {}

    /** Sends progress, then each finding, then the result. */
    static void send(RemDatabase database, Answer<VerifyResponse> answer) throws InterruptedException {
        Verification verification = database.operations()
                .verify(Telling.progress(progress -> answer.send(
                        VerifyResponse.newBuilder().setProgress(progress).build())));
        for (Verification.Finding finding : verification.findings()) {
            answer.send(VerifyResponse.newBuilder()
                    .setFinding(VerificationWire.finding(finding))
                    .build());
        }
        answer.send(VerifyResponse.newBuilder()
                .setResult(VerificationWire.result(verification))
                .build());
    }
}
