package io.remdb.cli;

import io.remdb.crypto.PrivateKey;
import io.remdb.crypto.Recipient;
import io.remdb.crypto.RecoveryCode;
import io.remdb.json.Json;
import picocli.CommandLine.Command;

/** {@code rem key export-recovery}. */
@Command(
        name = "export-recovery",
        addMethodSubcommands = false,
        description = {
            "Makes a code that opens the database when the password or the key files are lost; to be printed.",
            "It is shown once and kept nowhere. Who has it has the database: keep it as you would keep that."
        },
        footer = Examples.ENCRYPTED + "${sys:rem.command:-rem} key export-recovery")
final class KeyExportRecoveryCommand extends Subcommand {
    @Override
    int run(Invocation invocation) {
        try (RecoveryCode code = RecoveryCode.generate();
                PrivateKey key = code.privateKey()) {
            Recipient recipient = KeyChange.make(invocation, keys -> keys.add(key.publicKey(), "recovery code"));
            invocation
                    .output()
                    .object(Json.object()
                            .put("recovery_code", code.text())
                            .put("fingerprint", recipient.fingerprint()));
        }
        return ExitCode.DONE;
    }
}
