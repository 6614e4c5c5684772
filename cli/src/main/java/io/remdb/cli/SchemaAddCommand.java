package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SchemaRegistration;
import io.remdb.Schemas.Evolution;
import io.remdb.cli.output.Documents;
import io.remdb.cli.output.ProgressBar;
import io.remdb.json.Json;
import io.remdb.schema.Templates;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem schema add}. */
@Command(
        name = "add",
        addMethodSubcommands = false,
        description = "Registers a schema: from a JSON or YAML file, from a Pydantic model, or from a template.",
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db schema add"
                    + " ${sys:java.io.tmpdir}/rem-demo/articles.schema.yaml",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db schema add --name papers"
                    + " --template resources"
        })
final class SchemaAddCommand extends Subcommand {
    private static final String CLASS_SEPARATOR = "::";

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE|models.py::CLASS",
            description = "A .json, .yaml or .yml file, or a Pydantic model in a Python file.")
    private @Nullable String source;

    @Option(names = "--name", paramLabel = "NAME", description = "The table of a template's copy.")
    private @Nullable String name;

    @Option(names = "--template", paramLabel = "TEMPLATE", description = "See 'rem schema templates'.")
    private @Nullable String template;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Writes the template's copy (.json, .yaml, .yml) instead of registering it.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Accepts a breaking change; replaces FILE of --output.")
    private boolean force;

    @Override
    int run(Invocation invocation) {
        boolean cloning = name != null || template != null || file != null;
        if (cloning == (source != null)) {
            throw wrongUsage("Give either a file or --name and --template");
        }
        // A file that cannot be read is an error whether there is a database or not.
        Schema given = source == null ? null : read(source);
        Schema schema = given != null ? given : cloned();
        if (file != null) {
            write(schema, file);
            ObjectNode result = Json.object();
            result.put("output", file.toString());
            invocation.output().object(result);
            return ExitCode.DONE;
        }
        try (RemDatabase database = invocation.open()) {
            register(invocation, database, schema);
        }
        return ExitCode.DONE;
    }

    private Schema cloned() {
        if (name == null || template == null) {
            throw wrongUsage("--name and --template belong together");
        }
        return Templates.create(template, name);
    }

    private static Schema read(String source) {
        int separator = source.lastIndexOf(CLASS_SEPARATOR);
        if (separator < 0) {
            return Schema.fromFile(Path.of(source));
        }
        Path models = Path.of(source.substring(0, separator));
        return Schema.fromPydantic(models, source.substring(separator + CLASS_SEPARATOR.length()));
    }

    private void register(Invocation invocation, RemDatabase database, Schema schema) {
        SchemaRegistration done;
        try (ProgressBar progress = new ProgressBar(invocation.output(), "building")) {
            done = database.schemas().register(schema, force ? Evolution.FORCED : Evolution.CHECKED, progress);
        }
        ObjectNode result = Json.object();
        result.put("short_name", done.shortName());
        result.put("version", done.version());
        result.put("action", done.action().name().toLowerCase(Locale.ROOT));
        ArrayNode changes = result.putArray("changes");
        done.changes().forEach(changes::add);
        invocation.output().object(result);
    }

    private void write(Schema schema, Path target) {
        String text = Documents.isYaml(target) ? Documents.yaml(schema.document()) : Documents.json(schema.document());
        try {
            Files.writeString(
                    target,
                    text,
                    StandardOpenOption.WRITE,
                    force ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The file exists", e)
                    .with("path", target)
                    .hint("--force replaces it");
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The file cannot be written", e)
                    .with("path", target)
                    .with("reason", IoProblem.ofWriting(target, e));
        }
    }
}
