package io.remdb.ask.local;

import io.remdb.ask.Plan;
import io.remdb.ask.Plan.Fallback;
import io.remdb.ask.Plan.Trigger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans questions that are a name, or ask what is linked with one: nothing else may be said in them. */
final class NamePlanner {
    /** Words that ask for links of any type. */
    static final Set<String> LINKED = Set.of(
            "linked",
            "connected",
            "related",
            "links",
            "link",
            "connections",
            "connection",
            "relations",
            "neighbours",
            "neighbors");

    private static final Set<String> OPENINGS =
            Set.of("open", "pull", "look", "called", "about", "entry", "titled", "named");

    private final List<Token> tokens;
    private final List<Anchor> anchors;
    private final @Nullable String only;

    /**
     * Plans one question.
     *
     * @param anchors the names in it, the longest first
     * @param only the table that is asked; null for all
     */
    NamePlanner(List<Token> tokens, List<Anchor> anchors, @Nullable String only) {
        this.tokens = tokens;
        this.anchors = anchors.isEmpty()
                ? List.of()
                : anchors.stream().filter(anchors.getFirst()::sameSpan).toList();
        this.only = only;
    }

    Optional<Plan> plan() {
        if (anchors.isEmpty() || !saysNothingElse()) {
            return Optional.empty();
        }
        List<Anchor> meant = meant();
        return Optional.of(asksForLinks() ? linked(meant) : row(meant));
    }

    private boolean saysNothingElse() {
        boolean linked = asksForLinks();
        boolean[] named = new boolean[tokens.size()];
        anchors.forEach(anchor -> Arrays.fill(named, anchor.start(), anchor.end(), true));
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            if (named[at]) {
                continue;
            }
            boolean person = Set.of("who", "whose").contains(token.lower());
            boolean says = !Vocabulary.isStopWord(token)
                    && !LINKED.contains(token.lower())
                    && !(isNoun(token) && (!linked || isBeside(at)))
                    && !person
                    && !OPENINGS.contains(token.lower());
            boolean counts = token.lower().equals("how") && word(at + 1).matches("many|much|often");
            if (says || counts || Negations.is(token.lower()) || (person && !isIdentity(at))) {
                return false;
            }
        }
        return true;
    }

    private boolean asksForLinks() {
        return tokens.stream().anyMatch(token -> LINKED.contains(token.lower()));
    }

    /** Whether a word stands right before or after the name, and so says what it is. */
    private boolean isBeside(int at) {
        return at == anchors.getFirst().start() - 1 || at == anchors.getFirst().end();
    }

    private String word(int at) {
        return at < tokens.size() ? tokens.get(at).lower() : "";
    }

    private boolean isNoun(Token token) {
        return anchors.stream().anyMatch(anchor -> anchor.table().head().equals(token.lemma()))
                || Vocabulary.same(token.lemma(), anchors.getFirst().table().head());
    }

    /** {@code who is X}, not {@code who wrote X}. */
    private boolean isIdentity(int at) {
        return Set.of("is", "was", "'s").contains(word(at + 1))
                && !Set.of("in", "on", "at", "with", "of").contains(word(at + 2));
    }

    /** The rows of this name; of several tables those whose noun is said. */
    private List<Anchor> meant() {
        List<Anchor> said = anchors.stream()
                .filter(anchor ->
                        tokens.stream().anyMatch(token -> anchor.table().head().equals(token.lemma())))
                .toList();
        return said.isEmpty() ? anchors : said;
    }

    private Plan linked(List<Anchor> meant) {
        Anchor first = meant.getFirst();
        List<String> starts = meant.stream()
                .flatMap(anchor -> anchor.starts().stream())
                .distinct()
                .toList();
        String what = "What is linked with '" + first.key() + "'";
        if (only != null) {
            String linked = String.join(
                    " OR ",
                    starts.stream()
                            .map(start -> "id IN (SELECT id FROM traverse(" + Sql.text(start) + ", 1, 'both'))")
                            .toList());
            return plan(meant, "SELECT * FROM " + Sql.name(only) + " WHERE " + linked, what, "sql", List.of(), "");
        }
        List<String> statements = starts.stream()
                .map(start -> "TRAVERSE FROM " + Sql.text(start) + " DEPTH 1 DIRECTION both")
                .toList();
        List<Fallback> others = statements.stream()
                .skip(1)
                .map(statement -> new Fallback(statement, Trigger.NO_RESULTS, "Another row of this name"))
                .toList();
        String doubt = starts.size() == 1
                ? ""
                : "'" + first.key() + "' is the name of " + starts.size() + " rows, of "
                        + String.join(", ", tables(meant)) + "; this is one of them";
        return plan(meant, statements.getFirst(), what, "traverse", others, doubt);
    }

    private Plan row(List<Anchor> meant) {
        Anchor first = meant.getFirst();
        String key = Sql.text(first.key());
        boolean id = first.field().equals(FieldInfo.ID);
        boolean select = id
                || only != null
                || (meant.size() < anchors.size() && tables(meant).size() == 1);
        String statement = select
                ? "SELECT * FROM " + Sql.name(first.table().name()) + " WHERE "
                        + String.join(
                                " OR ",
                                meant.stream().map(Anchor::condition).distinct().toList())
                : "LOOKUP " + key;
        String within = only == null ? "" : " IN " + Sql.name(only);
        return plan(
                meant,
                statement,
                "'" + first.key() + "' is the " + first.field().field().name() + " of a row of "
                        + String.join(", ", tables(meant)),
                select ? "sql" : "lookup",
                List.of(new Fallback("FUZZY " + key + within, Trigger.NO_RESULTS, "Keys that are like it")),
                "");
    }

    private static List<String> tables(List<Anchor> anchors) {
        return anchors.stream().map(anchor -> anchor.table().name()).distinct().toList();
    }

    private static Plan plan(
            List<Anchor> meant, String statement, String reasoning, String type, List<Fallback> others, String doubt) {
        double likeness = meant.getFirst().score();
        double confidence = Judgement.BEST * likeness;
        String why = doubt;
        if (!doubt.isEmpty()) {
            confidence = Math.min(confidence, Judgement.UNSURE);
        } else if (likeness < 1) {
            why = Judgement.ONLY_LIKE;
        }
        return new Plan(
                confidence,
                statement,
                reasoning,
                false,
                type,
                others,
                confidence < Plan.CONFIDENT ? why : null,
                LocalPlanner.NAME,
                tables(meant));
    }
}
