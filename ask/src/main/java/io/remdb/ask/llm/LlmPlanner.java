package io.remdb.ask.llm;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ask.Plan;
import io.remdb.ask.PlanCheck;
import io.remdb.ask.QueryPlanner;
import io.remdb.ask.Question;
import io.remdb.ask.llm.PlanPrompt.Problem;
import io.remdb.ask.local.LocalPlanner;
import io.remdb.config.RemConfig;
import io.remdb.llm.LanguageModel;
import io.remdb.llm.Reply;
import io.remdb.llm.Usage;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans with a language model, which is told the schema ({@code P8_SCHEMA_BRUTE_FORCE_LIMIT}, {@code P8_SCHEMA_SEARCH_TOP_K}) and some values.
 * Its statement is parsed and planned; one that writes, or cannot be run, is given back once with what is wrong with it. Where the model or its
 * service is of no use, the plan is that of another planner, and says so. Thread-safe.
 *
 * {@snippet :
 * RemConfig config = RemConfig.load();
 * try (LanguageModel model = LanguageModels.open("openai:gpt-4.1", config).orElseThrow()) {
 *     QueryPlanner planner = new LlmPlanner(database, model, config.languageModels());
 *     Answer answer = Ask.on(database, planner, options -> options).ask("what did I read about databases last week?");
 * }
 * }
 */
public final class LlmPlanner implements QueryPlanner {
    /** How long a plan may take, both rounds together, before another planner makes it. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    /** What is wrong with a reply when its author can put it right. */
    private static final Set<ErrorCode> MISTAKES = Set.of(
            ErrorCode.LANGUAGE_MODEL_FAILED,
            ErrorCode.INVALID_QUERY,
            ErrorCode.INVALID_ARGUMENT,
            ErrorCode.UNKNOWN_TABLE,
            ErrorCode.UNKNOWN_FIELD,
            ErrorCode.UNSUPPORTED,
            ErrorCode.TOO_LARGE);

    private final LanguageModel model;
    private final QueryPlanner otherwise;
    private final SchemaContextReader contexts;
    private final PlanReply replies;
    private final Duration limit;

    /** Plans with a model, which stays the caller's to close, and without it where that fails. */
    public LlmPlanner(RemDatabase database, LanguageModel model, RemConfig.LanguageModels settings) {
        this(database, model, settings, new LocalPlanner(database), LIMIT);
    }

    /**
     * The same with another planner to fall back on, and another limit.
     *
     * @param limit for both rounds together, retries included
     */
    public LlmPlanner(
            RemDatabase database,
            LanguageModel model,
            RemConfig.LanguageModels settings,
            QueryPlanner otherwise,
            Duration limit) {
        this.model = model;
        this.otherwise = otherwise;
        this.contexts = new SchemaContextReader(database, settings);
        this.replies = new PlanReply(new PlanCheck(database));
        this.limit = limit;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RemException {@link ErrorCode#CANCELLED} when the thread is interrupted; no other failure of the model
     */
    @Override
    public Plan plan(Question question) {
        return new Planning(question).plan();
    }

    /** One question. */
    private final class Planning {
        private final Question question;
        private long start;
        private Usage usage = Usage.none(model);

        Planning(Question question) {
            this.question = question;
        }

        Plan plan() {
            try {
                // Which tables are nearest may be a question to a service, too.
                SchemaContext context = contexts.read(question);
                return context.tables().isEmpty()
                        ? otherwise.plan(question) // and says what is missing
                        : plan(context);
            } catch (RemException e) {
                if (e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.CLOSED) {
                    throw e;
                }
                return otherwise.plan(question).insteadOf(usage, "Planned without " + model.name() + ": " + said(e));
            }
        }

        private Plan plan(SchemaContext context) {
            start = System.nanoTime(); // the limit is the model's, not the database's
            Reply reply = ask(context, null);
            try {
                return read(context, reply);
            } catch (RemException e) {
                if (!isTheModels(e, reply)) {
                    throw e;
                }
                return read(context, ask(context, new Problem(reply.text(), said(e))));
            }
        }

        private Reply ask(SchemaContext context, @Nullable Problem problem) {
            Duration left = limit.minusNanos(System.nanoTime() - start);
            if (!left.isPositive()) {
                throw new RemException(ErrorCode.TIMEOUT, "There is no time left to ask the language model again")
                        .with("limit_ms", limit.toMillis());
            }
            Reply reply = model.complete(PlanPrompt.request(question, context, problem, left));
            usage = usage.plus(model, reply);
            return reply;
        }

        private Plan read(SchemaContext context, Reply reply) {
            return replies.plan(reply, question, context.tables(), usage);
        }
    }

    /** Whether an error is a mistake that the model can put right, rather than the database's or one that it insists on. */
    private static boolean isTheModels(RemException e, Reply reply) {
        return reply.end() == Reply.End.COMPLETE && MISTAKES.contains(e.code());
    }

    private static String said(RemException e) {
        return e.hint().map(hint -> e.getMessage() + ". " + hint).orElseGet(e::getMessage);
    }
}
