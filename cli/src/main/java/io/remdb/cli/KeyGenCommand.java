package io.remdb.cli;

import io.remdb.crypto.KeyFolder;
import io.remdb.crypto.KeyFolder.Overwrite;
import io.remdb.crypto.PublicKey;
import io.remdb.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem key-gen}. */
@Command(
        name = "key-gen",
        addMethodSubcommands = false,
        description = {
            "Makes the key pair with which databases are encrypted, in P8_HOME/keys.",
            "Its password is asked for, unless --password-stdin or P8_PASSWORD gives it."
        },
        footer = "  P8_HOME=$(mktemp -d) P8_PASSWORD=example ${sys:rem.command:-rem} key-gen")
final class KeyGenCommand extends Subcommand {
    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "The password. The shell keeps what is typed here: better --password-stdin or P8_PASSWORD.")
    private @Nullable String password;

    @Option(
            names = "--force",
            description = "Replaces the key pair that is there: what only it opens stays closed for ever.")
    private boolean force;

    @Override
    int run(Invocation invocation) {
        Passwords passwords = invocation.passwords(password);
        KeyFolder keys = passwords.keys();
        PublicKey made = keys.generate(passwords.chosen(), force ? Overwrite.ALLOWED : Overwrite.REFUSED);
        ObjectNode result = Json.object();
        result.put("path", keys.path().toString());
        result.put("public_key", made.toString());
        result.put("fingerprint", made.fingerprint());
        invocation.output().object(result);
        return ExitCode.DONE;
    }
}
