package io.remdb.ask;

import io.remdb.json.Json;
import io.remdb.llm.Usage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a question is to be answered.
 *
 * @param confidence 0 to 1: how likely the statement asks what the question asks
 * @param query a statement that {@link io.remdb.RemDatabase#query} takes, which only reads, and has been parsed and planned
 * @param reasoning what was understood of the question, and what was not
 * @param requiresSearch whether rows are found by meaning or words, not by conditions alone
 * @param queryType {@code sql}, {@code lookup}, {@code fuzzy}, {@code search} or {@code traverse}
 * @param fallbacks what to try when the statement does not answer, in order
 * @param explanation why the confidence is low; null from 0.6 on
 * @param planner who has made it: {@code local}, or the name of a language model
 * @param schemaHints the tables that the planner has looked at, the likeliest first
 * @param usage what planning has used of a language model, also where it was of no use in the end; null where none was asked
 * @param note why another planner than the one that was asked has made it; null where that one has
 */
public record Plan(
        double confidence,
        String query,
        String reasoning,
        boolean requiresSearch,
        String queryType,
        List<Fallback> fallbacks,
        @Nullable String explanation,
        String planner,
        List<String> schemaHints,
        @Nullable Usage usage,
        @Nullable String note) {
    /** What stands in the reasoning before the words of the question that were not understood, which are its end. */
    public static final String NOT_UNDERSTOOD = "not understood: ";

    /** From this confidence on a plan needs no explanation. */
    public static final double CONFIDENT = 0.6;

    /** When a fallback is tried. */
    public enum Trigger {
        /** The statement before it has found nothing. */
        NO_RESULTS,
        /** The statement before it has failed. */
        ERROR,
        /** What was found is hardly like the question, or nothing was. */
        LOW_QUALITY
    }

    /**
     * What to try next.
     *
     * @param query a statement
     * @param trigger when
     * @param reasoning why it may find more
     */
    public record Fallback(String query, Trigger trigger, String reasoning) {}

    public Plan {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("0 <= confidence <= 1");
        }
        if (confidence < CONFIDENT == (explanation == null)) {
            throw new IllegalArgumentException(
                    "an explanation belongs to a confidence below " + CONFIDENT + ", and only there");
        }
        fallbacks = List.copyOf(fallbacks);
        schemaHints = List.copyOf(schemaHints);
    }

    /** A plan for which no language model was asked. */
    public Plan(
            double confidence,
            String query,
            String reasoning,
            boolean requiresSearch,
            String queryType,
            List<Fallback> fallbacks,
            @Nullable String explanation,
            String planner,
            List<String> schemaHints) {
        this(
                confidence,
                query,
                reasoning,
                requiresSearch,
                queryType,
                fallbacks,
                explanation,
                planner,
                schemaHints,
                null,
                null);
    }

    /** The words of the question that are not in the statement, with commas between; empty where all are, or nothing says which. */
    public Optional<String> notUnderstood() {
        int at = reasoning.lastIndexOf(NOT_UNDERSTOOD);
        return at < 0 ? Optional.empty() : Optional.of(reasoning.substring(at + NOT_UNDERSTOOD.length()));
    }

    /** The same with something to say before its reasoning, after a language model was asked in vain. */
    public Plan insteadOf(Usage usage, String note) {
        return new Plan(
                confidence,
                query,
                note + ". " + reasoning,
                requiresSearch,
                queryType,
                fallbacks,
                explanation,
                planner,
                schemaHints,
                usage,
                note);
    }

    /** The plan as {@code rem ask --plan} prints it. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("confidence", Math.round(confidence * 100) / 100.0);
        json.put("query", query);
        json.put("reasoning", reasoning);
        json.put("requires_search", requiresSearch);
        json.put("query_type", queryType);
        ArrayNode alternatives = json.putArray("fallback_queries");
        for (Fallback fallback : fallbacks) {
            alternatives
                    .addObject()
                    .put("query", fallback.query())
                    .put("trigger", fallback.trigger().name().toLowerCase(java.util.Locale.ROOT))
                    .put("reasoning", fallback.reasoning());
        }
        if (explanation != null) {
            json.put("explanation", explanation);
        }
        json.put("planner", planner);
        ArrayNode hints = json.putArray("schema_hints");
        schemaHints.forEach(hints::add);
        if (usage != null) {
            json.set("llm", usage.json());
        }
        return json;
    }
}
