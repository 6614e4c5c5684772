package io.remdb.cli;

import io.remdb.TemplateInfo;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.ObjectShape;
import io.remdb.json.Json;
import io.remdb.schema.Templates;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem schema templates}. */
@Command(
        name = "templates",
        addMethodSubcommands = false,
        description = "Lists the templates that 'rem schema add --template' copies.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db schema templates")
final class SchemaTemplatesCommand extends Subcommand {
    private static final List<String> COLUMNS = List.of("name", "purpose", "fields");

    @Override
    int run(Invocation invocation) {
        Envelope envelope = Envelope.ofList();
        List<ObjectNode> rows =
                Templates.list().stream().map(SchemaTemplatesCommand::json).toList();
        invocation.output().rows(envelope, new ObjectShape(COLUMNS), rows.iterator());
        return ExitCode.DONE;
    }

    private static ObjectNode json(TemplateInfo template) {
        ObjectNode json = Json.object();
        json.put("name", template.name());
        json.put("purpose", template.purpose());
        json.put("fields", template.fields());
        return json;
    }
}
