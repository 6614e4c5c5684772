package io.remdb.ask.local;

import io.remdb.ask.local.Domain.Relation;
import io.remdb.ask.local.Sketch.Condition;
import io.remdb.ask.local.Sketch.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the rows that the question names: they are what is asked for, or what it is connected with by a field or by edges. */
final class AnchorReader {
    private static final Set<String> UPWARDS = Set.of("boss", "manager", "superior", "supervisor", "head");
    private static final Set<String> DOWNWARDS =
            Set.of("below", "under", "beneath", "subordinate", "manage", "supervise", "oversee");
    private static final Set<String> INDIRECT = Set.of("indirectly", "transitively", "hierarchy");
    private static final Set<String> UPWARD_TYPES = Set.of("reports_to", "managed_by", "supervised_by");
    private static final int DEEP = 10;
    private static final String EQUAL = "{} = ";
    private static final String EQUAL_TO_TEXT = EQUAL + "'";

    /** What was found out about the anchors, for the score of a table. */
    record Found(double own, double connected, double related) {}

    Found read(Sketch sketch) {
        double own = 0;
        double connected = 0;
        double related = 0;
        for (Anchor anchor : sketch.anchors()) {
            if (!sketch.free(anchor.start(), anchor.end())
                    && !sketch.role(anchor.start())
                            .filter(role -> role == Role.NAME)
                            .isPresent()) {
                continue;
            }
            if (sketch.role(anchor.start()).isPresent()) {
                continue;
            }
            boolean negated = Negations.inClause(sketch, anchor.start()) || Negations.after(sketch, anchor.end());
            Optional<Related> edge = relation(sketch, anchor);
            boolean isOwn = anchor.table().name().equals(sketch.table().name());
            if (edge.isPresent() && (!isOwn || edge.get().said())) {
                String pattern = edge.get().pattern();
                sketch.where("id", negated ? pattern.replaceFirst("IN", "NOT IN") : pattern);
                take(sketch, anchor);
                edge.get().words().forEach(word -> sketch.take(word, word + 1, Role.RELATION));
                sketch.understood(
                        "linked with '" + anchor.key() + "'" + edge.get().typed());
                related += edge.get().said() ? 2 : 1;
                continue;
            }
            if (isOwn) {
                sketch.where(anchor.field().field().name(), (negated ? "{} <> " : EQUAL) + Sql.text(anchor.key()));
                take(sketch, anchor);
                sketch.understood("'" + anchor.key() + "' by its "
                        + anchor.field().field().name());
                own += anchor.score();
                continue;
            }
            Optional<Condition> path = path(sketch, anchor, negated);
            if (path.isPresent()) {
                sketch.where(path.get().column(), path.get().pattern());
                take(sketch, anchor);
                sketch.understood("'" + anchor.key() + "' by " + path.get().column());
                connected++;
            }
        }
        joined(sketch);
        return new Found(own, connected, related);
    }

