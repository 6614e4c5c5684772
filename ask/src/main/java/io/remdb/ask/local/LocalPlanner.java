package io.remdb.ask.local;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ask.Plan;
import io.remdb.ask.Plan.Fallback;
import io.remdb.ask.Plan.Trigger;
import io.remdb.ask.PlanCheck;
import io.remdb.ask.QueryPlanner;
import io.remdb.ask.Question;
import io.remdb.text.Suggestions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans from what the database itself says: its schemas, keys, values and links. Thread-safe. */
public final class LocalPlanner implements QueryPlanner {
    /** What its plans say about who has made them. */
    public static final String NAME = "local";

    /** For the table whose rows the first words ask for. */
    private static final double ASKED = 2;

    private static final int MOSTLY_OPEN = 3;
    private static final double NOT_COMPUTED = 2.5;
    private static final Set<String> ALL = Set.of("all", "everything", "list", "show", "table", "data", "every", "get");
    private static final int HINTS = 5;
    private static final double NOTHING = 0.2;
    private final RemDatabase database;
    private final DomainReader domains;
    private final NearestTables tables;
    private final PlanCheck check;

    /** A planner for a database; it looks at it when it is asked something. */
    public LocalPlanner(RemDatabase database) {
        this.database = database;
        this.domains = new DomainReader(database, Clock.systemUTC());
        this.tables = new NearestTables(database);
        this.check = new PlanCheck(database);
    }

    @Override
    public Plan plan(Question question) {
        String only = question.table();
        Domain domain = restricted(domains.read(), only, only != null && isTable(only));
        String text = question.text().strip();
        List<Token> tokens = Tokens.of(text);
        List<Anchor> anchors = new AnchorFinder(database, domain, text, tokens).find();
        Optional<Plan> named = new NamePlanner(tokens, anchors, question.table()).plan();
        if (named.isPresent()) {
            return verified(named.get(), question);
        }
        List<Reading> readings = domain.tables().stream()
                .map(table -> read(question, text, tokens, domain, table, anchors))
                .sorted(Comparator.comparingDouble(Reading::score).reversed())
                .toList();
        Reading best = chosen(readings, text);
        return verified(plan(best, readings, question), question);
    }

    private boolean isTable(String name) {
        return database.schemas().list().stream()
                .anyMatch(info -> info.shortName().equals(name));
    }

    private static Domain restricted(Domain domain, @Nullable String table, boolean exists) {
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
            RemException error = new RemException(
                            ErrorCode.NOT_FOUND, exists ? "The table has no rows" : "There is no such table")
                    .with("table", table);
            if (exists) {
                throw error.hint("rem insert writes some");
            }
            List<String> names = domain.tables().stream().map(TableInfo::name).toList();
            throw error.hint(Suggestions.nearest(table, names)
                    .map(near -> "Did you mean " + near + "?")
                    .orElse("rem schema list shows the tables"));
        }
        return domain.only(only.getFirst());
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
        if (sketch.function != null || sketch.ordering != null) {
            SecondHalf.of(sketch).ifPresent(what -> sketch.drop("only one thing is answered, not '" + what + "'"));
        }
        RankedGroups.check(sketch);
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

    /** The reading that explains most; where the question speaks of no table, one of those whose descriptions and rows are most like it. */
    private Reading chosen(List<Reading> readings, String text) {
        Reading best = readings.getFirst();
        boolean nothing = best.noun() < 1
                && best.sketch().conditions.isEmpty()
                && best.sketch().function == null
                && best.sketch().projected.isEmpty();
        if (!nothing || readings.size() == 1) {
            return best;
        }
        List<String> nearest = tables.nearest(
                text,
                readings.stream()
                        .map(reading -> reading.sketch().table().name())
                        .toList());
        return nearest.stream()
                .flatMap(name -> readings.stream()
                        .filter(reading -> reading.sketch().table().name().equals(name)))
                .findFirst()
                .orElse(best);
    }

    // Plans
    // ---------------------------------------------------------------------------------------------------------------------------

    private static Plan plan(Reading reading, List<Reading> readings, Question question) {
        Composer composer = new Composer(reading.sketch());
        if (saysNothing(reading.sketch(), readings.size() == 1)) {
            reading.sketch().drop("the question says nothing of what is in the database");
            reading.sketch().doubt(NOTHING);
            reading.sketch().limit = Composer.LIMIT;
        }
        Judgement judgement = new Judgement(reading.sketch(), reading.noun(), composer.searches());
        String statement = composer.statement();
        return new Plan(
                judgement.confidence(),
                statement,
                judgement.reasoning(),
                composer.searches(),
                statement.startsWith("SEARCH") ? "search" : "sql",
                judgement.isWhole() ? List.of() : fallbacks(reading.sketch(), composer, question),
                judgement.explanation(),
                NAME,
                readings.stream()
                        .limit(HINTS)
                        .map(other -> other.sketch().table().name())
                        .toList());
    }

    /** {@code ?}, {@code hello}: no word of it has become part of a statement; of an only table all may be asked for. */
    private static boolean saysNothing(Sketch sketch, boolean onlyTable) {
        for (int at = 0; at < sketch.size(); at++) {
            boolean all = onlyTable && ALL.contains(sketch.word(at));
            if (all || sketch.isOpen(at) || sketch.role(at).isPresent()) {
                return false;
            }
        }
        return true;
    }

    private static List<Fallback> fallbacks(Sketch sketch, Composer composer, Question question) {
        List<Fallback> fallbacks = new ArrayList<>();
        Optional<String> whole = TopicReader.wholeQuestion(question.text());
        if (sketch.table().searchable()) {
            if (composer.searches() && !sketch.conditions.isEmpty()) {
                fallbacks.add(new Fallback(
                        composer.searchWithoutConditions(Objects.requireNonNull(sketch.topic)),
                        Trigger.NO_RESULTS,
                        "The same without its conditions"));
            } else if (!composer.searches() && whole.isPresent()) {
                fallbacks.add(new Fallback(
                        composer.searchWithoutConditions(whole.get()),
                        Trigger.NO_RESULTS,
                        "The question as a text to search for"));
            }
        }
        String within = question.table() == null ? "" : " IN " + Sql.name(question.table());
        whole.ifPresent(text -> fallbacks.add(new Fallback(
                "FUZZY " + Sql.text(text) + within,
                composer.searches() ? Trigger.LOW_QUALITY : Trigger.NO_RESULTS,
                "Keys that are like the question")));
        return fallbacks;
    }

    /**
     * The plan, once its statements have been parsed and planned.
     *
     * @throws RemException {@link ErrorCode#INTERNAL} when a statement cannot be run, which is a defect of this planner
     */
    private Plan verified(Plan plan, Question question) {
        try {
            return check.check(plan, question.table());
        } catch (RemException e) {
            throw new RemException(ErrorCode.INTERNAL, "The plan is not a statement: " + e.getMessage(), e)
                    .with("query", plan.query());
        }
    }
}
