package io.remdb.cli;

import picocli.CommandLine.Command;

/** {@code rem backup}: the group. */
@Command(
        name = "backup",
        addMethodSubcommands = false,
        description = {
            "Backups of a database, made while others write.",
            "They share what does not change, and are sealed where the database is encrypted.",
            "They are in P8_BACKUP_PATH, else in a folder beside the database's, with .backups at the end of its name."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample, after rem demo:%n",
        footer = Examples.BACKUP + "create",
        subcommands = {
            BackupCreateCommand.class,
            BackupListCommand.class,
            BackupRestoreCommand.class,
            BackupVerifyCommand.class,
            BackupPruneCommand.class
        })
final class BackupCommand {}
