package io.remdb.cli;

import io.remdb.Entity;
import io.remdb.RemDatabase;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rem update}. */
@Command(
        name = "update",
        addMethodSubcommands = false,
        description = "Changes a row by a JSON merge patch (RFC 7396): null removes a field.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db update " + Examples.ID
                + " '{\"category\": \"computing\"}'")
final class UpdateCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "ID", converter = EntityId.class, description = "The row's id.")
    private UUID id = EntityId.NONE;

    @Parameters(index = "1", paramLabel = "JSON", description = "The patch; - reads it from stdin.")
    private String patch = "";

    @Option(
            names = "--if-modified-since",
            paramLabel = "TIME",
            converter = PointInTime.class,
            description = {
                "Only if the row was not written after this time, such as the modified_at that was read:",
                "else CONFLICT, and nothing is changed."
            })
    private @Nullable Instant unmodifiedSince;

    @Override
    int run(Invocation invocation) {
        String json = Arguments.orStdin(patch, invocation);
        try (RemDatabase database = invocation.open()) {
            Instant since = unmodifiedSince;
            Entity changed = since == null ? database.update(id, json) : database.updateIfUnmodified(id, json, since);
            Entities.print(invocation.output(), changed);
        }
        return ExitCode.DONE;
    }
}
