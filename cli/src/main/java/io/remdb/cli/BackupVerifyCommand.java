package io.remdb.cli;

import io.remdb.BackupVerification;
import io.remdb.Backups;
import io.remdb.Verification;
import io.remdb.cli.output.ProgressBar;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem backup verify}. */
@Command(
        name = "verify",
        addMethodSubcommands = false,
        description = {
            "Compares the checksums of a backup's files, then opens a copy and reads everything in it.",
            "An encrypted one is opened with its password; without, its checksums are compared and that is said.",
            "The exit code is 1 when something is not as it was written."
        },
        footer = {Examples.BACKUP + "create", Examples.BACKUP + "verify"})
final class BackupVerifyCommand extends Subcommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "BACKUP",
            description = {
                "A backup, or a folder of backups for the newest in it",
                "(default: P8_BACKUP_PATH, else beside the database)."
            })
    private @Nullable Path backup;

    @Override
    int run(Invocation invocation) {
        long start = System.nanoTime();
        RemConfig config = invocation.config();
        Path source = BackupPlace.of(backup, invocation, config);
        KeySource keys = invocation.passwords(null).source();
        BackupVerification verification;
        try (ProgressBar progress = new ProgressBar(invocation.output(), "verifying")) {
            verification =
                    Backups.verify(source, options -> options.withConfig(config).withKeys(keys), progress);
        }
        Verification contents = verification.contents();
        ObjectNode result = BackupJson.of(verification.backup());
        result.put("opened", contents != null);
        if (contents == null) {
            invocation
                    .output()
                    .remark(
                            "warning: The backup is encrypted and no password was given: its files are what was written,"
                                    + " but nobody has looked into them");
        } else {
            VerificationJson.put(result, contents);
            result.remove("search_rows"); // the search index is no part of a backup: it is built from the rows
        }
        result.put("elapsed_ms", BackupJson.milliseconds(start));
        invocation.output().object(result);
        return verification.isSound() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
