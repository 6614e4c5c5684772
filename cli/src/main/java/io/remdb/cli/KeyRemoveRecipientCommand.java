package io.remdb.cli;

import io.remdb.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rem key remove-recipient}. */
@Command(
        name = "remove-recipient",
        addMethodSubcommands = false,
        description = {
            "Shuts somebody out of what is written from now on.",
            "What they could read until now they may have copied, the keys included (docs/security.md)."
        },
        footer = Examples.ENCRYPTED + "${sys:rem.command:-rem} key remove-recipient"
                + " $(${sys:rem.command:-rem} key export-recovery | grep -o 'SHA256:[^\"]*')")
final class KeyRemoveRecipientCommand extends Subcommand {
    @Parameters(paramLabel = "FINGERPRINT", description = "As 'rem key list' shows it.")
    private String fingerprint = "";

    @Override
    int run(Invocation invocation) {
        int generation = KeyChange.make(invocation, keys -> {
            keys.remove(fingerprint);
            return keys.generation();
        });
        invocation.output().object(Json.object().put("removed", fingerprint).put("generation", generation));
        return ExitCode.DONE;
    }
}
