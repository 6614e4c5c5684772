package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.cli.output.ProgressBar;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import io.remdb.json.Json;
import io.remdb.server.owner.OwnerControl;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem encrypt}. */
@Command(
        name = "encrypt",
        addMethodSubcommands = false,
        description = {
            "Encrypts a database that is not encrypted, for the key pair in P8_HOME/keys (rem key-gen).",
            "It is copied, compared and then replaced; what is killed in between leaves it whole."
        },
        footer = "  export P8_HOME=$(mktemp -d); ${sys:rem.command:-rem} init; export P8_PASSWORD=example;"
                + " ${sys:rem.command:-rem} key-gen; ${sys:rem.command:-rem} encrypt")
final class EncryptCommand extends Subcommand {
    private static final int MOST_ATTEMPTS = 5;

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "The password. The shell keeps what is typed here: better --password-stdin or P8_PASSWORD.")
    private @Nullable String password;

    @Override
    int run(Invocation invocation) {
        Path path = invocation.database();
        RemConfig config = invocation.config();
        Passwords passwords = invocation.passwords(password);
        // Asked for before anything is stopped or copied.
        KeySource keys = passwords.sourceOfEncrypted();
        try (ProgressBar progress = new ProgressBar(invocation.output(), "encrypting")) {
            encrypt(path, options -> options.withConfig(config).withKeys(keys), progress);
        }
        ObjectNode result = Json.object();
        result.put("path", path.toString());
        result.put("encrypted", true);
        invocation.output().object(result);
        return ExitCode.DONE;
    }

    /** Clients of the owner that was stopped may start another one before the database is locked. */
    private static void encrypt(Path path, UnaryOperator<OpenOptions> options, ProgressListener progress) {
        for (int attempt = 1; ; attempt++) {
            var _ = OwnerControl.of(path).stop("rem encrypt");
            try {
                RemDatabase.encrypt(path, options, progress);
                return;
            } catch (RemException e) {
                if (e.code() != ErrorCode.LOCKED || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
