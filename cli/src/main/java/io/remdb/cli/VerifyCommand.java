package io.remdb.cli;

import io.remdb.ContentHash;
import io.remdb.RemDatabase;
import io.remdb.Repair;
import io.remdb.Verification;
import io.remdb.Verification.Depth;
import io.remdb.cli.output.ProgressBar;
import io.remdb.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem verify}. */
@Command(
        name = "verify",
        addMethodSubcommands = false,
        description = {
            "Says what is not as it was written: rows, edges, vectors, indexes, the log, the search index.",
            "Reads every file with its checksums, and compares what can be counted; --deep looks at everything one by one.",
            "The exit code is 1 when something is not as it was."
        },
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db verify",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db verify --repair"
        })
final class VerifyCommand extends Subcommand {
    @Option(
            names = "--deep",
            description = {
                "Also looks up for every row and edge what belongs to it, for everything derived its row, and holds",
                "rows against their schemas and the search index against the rows."
            })
    private boolean deep;

    @Option(
            names = "--repair",
            description = {
                "Brings everything that is derived to what it is derived from: index entries, keys, ids, edges seen",
                "from their targets, counters, vectors, search indexes; then looks deeply at what is left. Not on a",
                "replica."
            })
    private boolean repair;

    @Option(
            names = "--hash",
            description = {
                "Says instead in one number what the database holds: a primary and a replica that has everything",
                "have the same."
            })
    private boolean hash;

    @Override
    int run(Invocation invocation) {
        if (hash && (deep || repair)) {
            throw wrongUsage("--hash checks nothing: it stands alone");
        }
        if (hash) {
            return hash(invocation);
        }
        return repair ? repair(invocation) : verify(invocation, deep ? Depth.DEEP : Depth.QUICK);
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

    private static int verify(Invocation invocation, Depth depth) {
        Verification verification;
        try (RemDatabase database = invocation.open();
                ProgressBar progress = new ProgressBar(invocation.output(), "reading")) {
            verification = database.operations().verify(depth, progress);
        }
        ObjectNode result = Json.object();
        VerificationJson.put(result, verification);
        invocation.output().object(result);
        return exitCode(verification);
    }

    private static int repair(Invocation invocation) {
        Repair repair;
        try (RemDatabase database = invocation.open();
                ProgressBar progress = new ProgressBar(invocation.output(), "reading")) {
            repair = database.operations().repair(progress);
        }
        ObjectNode result = Json.object();
        ArrayNode mended = result.putArray("mended");
        for (Repair.Mended each : repair.mended()) {
            mended.addObject().put("part", each.part()).put("done", each.done()).put("count", each.count());
        }
        VerificationJson.put(result, repair.after());
        invocation.output().object(result);
        if (!repair.after().isSound()) {
            invocation.output().remark("What is left cannot be repaired: restore it from a backup");
        }
        return exitCode(repair.after());
    }

    private static int exitCode(Verification verification) {
        return verification.isSound() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
