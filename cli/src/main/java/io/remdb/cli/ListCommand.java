package io.remdb.cli;

import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.cli.output.EntityShape;
import io.remdb.cli.output.Envelope;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem list}. */
@Command(
        name = "list",
        addMethodSubcommands = false,
        description = "Prints the rows of a table, in the order of their ids.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db list articles --limit 5")
final class ListCommand extends Subcommand {
    @Parameters(paramLabel = "TABLE", description = "The table.")
    private String table = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many rows (default: all).")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--include-deleted", description = "Soft-deleted rows too.")
    private boolean includeDeleted;

    @Override
    int run(Invocation invocation) {
        if (limit < 0) {
            throw wrongUsage("--limit is 0 or more");
        }
        Envelope envelope = Envelope.ofList();
        try (RemDatabase database = invocation.open()) {
            ObjectNode schema = database.schemas().document(table);
            List<String> properties =
                    schema.path("properties").propertyNames().stream().toList();
            Visibility visibility = includeDeleted ? Visibility.WITH_DELETED : Visibility.LIVE;
            try (EntityCursor rows = database.list(table, visibility)) {
                EntityShape shape = EntityShape.ofTable(properties, includeDeleted);
                invocation.output().rows(envelope, shape, new Limited(rows, limit));
            }
        }
        return ExitCode.DONE;
    }

    private static final class Limited implements Iterator<Entity> {
        private final Iterator<Entity> rows;
        private long left;

        Limited(Iterator<Entity> rows, long limit) {
            this.rows = rows;
            this.left = limit;
        }

        @Override
        public boolean hasNext() {
            return left > 0 && rows.hasNext();
        }

        @Override
        public Entity next() {
            if (left <= 0) {
                throw new NoSuchElementException();
            }
            left--;
            return rows.next();
        }
    }
}
