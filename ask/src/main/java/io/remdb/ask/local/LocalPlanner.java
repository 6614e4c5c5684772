package io.remdb.ask.local;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.SearchMode;
import io.remdb.ask.Plan;
import io.remdb.ask.Plan.Fallback;
import io.remdb.ask.Plan.Trigger;
import io.remdb.ask.PlanCheck;
import io.remdb.ask.QueryPlanner;
import io.remdb.ask.Question;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans from what the database itself says: its schemas, keys, values and links. Thread-safe. */
public final class LocalPlanner implements QueryPlanner {
    /** What its plans say about who has made them. */
    public static final String NAME = "local";

    private static final double BEST = 0.95;
    private static final double SEARCH_BEST = 0.85;
    private static final double GUESSED_TABLE = 0.8;
    private static final double LEFT_OUT = 0.85;
    private static final double LEAST = 0.2;

    /** For the table whose rows the first words ask for. */
    private static final double ASKED = 2;

    private static final int MOSTLY_OPEN = 3;
    private static final double NOT_COMPUTED = 2.5;
    private static final int HINTS = 5;
    private static final Set<String> LINKED = Set.of(
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

    private final RemDatabase database;
    private final DomainReader domains;
    private final PlanCheck check;

    /** A planner for a database; it looks at it when it is asked something. */
    public LocalPlanner(RemDatabase database) {
        this.database = database;
        this.domains = new DomainReader(database, Clock.systemUTC());
        this.check = new PlanCheck(database);
    }

    @Override
    public Plan plan(Question question) {
        Domain domain = restricted(domains.read(), question.table());
        String text = question.text().strip();
        List<Token> tokens = Tokens.of(text);
        List<Anchor> anchors = new AnchorFinder(database, domain, text, tokens).find();
        Optional<Plan> key = key(tokens, anchors);
        if (key.isPresent()) {
            return key.get();
        }
        List<Reading> readings = domain.tables().stream()
                .map(table -> read(question, text, tokens, domain, table, anchors))
                .sorted(Comparator.comparingDouble(Reading::score).reversed())
                .toList();
        Reading best = chosen(readings, text);
        return plan(best, readings, text);
    }

    private static Domain restricted(Domain domain, @Nullable String table) {
        if (table == null) {
            if (domain.tables().isEmpty()) {
                throw new RemException(ErrorCode.NOT_FOUND, "There are no rows to ask for")
                        .hint("rem insert writes some, rem schema list shows the tables");
            }
            return domain;
        }
        List<TableInfo> only = domain.tables().stream()
                .filter(info -> info.name().equals(table))
                .toList();
        if (only.isEmpty()) {
            throw new RemException(ErrorCode.NOT_FOUND, "The table has no rows, or there is no such table")
                    .with("table", table)
                    .hint("rem schema list shows the tables");
        }
        return new Domain(only, domain.references(), domain.relations(), domain.sequence(), domain.readAt());
    }

    // Names and links alone
    // -----------------------------------------------------------------------------------------------------------

    /** A question that is a name, or asks what is linked with one. */
    private Optional<Plan> key(List<Token> tokens, List<Anchor> anchors) {
        if (anchors.isEmpty()) {
            return Optional.empty();
        }
        Anchor first = anchors.getFirst();
        boolean[] named = new boolean[tokens.size()];
        anchors.stream()
                .filter(first::sameSpan)
                .forEach(anchor -> java.util.Arrays.fill(named, anchor.start(), anchor.end(), true));
        boolean linked = false;
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            boolean ofLinks = LINKED.contains(token.lower());
            linked |= ofLinks;
            boolean noun = anchors.stream()
                            .filter(first::sameSpan)
                            .anyMatch(anchor -> anchor.table().head().equals(token.lemma()))
                    || Vocabulary.same(token.lemma(), first.table().head());
            boolean person = Set.of("who", "whose").contains(token.lower());
            if (!named[at] && !Vocabulary.isStopWord(token) && !ofLinks && !noun && !person && !isOpening(token)) {
                return Optional.empty();
            }
            if (person && !isIdentity(tokens, at)) {
                return Optional.empty();
            }
        }
        String key = first.key();
        if (linked) {
            String statement = "TRAVERSE FROM " + Sql.text(key) + " DEPTH 1 DIRECTION both";
            return Optional.of(verified(new Plan(
                    BEST * first.score(),
                    statement,
                    "What is linked with '" + key + "'",
                    false,
                    "traverse",
                    List.of(),
                    null,
                    NAME,
                    List.of(first.table().name()))));
        }
        boolean id = first.field().equals(FieldInfo.ID);
        String statement = id
                ? "SELECT * FROM " + Sql.name(first.table().name()) + " WHERE id = " + Sql.text(key)
                : "LOOKUP " + Sql.text(key);
        List<Fallback> fallbacks =
                List.of(new Fallback("FUZZY " + Sql.text(key), Trigger.NO_RESULTS, "Keys that are like it"));
        return Optional.of(verified(new Plan(
                BEST * first.score(),
                statement,
                "'" + key + "' is the " + first.field().field().name() + " of a row of "
                        + first.table().name(),
                false,
                id ? "sql" : "lookup",
                fallbacks,
                null,
                NAME,
                List.of(first.table().name()))));
    }

