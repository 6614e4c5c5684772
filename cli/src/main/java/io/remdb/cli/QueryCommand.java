package io.remdb.cli;

import io.remdb.QueryOptions;
import io.remdb.QueryOptions.Access;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.QueryShape;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rem query}. */
@Command(
        name = "query",
        description =
                "Runs an SQL statement: SELECT; INSERT, UPDATE, DELETE and MERGE, all rows or none; EXPLAIN for a plan.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db query"
                + " \"SELECT category, count(*) AS n FROM articles GROUP BY category ORDER BY n DESC\"")
final class QueryCommand extends Subcommand {
    @Parameters(paramLabel = "STATEMENT", description = "The statement; - reads it from stdin.")
    private String statement = "";

    @Option(names = "--read-only", description = "Refuse a statement that writes.")
    private boolean readOnly;

    @Override
    int run(Invocation invocation) {
        String text = Arguments.orStdin(statement, invocation).strip();
        try (RemDatabase database = invocation.open()) {
            long start = System.nanoTime();
            QueryOptions options = QueryOptions.DEFAULTS.withAccess(readOnly ? Access.READ_ONLY : Access.READ_WRITE);
            try (QueryResult result = database.query(text, options)) {
                String type = result.kind().name().toLowerCase(Locale.ROOT);
                QueryShape shape = new QueryShape(result.columns());
                invocation.output().rows(Envelope.ofQuery(text, type, start), shape, result.iterator());
            }
        }
        return ExitCode.DONE;
    }
}
