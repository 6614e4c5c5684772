package io.remdb.cli;

import picocli.CommandLine.Command;

/** {@code rem key}: the group. */
@Command(
        name = "key",
        addMethodSubcommands = false,
        description = {
            "Who can open an encrypted database: recipients, passwords, recovery.",
            "Who changes keys needs the password of one that opens the database, also where it is open already."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample, after rem demo:%n",
        footer = Examples.ENCRYPTED + "${sys:rem.command:-rem} key list",
        subcommands = {
            KeyListCommand.class,
            KeyAddRecipientCommand.class,
            KeyRemoveRecipientCommand.class,
            KeyRotateCommand.class,
            KeyExportRecoveryCommand.class,
            KeyRecoverCommand.class
        })
final class KeyCommand {}
