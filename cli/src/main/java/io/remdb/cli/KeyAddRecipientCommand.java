package io.remdb.cli;

import io.remdb.crypto.PublicKey;
import io.remdb.crypto.Recipient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rem key add-recipient}. */
@Command(
        name = "add-recipient",
        addMethodSubcommands = false,
        description = {
            "Lets another device or person open the database with their own key: all of it.",
            "The public key is the line in their file P8_HOME/keys/public_key."
        },
        footer = Examples.ENCRYPTED + "P8_HOME=$P8_HOME/laptop ${sys:rem.command:-rem} key-gen;"
                + " ${sys:rem.command:-rem} key add-recipient $(cat $P8_HOME/laptop/keys/public_key) --label laptop")
final class KeyAddRecipientCommand extends Subcommand {
    @Parameters(paramLabel = "PUBLIC_KEY", description = "ed25519:...")
    private String publicKey = "";

    @Option(names = "--label", paramLabel = "TEXT", description = "What you call them.")
    private String label = "";

    @Override
    int run(Invocation invocation) {
        PublicKey key = PublicKey.parse(publicKey);
        Recipient added = KeyChange.make(invocation, keys -> keys.add(key, label));
        invocation.output().object(Recipients.json(added));
        return ExitCode.DONE;
    }
}
