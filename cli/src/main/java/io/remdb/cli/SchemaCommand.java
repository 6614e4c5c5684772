package io.remdb.cli;

import picocli.CommandLine.Command;

/** {@code rem schema}: the group. */
@Command(
        name = "schema",
        addMethodSubcommands = false,
        description = "Schemas: what the tables are.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample, after rem demo:%n",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db schema list",
        subcommands = {
            SchemaAddCommand.class,
            SchemaListCommand.class,
            SchemaTemplatesCommand.class,
            SchemaShowCommand.class,
            SchemaRemoveCommand.class
        })
final class SchemaCommand {}