    /** Two names for one field are either of them. */
    private static void joined(Sketch sketch) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Condition condition : sketch.conditions) {
            if (condition.pattern().startsWith(EQUAL_TO_TEXT)) {
                values.computeIfAbsent(condition.column(), ignored -> new ArrayList<>())
                        .add(condition.pattern().substring(EQUAL.length()));
            }
        }
        values.forEach((column, texts) -> {
            if (texts.size() > 1) {
                sketch.conditions.removeIf(condition ->
                        condition.column().equals(column) && condition.pattern().startsWith(EQUAL_TO_TEXT));
                sketch.where(column, "{} IN (" + String.join(", ", texts) + ")");
            }
        });
    }

    private static void take(Sketch sketch, Anchor anchor) {
        sketch.take(anchor.start(), anchor.end(), Role.NAME);
        if (anchor.score() < 1) {
            sketch.doubt(anchor.score());
        }
        // The noun beside a name says what kind of row it is.
        for (int at : new int[] {anchor.start() - 1, anchor.end()}) {
            if (at >= 0
                    && at < sketch.size()
                    && sketch.free(at)
                    && sketch.lemma(at).equals(anchor.table().head())
                    && !anchor.table().name().equals(sketch.table().name())) {
                sketch.take(at, at + 1, Role.NAME);
            }
        }
    }

    private static Optional<Condition> path(Sketch sketch, Anchor anchor, boolean negated) {
        for (Domain.Reference reference : sketch.domain().references(sketch.table(), anchor.table())) {
            boolean direct = reference.column().equals(anchor.field().field().name());
            if (direct) {
                String value = Sql.text(anchor.key());
                String pattern = reference.field().isArray()
                        ? negated ? "({} IS NULL OR NOT (" + value + " = ANY({})))" : value + " = ANY({})"
                        : negated ? "({} IS NULL OR {} <> " + value + ")" : "{} = " + value;
                return Optional.of(new Condition(reference.field().field().name(), pattern));
            }
        }
        return Paths.restrict(sketch, anchor.table(), anchor.condition(), negated);
    }

    /**
     * @param said whether the question has words for this relation
     * @param words their places
     */
    private record Related(String pattern, boolean said, Set<Integer> words, String typed) {}

    private static Optional<Related> relation(Sketch sketch, Anchor anchor) {
        String table = sketch.table().name();
        String other = anchor.table().name();
        List<Relation> candidates = sketch.domain().relations().stream()
                .filter(relation -> (relation.from().equals(table)
                                && relation.to().equals(other))
                        || (relation.from().equals(other) && relation.to().equals(table)))
                .toList();
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Set<Integer> words = new LinkedHashSet<>();
        List<Relation> said = new ArrayList<>();
        for (Relation relation : candidates) {
            Set<Integer> places = saying(sketch, relation.type(), anchor);
            if (!places.isEmpty()) {
                said.add(relation);
                words.addAll(places);
            }
        }
        List<Relation> chosen = said.isEmpty() ? candidates : said;
        Set<String> types = new LinkedHashSet<>();
        chosen.forEach(relation -> types.add(relation.type()));
        String direction = direction(sketch, chosen, anchor);
        int depth = deep(sketch) ? DEEP : 1;
        StringBuilder rows = new StringBuilder("{} IN (SELECT id FROM traverse(")
                .append(Sql.text(anchor.key()))
                .append(", ")
                .append(depth)
                .append(", ")
                .append(Sql.text(direction))
                .append(")");
        if (!said.isEmpty() || types.size() < typesOf(sketch, table, other)) {
            List<String> quoted = types.stream().map(Sql::text).toList();
            rows.append(
                    quoted.size() == 1
                            ? " WHERE rel_type = " + quoted.getFirst()
                            : " WHERE rel_type IN (" + String.join(", ", quoted) + ")");
        }
        if (depth > 1) {
            words.addAll(places(sketch, INDIRECT));
        }
        return Optional.of(new Related(
                rows.append(")").toString(),
                !said.isEmpty(),
                words,
                said.isEmpty() ? "" : " by " + String.join(", ", types)));
    }

    private static int typesOf(Sketch sketch, String table, String other) {
        return (int) sketch.domain().relations().stream()
                .filter(relation ->
                        relation.from().equals(table) || relation.to().equals(table))
                .filter(relation ->
                        relation.from().equals(other) || relation.to().equals(other))
                .map(Relation::type)
                .distinct()
                .count();
    }

    private static boolean deep(Sketch sketch) {
        return !places(sketch, INDIRECT).isEmpty();
    }

    private static Set<Integer> places(Sketch sketch, Set<String> lemmas) {
        Set<Integer> places = new LinkedHashSet<>();
        for (int at = 0; at < sketch.size(); at++) {
            if (lemmas.contains(sketch.lemma(at)) || lemmas.contains(Lemmas.stem(sketch.lemma(at)))) {
                places.add(at);
            }
        }
        return places;
    }

    /** The places of words that say a type of edges: {@code wrote} says {@code wrote}, {@code authored_by} and {@code author}. */
    private static Set<Integer> saying(Sketch sketch, String type, Anchor anchor) {
        Set<Integer> places = new LinkedHashSet<>();
        if (UPWARD_TYPES.contains(type)) {
            places.addAll(places(sketch, UPWARDS));
            places.addAll(places(sketch, DOWNWARDS));
        }
        for (String word : Tokens.normal(type).split(" ")) {
            for (int at = 0; at < sketch.size(); at++) {
                boolean outside = at < anchor.start() || at >= anchor.end();
                boolean preposition = word.length() <= 2;
                boolean only = Tokens.normal(type).equals(word);
                boolean telling = !Vocabulary.isStopWord(sketch.token(at)) || only;
                if (outside
                        && !preposition
                        && telling
                        && sketch.token(at).is(Token.Kind.WORD)
                        && Vocabulary.same(sketch.lemma(at), word)) {
                    places.add(at);
                }
            }
        }
        return places;
    }

    /**
     * The direction from the named row. Between two tables it is that of the relation. Within one it depends on whether the name is the
     * subject ("what does X cite") or the object ("who reports to X").
     */
    private static String direction(Sketch sketch, List<Relation> relations, Anchor anchor) {
        boolean out = false;
        boolean in = false;
        for (Relation relation : relations) {
            if (relation.from().equals(relation.to())) {
                boolean subject = subject(sketch, relation, anchor);
                out |= subject;
                in |= !subject;
            } else {
                out |= relation.from().equals(anchor.table().name());
                in |= relation.to().equals(anchor.table().name());
            }
        }
        return out && in ? "both" : out ? "out" : "in";
    }

    private static boolean subject(Sketch sketch, Relation relation, Anchor anchor) {
        if (UPWARD_TYPES.contains(relation.type())) {
            if (!places(sketch, UPWARDS).isEmpty()) {
                return true;
            }
            if (!places(sketch, DOWNWARDS).isEmpty()) {
                return false;
            }
        }
        if (sketch.word(anchor.start() - 1).equals("by")) {
            return true;
        }
        return saying(sketch, relation.type(), anchor).stream()
                .allMatch(place -> place > anchor.start() && !isPassive(sketch, place));
    }

    /** {@code in which notes is X cited}: the name is what it is done to. */
    private static boolean isPassive(Sketch sketch, int verb) {
        boolean participle =
                sketch.word(verb).endsWith("ed") || sketch.word(verb).endsWith("en");
        boolean followed = sketch.word(verb + 1).equals("by");
        for (int at = verb - 1; participle && !followed && at >= 0; at--) {
            if (sketch.lemma(at).equals("be")) {
                return true;
            }
        }
        return false;
    }
}
