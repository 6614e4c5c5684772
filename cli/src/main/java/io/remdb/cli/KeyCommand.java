package io.remdb.cli;

import picocli.CommandLine.Command;

/** {@code rem key}: the group. */
@Command(
        name = "key",
        addMethodSubcommands = false,
        description = {
            "Who can open an encrypted database: recipients, passwords, recovery.",
            "These commands work alone: a process in the background that has the database open ends first."
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