    /** {@code who is X}, not {@code who wrote X}. */
    private static boolean isIdentity(List<Token> tokens, int at) {
        return at + 1 < tokens.size()
                && Set.of("is", "was", "'s").contains(tokens.get(at + 1).lower())
                && (at + 2 >= tokens.size()
                        || !Set.of("in", "on", "at", "with", "of")
                                .contains(tokens.get(at + 2).lower()));
    }

    private static boolean isOpening(Token token) {
        return Set.of("open", "pull", "look", "called", "about", "entry", "titled", "named")
                .contains(token.lower());
    }

    // Tables
    // --------------------------------------------------------------------------------------------------------------------------

    /** What a question says if it is about one table, and how well that fits. */
    private record Reading(Sketch sketch, double noun, double score) {}

    private static Reading read(
            Question question, String text, List<Token> tokens, Domain domain, TableInfo table, List<Anchor> anchors) {
        Sketch sketch = new Sketch(text, tokens, question.now(), domain, table, anchors);
        TopicReader topics = new TopicReader();
        NounReader nouns = new NounReader();
        new TimeReader().read(sketch);
        new DoingReader().read(sketch);
        topics.mark(sketch);
        AnchorReader.Found named = new AnchorReader().read(sketch);
        new AggregateReader().read(sketch);
        new GroupReader().read(sketch);
        new NumberReader().read(sketch);
        new OrderReader().read(sketch);
        new ValueReader().read(sketch);
        if (sketch.function == Sketch.Function.SUM
                && sketch.group == null
                && sketch.ordering != null
                && sketch.limit == 1) {
            // "how many grams does the lightest one weigh": of one row nothing is added up.
            sketch.function = null;
        }
        double noun = nouns.nouns(sketch);
        nouns.fields(sketch);
        int open = 0;
        int explained = 0;
        for (int at = 0; at < tokens.size(); at++) {
            if (sketch.function == null && AggregateReader.isNamed(sketch.word(at)) && sketch.isOpen(at)) {
                // Something is to be computed that this table does not have.
                sketch.evidence(-NOT_COMPUTED);
            }
            if (sketch.isOpen(at)) {
                open++;
            } else if (sketch.role(at).isPresent()) {
                explained++;
            }
        }
        if (noun < 1
                && open >= MOSTLY_OPEN
                && sketch.anchors().isEmpty()
                && !sketch.has(Sketch.Role.NUMBER)
                && !sketch.has(Sketch.Role.TIME)
                && !setApart(sketch)) {
            // A sentence that speaks of no table is a text to search for, even where a word of it is a value.
            sketch.forgetConditions();
        }
        topics.rest(sketch);
        double score = noun
                + named.own() * 2
                + named.connected() * 2.2
                + named.related() * 1.5
                + explained * 0.5
                - open * (table.searchable() ? 0.2 : 0.6)
                + (sketch.measured != null ? 3 : 0)
                + (sketch.group != null ? 1 : 0)
                + (sketch.greatestGroup != null || Asked.isFor(sketch) ? ASKED : 0)
                + sketch.evidence();
        return new Reading(sketch, noun, score);
    }

