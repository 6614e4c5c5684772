package io.remdb.cli;

import io.remdb.DatabaseKeys;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemDatabase;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.PrivateKey;
import io.remdb.crypto.PublicKey;
import io.remdb.crypto.RecoveryCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rem key recover}. */
@Command(
        name = "recover",
        addMethodSubcommands = false,
        description = {
            "Opens the database with a recovery code, and lets the key pair in P8_HOME/keys open it from now on.",
            "Make that first with rem key-gen. The code is read from stdin, or asked for in a terminal."
        },
        footer = Examples.ENCRYPTED + "CODE=$(${sys:rem.command:-rem} key export-recovery | cut -d'\"' -f4);"
                + " P8_HOME=$P8_HOME/new ${sys:rem.command:-rem} key-gen;"
                + " echo $CODE | P8_HOME=$P8_HOME/new ${sys:rem.command:-rem} --db $P8_HOME/db key recover")
final class KeyRecoverCommand extends Subcommand {
    @Option(names = "--label", paramLabel = "TEXT", description = "What you call the key pair.")
    private String label = "";

    @Override
    int run(Invocation invocation) {
        Passwords passwords = invocation.passwords(null);
        try (RecoveryCode code = RecoveryCode.parse(passwords.recoveryCode());
                PrivateKey ofCode = code.privateKey()) {
            // With its password, so that nobody adds a key that they cannot use.
            PublicKey added = passwords.unlocked().publicKey();
            try (RemDatabase database = invocation.open(null, Creation.NEVER, KeySource.recovery(code))) {
                DatabaseKeys keys = database.keys();
                KeyChange.requireRecipient(keys, ofCode.publicKey());
                invocation.output().object(Recipients.json(keys.add(added, label)));
            }
        }
        return ExitCode.DONE;
    }
}
