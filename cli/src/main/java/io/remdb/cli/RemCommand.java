package io.remdb.cli;

import io.remdb.cli.output.Format;
import io.remdb.cli.output.Terminal;
import io.remdb.config.DatabasePlace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself: global options, which may stand before or after the name of a command. */
@Command(
        name = "rem",
        addMethodSubcommands = false,
        description = "A memory for people and agents: documents, rows and moments in one embedded database.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        usageHelpAutoWidth = false,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND")
final class RemCommand {
    @Option(
            names = "--db",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            converter = DatabaseConverter.class,
            description = {
                "The database folder, or a server: rem://host:port, rems:// for TLS",
                "(default: P8_DB_PATH, else db in P8_HOME, which is ~/.p8 unless set)."
            })
    private @Nullable DatabasePlace database;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            converter = FormatConverter.class,
            description = "table, json, jsonl or csv (default: table on a terminal, json elsewhere).")
    private @Nullable Format format;

    @Option(
            names = "--no-daemon",
            scope = ScopeType.INHERIT,
            description =
                    "Works in this process, after waiting for the one that has the database open (also: P8_DAEMON=off).")
    private boolean noDaemon;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log messages from info on, stack traces of errors, why hits have their scores.")
    private boolean verbose;

    @Option(
            names = "--password-stdin",
            scope = ScopeType.INHERIT,
            description = "Reads the password of your keys from the first line of stdin (also: P8_PASSWORD).")
    private boolean passwordFromInput;

    private @Nullable Invocation invocation;

    @Nullable
    DatabasePlace database() {
        return database;
    }

    /** The chosen format, or the one for who is looking. */
    Format format(Terminal terminal) {
        if (format != null) {
            return format;
        }
        return terminal.output() ? Format.TABLE : Format.JSON;
    }

    boolean formatChosen() {
        return format != null;
    }

    boolean verbose() {
        return verbose;
    }

    /** Whether the command works without an owner of the database in the background. */
    boolean noDaemon() {
        return noDaemon;
    }

    /** Whether the first line of stdin is the password. */
    boolean passwordFromInput() {
        return passwordFromInput;
    }

    void invocation(Invocation invocation) {
        this.invocation = invocation;
    }

    Invocation invocation() {
        if (invocation == null) {
            throw new IllegalStateException("The command line has not been parsed");
        }
        return invocation;
    }
}
