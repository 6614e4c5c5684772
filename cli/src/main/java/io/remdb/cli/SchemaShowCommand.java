package io.remdb.cli;

import io.remdb.RemDatabase;
import io.remdb.cli.output.Documents;
import io.remdb.cli.output.Format;
import io.remdb.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem schema show}. */
@Command(
        name = "show",
        addMethodSubcommands = false,
        description = {
            "Prints a schema's document as JSON, or as YAML with --format yaml.",
            "Kept in a file and edited, it can be given to 'rem schema add'."
        },
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db schema show articles --format yaml")
final class SchemaShowCommand extends Subcommand {
    @Parameters(paramLabel = "NAME", description = "The table.")
    private String name = "";

    @Override
    boolean givesYaml() {
        return true;
    }

    @Override
    int run(Invocation invocation) {
        Format format = invocation.output().format();
        if (format == Format.CSV) {
            throw wrongUsage("A schema is a document: --format json, jsonl or yaml");
        }
        try (RemDatabase database = invocation.open()) {
            ObjectNode document = database.schemas().document(name);
            invocation
                    .output()
                    .text(
                            switch (format) {
                                case YAML -> Documents.yaml(document);
                                case JSONL -> Json.text(document);
                                case TABLE, JSON, CSV -> Documents.json(document);
                            });
        }
        return ExitCode.DONE;
    }
}
