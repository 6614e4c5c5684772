package io.remdb.cli;

import io.remdb.ContentHash;
import io.remdb.RemDatabase;
import io.remdb.Verification;
import io.remdb.cli.output.ProgressBar;
import io.remdb.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem verify}. */
@Command(
        name = "verify",
        addMethodSubcommands = false,
        description = {
            "Reads everything and says what is not as it was written: rows, edges, vectors, indexes, the log.",
            "The exit code is 1 when something is not."
        },
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db verify")
final class VerifyCommand extends Subcommand {
    @Option(
            names = "--hash",
            description = {
                "Says instead in one number what the database holds: a primary and a replica that has everything",
                "have the same."
            })
    private boolean hash;

    @Override
    int run(Invocation invocation) {
        return hash ? hash(invocation) : verify(invocation);
    }

    private static int hash(Invocation invocation) {
        ContentHash hash;
        try (RemDatabase database = invocation.open();
                ProgressBar progress = new ProgressBar(invocation.output(), "reading")) {
            hash = database.operations().contentHash(progress);
        }
        ObjectNode result = Json.object();
        result.put("hash", hash.hash());
        result.put("sequence", hash.sequence());
        result.put("rows", hash.rows());
        invocation.output().object(result);
        return ExitCode.DONE;
    }

    private static int verify(Invocation invocation) {
        Verification verification;
        try (RemDatabase database = invocation.open();
                ProgressBar progress = new ProgressBar(invocation.output(), "reading")) {
            verification = database.operations().verify(progress);
        }
        ObjectNode result = Json.object();
        VerificationJson.put(result, verification);
        invocation.output().object(result);
        return verification.isSound() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
