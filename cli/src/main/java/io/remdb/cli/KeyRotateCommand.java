package io.remdb.cli;

import io.remdb.DatabaseKeys;
import io.remdb.crypto.KeyFolder;
import io.remdb.crypto.KeyFolder.Overwrite;
import io.remdb.crypto.Password;
import io.remdb.crypto.PrivateKey;
import io.remdb.crypto.PublicKey;
import io.remdb.crypto.Recipient;
import io.remdb.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem key rotate}. */
@Command(
        name = "rotate",
        addMethodSubcommands = false,
        description = {
            "Replaces the password of your keys, your key pair, or the key that rows are sealed with.",
            "password: the same key pair under another password; no database is touched.",
            "pair: a new key pair (and password) that opens this database; the former one no longer does.",
            "data: what is written from now on has a new key; rows keep theirs until they are written again.",
            "With --password-stdin the first line is the present password, the second one the new one."
        },
        footer = Examples.ENCRYPTED + "${sys:rem.command:-rem} key rotate data")
final class KeyRotateCommand extends Subcommand {
    /** What is replaced. */
    enum What {
        PASSWORD,
        PAIR,
        DATA
    }

    @Parameters(paramLabel = "password|pair|data", description = "What is replaced.")
    private What what = What.DATA;

    @Override
    int run(Invocation invocation) {
        Passwords passwords = invocation.passwords(null);
        ObjectNode result = switch (what) {
            case PASSWORD -> password(passwords);
            case PAIR -> pair(invocation, passwords);
            case DATA -> Json.object().put("generation", KeyChange.make(invocation, DatabaseKeys::rotate));
        };
        invocation.output().object(result);
        return ExitCode.DONE;
    }

    private static ObjectNode password(Passwords passwords) {
        KeyFolder keys = passwords.keys();
        keys.changePassword(passwords.current(), passwords.next());
        return Json.object()
                .put("path", keys.path().toString())
                .put("fingerprint", keys.publicKey().fingerprint());
    }

    /**
     * The new key opens the database before the file holds it, and the former one until the file does: whatever is killed in between,
     * the key in the file opens the database.
     */
    private static ObjectNode pair(Invocation invocation, Passwords passwords) {
        KeyFolder folder = passwords.keys();
        try (PrivateKey next = PrivateKey.generate()) {
            String former = KeyChange.make(invocation, keys -> {
                PublicKey replaced = passwords.unlocked().publicKey();
                Password chosen = passwords.next();
                keys.add(next.publicKey(), label(keys.recipients(), replaced));
                folder.store(next, chosen, Overwrite.ALLOWED);
                keys.remove(replaced.fingerprint());
                return replaced.fingerprint();
            });
            return Json.object()
                    .put("path", folder.path().toString())
                    .put("public_key", next.publicKey().toString())
                    .put("fingerprint", next.publicKey().fingerprint())
                    .put("former", former);
        }
    }

    private static String label(List<Recipient> recipients, PublicKey key) {
        return recipients.stream()
                .filter(recipient -> recipient.publicKey().equals(key))
                .findFirst()
                .map(Recipient::label)
                .orElse("");
    }
}
