package io.remdb.ask;

import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.ask.Answer.Stage;
import io.remdb.ask.Plan.Fallback;
import io.remdb.ask.Plan.Trigger;
import io.remdb.ask.local.LocalPlanner;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions in plain language.
 *
 * {@snippet :
 * Answer answer = Ask.on(db).ask("how many articles are there per category?");
 * answer.rows().forEach(row -> System.out.println(row.json()));
 * }
 *
 * Nothing is ever written: statements run read-only, within limits of rows and time. Thread-safe; keep it, since it knows the database better
 * after the first question.
 */
public final class Ask {
    /**
     * A search whose hits have none of its words, and in meaning (cosine) are all below this, has hardly found what was asked for. The
     * score itself says nothing of that: it compares hits with one another.
     */
    private static final double HARDLY_LIKE = 0.2;

    /** What may be wrong with one statement, so that another one may do better; everything else is wrong with more than that. */
    private static final Set<ErrorCode> OF_THE_STATEMENT = Set.of(
            ErrorCode.INVALID_QUERY,
            ErrorCode.INVALID_ARGUMENT,
            ErrorCode.UNKNOWN_TABLE,
            ErrorCode.UNKNOWN_FIELD,
            ErrorCode.UNSUPPORTED,
            ErrorCode.TOO_LARGE,
            ErrorCode.AMBIGUOUS_KEY,
            ErrorCode.NOT_FOUND,
            ErrorCode.TIMEOUT);

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MICROS_PER_MILLI = 1e3;

    private final RemDatabase database;
    private final QueryPlanner planner;
    private final AskOptions options;

    private Ask(RemDatabase database, QueryPlanner planner, AskOptions options) {
        this.database = database;
        this.planner = planner;
        this.options = options;
    }

    /** Questions to a database, planned without a language model. */
    public static Ask on(RemDatabase database) {
        return on(database, UnaryOperator.identity());
    }

    /** The same with other options than the default. */
    public static Ask on(RemDatabase database, UnaryOperator<AskOptions> options) {
        return on(database, new LocalPlanner(database), options);
    }

    /** Questions that a planner of one's own plans. */
    public static Ask on(RemDatabase database, QueryPlanner planner, UnaryOperator<AskOptions> options) {
        return new Ask(database, planner, options.apply(AskOptions.defaults()));
    }

    /**
     * How a question would be answered; nothing is run.
     *
     * @throws RemException as {@link QueryPlanner#plan}
     */
    public Plan plan(String question) {
        return planner.plan(new Question(question, ZonedDateTime.now(options.clock()), options.table()));
    }

    /**
     * Answers a question: runs the plan's statement and, as long as that does not answer, what the plan has to fall back on.
     *
     * @throws RemException as {@link QueryPlanner#plan}; what the first statement has failed with, when all have failed; at once what is
     *     not the statement's own failure, such as {@link ErrorCode#CANCELLED} and {@link ErrorCode#CLOSED}
     */
    public Answer ask(String question) {
        return run(plan(question));
    }

    /** Runs a plan. */
    public Answer run(Plan plan) {
        List<Stage> stages = new ArrayList<>();
        Found found = tryOne(plan.query(), stages);
        Found best = found;
        for (Fallback fallback : plan.fallbacks()) {
            if (stages.size() >= options.maxStages() || isGood(best)) {
                break;
            }
            if (triggered(fallback.trigger(), stages.getLast(), found)) {
                found = tryOne(fallback.query(), stages);
                if (found != null && (best == null || !found.rows.isEmpty())) {
                    best = found;
                }
            }
        }
        if (best == null) {
            throw failure(stages);
        }
        return new Answer(plan, ordered(stages, best), best.kind, best.columns, best.rows, best.cut);
    }

    private static RemException failure(List<Stage> stages) {
        RemException first = stages.getFirst().error();
        return first != null ? first : new RemException(ErrorCode.INTERNAL, "No statement was run");
    }

    /** The stage whose rows are given comes last. */
    private static List<Stage> ordered(List<Stage> stages, Found best) {
        List<Stage> ordered = new ArrayList<>(stages);
        ordered.remove(best.stage);
        ordered.add(best.stage);
        return ordered;
    }

    private static boolean isGood(@Nullable Found found) {
        return found != null && !found.rows.isEmpty() && !found.hardlyLike();
    }

    private static boolean triggered(Trigger trigger, Stage last, @Nullable Found found) {
        return switch (trigger) {
            case NO_RESULTS -> found == null || found.rows.isEmpty();
            case ERROR -> last.error() != null;
            case LOW_QUALITY -> found != null && (found.rows.isEmpty() || found.hardlyLike());
        };
    }

    private record Found(
            Stage stage, QueryResult.Kind kind, List<io.remdb.Column> columns, List<Row> rows, boolean cut) {
        boolean hardlyLike() {
            return stage.hardlyAlike();
        }
    }

    private @Nullable Found tryOne(String query, List<Stage> stages) {
        long start = System.nanoTime();
        QueryOptions limits =
                QueryOptions.DEFAULTS.withAccess(QueryOptions.Access.READ_ONLY).withTimeoutMs(options.timeoutMs());
        try (QueryResult result = database.query(query, limits)) {
            List<Row> rows = new ArrayList<>();
            Iterator<Row> all = result.iterator();
            while (rows.size() < options.maxRows() && all.hasNext()) {
                rows.add(all.next());
            }
            boolean hardlyAlike = result.kind() == QueryResult.Kind.SEARCH && hardlyAlike(rows);
            Stage stage = new Stage(query, rows.size(), hardlyAlike, elapsedMs(start), null);
            stages.add(stage);
            return new Found(stage, result.kind(), result.columns(), rows, all.hasNext());
        } catch (RemException e) {
            if (!OF_THE_STATEMENT.contains(e.code())) {
                throw e;
            }
            stages.add(new Stage(query, 0, false, elapsedMs(start), e));
            return null;
        }
    }

    private static boolean hardlyAlike(List<Row> hits) {
        return !hits.isEmpty()
                && hits.stream()
                        .allMatch(
                                hit -> score(hit, "keyword_score") <= 0 && score(hit, "semantic_score") < HARDLY_LIKE);
    }

    /** 0 where a side was not compared. */
    private static double score(Row hit, String name) {
        return hit.value(name) instanceof Number score ? score.doubleValue() : 0;
    }

    private static double elapsedMs(long start) {
        return Math.round((System.nanoTime() - start) / NANOS_PER_MICRO) / MICROS_PER_MILLI;
    }
}
