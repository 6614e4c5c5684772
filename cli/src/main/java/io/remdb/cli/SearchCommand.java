package io.remdb.cli;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.EntitySearch;
import io.remdb.SearchMode;
import io.remdb.SearchRequest;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.HitShape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rem search}. */
@Command(
        name = "search",
        addMethodSubcommands = false,
        description = "Finds rows by meaning and by words, the best first.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db search"
                + " 'fast programming languages' --schema=articles --top-k=5 --where \"category = 'programming'\"")
final class SearchCommand extends Subcommand {
    private static final int DEFAULT_HITS = 10;

    @Parameters(paramLabel = "TEXT", description = "What to look for; a question will do. - reads it from stdin.")
    private String text = "";

    @Option(names = "--schema", paramLabel = "TABLE", description = "Only this table (default: all searchable ones).")
    private @Nullable String table;

    @Option(names = "--top-k", paramLabel = "N", description = "At most so many hits (default: 10).")
    private int topK = DEFAULT_HITS;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "hybrid, semantic (by meaning) or keyword (default: hybrid).")
    private SearchMode mode = SearchMode.HYBRID;

    @Option(names = "--where", paramLabel = "SQL", description = "Only rows for which this predicate holds.")
    private @Nullable String predicate;

    @Option(names = "--min-score", paramLabel = "S", description = "Only hits with at least this score, 0 to 1.")
    private double minScore;

    @Override
    Map<String, String> optionsOfSettings() {
        return Map.of("limit", "--top-k");
    }

    @Override
    int run(Invocation invocation) {
        String question = Arguments.orStdin(text, invocation);
        try (RemDatabase database = invocation.open()) {
            long start = System.nanoTime();
            List<Hit<Entity>> hits =
                    request(database, question, invocation.verbose()).run();
            invocation.output().rows(Envelope.ofQuery(question, "search", start), new HitShape(hits), hits.iterator());
        }
        return ExitCode.DONE;
    }

    /** A hit says why it has its score where messages say more, too. */
    private SearchRequest<Entity> request(RemDatabase database, String question, boolean explained) {
        EntitySearch search = database.search(question);
        SearchRequest<Entity> request = (table == null ? search : search.in(table))
                .mode(mode)
                .limit(topK)
                .minScore(minScore);
        if (explained) {
            request.explained();
        }
        return predicate == null ? request : request.where(predicate);
    }
}
