package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.QueryOptions.Access;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.cli.output.EntityRowShape;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.QueryShape;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rem query}. */
@Command(
        name = "query",
        addMethodSubcommands = false,
        description = {
            "Runs a statement: SQL, or LOOKUP, FUZZY, SEARCH or TRAVERSE.",
            "SQL writes all rows of a statement or none. The others are",
            "  LOOKUP 'key' [, 'key' ...]",
            "  FUZZY 'text' [IN table] [LIMIT n]",
            "  SEARCH 'text' IN table [WHERE condition] [ORDER BY field] [LIMIT n] [MODE hybrid|semantic|keyword]",
            "  TRAVERSE FROM 'id or key' [DEPTH n] [DIRECTION out|in|both] [TYPE 'rel'] [LIMIT n]",
            "EXPLAIN before any of them shows its plan. A row of the four shows its first 100 edges; 'rem edge list' all.",
            "In SQL each schema is a table ('rem schema list'), kv has the keys of all rows (key, id, entity_type, value), edges",
            "their links (src, dst, rel_type, properties), and",
            "  search('table', 'text' [, limit [, 'mode']]), lookup('key' [, ...]), traverse('id or key' [, depth [, 'direction']])",
            "stand where a table may."
        },
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db query"
                    + " \"SELECT category, count(*) AS n FROM articles GROUP BY category ORDER BY n DESC\"",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db query"
                    + " \"SEARCH 'fast programming languages' IN articles WHERE category = 'programming' LIMIT 3\"",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db query"
                    + " \"SELECT category, count(*) AS n FROM search('articles', 'music for strings', 20) GROUP BY category\""
        })
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
                Envelope envelope = Envelope.ofQuery(text, result.kind().name().toLowerCase(Locale.ROOT), start);
                switch (result.kind()) {
                    case SQL -> invocation.output().rows(envelope, new QueryShape(result.columns()), result.iterator());
                    case LOOKUP, FUZZY -> {
                        if (entities(invocation, envelope, result) == 0) {
                            throw nothingFound(result.kind());
                        }
                    }
                    case SEARCH, TRAVERSE -> entities(invocation, envelope, result);
                }
            }
        }
        return ExitCode.DONE;
    }

    /** As of {@code rem lookup}: the empty answer has been printed; the error tells the shell and the reader. */
    private static RemException nothingFound(QueryResult.Kind kind) {
        return kind == QueryResult.Kind.FUZZY
                ? new RemException(ErrorCode.NOT_FOUND, "No row has a key like that")
                        .hint("SEARCH 'text' IN table finds rows by what is in them")
                : new RemException(ErrorCode.NOT_FOUND, "No row has such a key")
                        .hint("FUZZY 'text' finds keys that are like a text");
    }

    /** The rows are at most ten thousand: all of them are looked at, for the columns of their properties. */
    private static long entities(Invocation invocation, Envelope envelope, QueryResult result) {
        List<Row> rows = result.stream().toList();
        return invocation.output().rows(envelope, new EntityRowShape(result.columns(), rows), rows.iterator());
    }
}
