package io.remdb.cli;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rem get}. */
@Command(
        name = "get",
        addMethodSubcommands = false,
        description = "Prints one row; a soft-deleted one with its deleted_at.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db get " + Examples.ID)
final class GetCommand extends Subcommand {
    @Parameters(paramLabel = "ID", converter = EntityId.class, description = "The row's id.")
    private UUID id = EntityId.NONE;

    @Option(names = "--with-embeddings", description = "Prints the row's vectors too.")
    private boolean withEmbeddings;

    @Override
    int run(Invocation invocation) {
        try (RemDatabase database = invocation.open()) {
            Optional<Entity> found = withEmbeddings ? database.getWithEmbeddings(id) : database.get(id);
            Entity entity =
                    found.orElseThrow(() -> new RemException(ErrorCode.NOT_FOUND, "No row has this id").with("id", id));
            Entities.print(invocation.output(), entity);
        }
        return ExitCode.DONE;
    }
}
