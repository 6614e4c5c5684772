package io.remdb.cli;

import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.ObjectShape;
import io.remdb.config.DatabasePlace;
import io.remdb.config.RemConfig.Setting;
import io.remdb.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem config}. */
@Command(
        name = "config",
        addMethodSubcommands = false,
        description = "Prints each setting, its value and where that came from; secrets are masked.",
        footer = "  ${sys:rem.command:-rem} config")
final class ConfigCommand extends Subcommand {
    private static final List<String> COLUMNS = List.of("variable", "value", "origin");

    @Override
    int run(Invocation invocation) {
        List<ObjectNode> rows = invocation.config().settings().stream()
                .map(setting -> json(effective(setting, invocation)))
                .toList();
        invocation.output().rows(Envelope.ofList(), new ObjectShape(COLUMNS), rows.iterator());
        return ExitCode.DONE;
    }

    private static Setting effective(Setting setting, Invocation invocation) {
        if (!setting.variable().equals("P8_DB_PATH")) {
            return setting;
        }
        return invocation
                .chosenDatabase()
                .map(DatabasePlace::toString)
                .map(path -> new Setting(setting.variable(), path, "--db"))
                .orElse(setting);
    }

    private static ObjectNode json(Setting setting) {
        ObjectNode json = Json.object();
        json.put("variable", setting.variable());
        json.put("value", setting.value());
        json.put("origin", setting.origin());
        return json;
    }
}