    /** {@code cooking: ...}, {@code in biology, ...}: a value that a sign sets apart from what is searched for. */
    private static boolean setApart(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            boolean sign = sketch.word(at).equals(":")
                    || sketch.word(at).equals(",")
                    || sketch.word(at).equals("only");
            if (sign
                    && sketch.role(at - 1)
                            .filter(role -> role == Sketch.Role.VALUE)
                            .isPresent()
                    && at <= 3) {
                return true;
            }
        }
        return false;
    }

    /** The reading that explains most; where the question speaks of no table, the one whose rows are most like it. */
    private Reading chosen(List<Reading> readings, String text) {
        Reading best = readings.getFirst();
        boolean nothing = best.noun() < 1
                && best.sketch().conditions.isEmpty()
                && best.sketch().function == null
                && best.sketch().projected.isEmpty();
        if (!nothing || readings.size() == 1) {
            return best;
        }
        return nearest(readings, text).orElse(best);
    }

    private Optional<Reading> nearest(List<Reading> readings, String text) {
        List<Hit<Entity>> hits =
                database.search(text).mode(SearchMode.SEMANTIC).limit(1).run();
        return hits.stream()
                .flatMap(hit -> readings.stream()
                        .filter(reading -> reading.sketch()
                                .table()
                                .name()
                                .equals(hit.value().entityType())))
                .findFirst();
    }

    // Plans
    // ---------------------------------------------------------------------------------------------------------------------------

    private Plan plan(Reading reading, List<Reading> readings, String text) {
        Sketch sketch = reading.sketch();
        Composer composer = new Composer(sketch);
        String statement = composer.statement();
        boolean search = statement.startsWith("SEARCH");
        List<String> leftOut = leftOut(sketch);
        double confidence = (search ? SEARCH_BEST : BEST) * sketch.doubt();
        if (search && sketch.topicMarked && reading.noun() > 1) {
            confidence = BEST * sketch.doubt();
        }
        if (reading.noun() < 1 && !sketch.has(Sketch.Role.VALUE)) {
            confidence *= GUESSED_TABLE;
        }
        confidence *= Math.pow(LEFT_OUT, leftOut.size());
        confidence = Math.max(LEAST, confidence);
        List<Fallback> fallbacks = fallbacks(sketch, composer, statement, text);
        String reasoning = reasoning(sketch, leftOut);
        Plan plan = new Plan(
                confidence,
                statement,
                reasoning,
                search,
                search ? "search" : "sql",
                fallbacks,
                confidence < Plan.CONFIDENT ? explanation(reading, leftOut) : null,
                NAME,
                readings.stream()
                        .limit(HINTS)
                        .map(other -> other.sketch().table().name())
                        .toList());
        return verified(plan);
    }

    private static List<String> leftOut(Sketch sketch) {
        List<String> words = new ArrayList<>();
        for (int at = 0; at < sketch.size(); at++) {
            // What is computed of rows is computed of all that meet the conditions: a topic takes no part in it.
            boolean unused = sketch.function != null
                    && sketch.role(at).filter(role -> role == Sketch.Role.TOPIC).isPresent()
                    && !Vocabulary.isStopWord(sketch.token(at));
            if (sketch.isOpen(at) || unused) {
                words.add(sketch.token(at).text());
            }
        }
        return words;
    }

    private static String reasoning(Sketch sketch, List<String> leftOut) {
        List<String> parts = new ArrayList<>();
        parts.add("Rows of " + sketch.table().name());
        parts.addAll(sketch.understood());
        if (sketch.topic != null && sketch.function == null) {
            parts.add("about '" + sketch.topic + "'");
        }
        String understood = String.join("; ", parts);
        return leftOut.isEmpty() ? understood : understood + "; not understood: " + String.join(", ", leftOut);
    }

    private static String explanation(Reading reading, List<String> leftOut) {
        List<String> reasons = new ArrayList<>();
        if (reading.noun() < 1) {
            reasons.add("the question names no table");
        }
        if (!leftOut.isEmpty()) {
            reasons.add("nothing fits " + String.join(", ", leftOut));
        }
        if (reading.sketch().doubt() < 1) {
            reasons.add("a name in it is only like one that there is");
        }
        return reasons.isEmpty() ? "little of the question is in the schema" : String.join("; ", reasons);
    }

    private List<Fallback> fallbacks(Sketch sketch, Composer composer, String statement, String text) {
        List<Fallback> fallbacks = new ArrayList<>();
        Optional<String> whole = TopicReader.wholeQuestion(text);
        if (sketch.table().searchable()) {
            if (statement.startsWith("SEARCH") && !sketch.conditions.isEmpty()) {
                fallbacks.add(new Fallback(
                        composer.searchWithoutConditions(Objects.requireNonNull(sketch.topic)),
                        Trigger.NO_RESULTS,
                        "The same without its conditions"));
            } else if (!statement.startsWith("SEARCH") && whole.isPresent()) {
                fallbacks.add(new Fallback(
                        composer.searchWithoutConditions(whole.get()),
                        Trigger.NO_RESULTS,
                        "The question as a text to search for"));
            }
        }
        whole.filter(question -> question.length() <= Question.LONGEST)
                .ifPresent(question -> fallbacks.add(new Fallback(
                        "FUZZY " + Sql.text(question), Trigger.NO_RESULTS, "Keys that are like the question")));
        return fallbacks;
    }

    /**
     * The plan, once its statements have been parsed and planned.
     *
     * @throws RemException {@link ErrorCode#INTERNAL} when a statement cannot be run, which is a defect of this planner
     */
    private Plan verified(Plan plan) {
        try {
            return check.check(plan);
        } catch (RemException e) {
            throw new RemException(ErrorCode.INTERNAL, "The plan is not a statement: " + e.getMessage(), e)
                    .with("query", plan.query());
        }
    }

    /** The type of a statement in small letters, as envelopes name it. */
    static String typeOf(QueryResult.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
