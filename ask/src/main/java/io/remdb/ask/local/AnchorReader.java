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
            int negation = negation(sketch, anchor);
            boolean negated = negation != Negations.NONE;
            Optional<Related> edge = relation(sketch, anchor);
            boolean isOwn = anchor.table().name().equals(sketch.table().name());
            if (edge.isPresent() && (!isOwn || edge.get().said())) {
                sketch.where("id", edge.get().pattern(negated));
                take(sketch, anchor);
                sketch.negate(negation);
                edge.get().words().forEach(word -> sketch.take(word, word + 1, Role.RELATION));
                sketch.understood(
                        "linked with '" + anchor.key() + "'" + edge.get().typed());
                related += edge.get().said() ? 2 : 1;
                continue;
            }
            if (isOwn) {
                if (!places(sketch, NamePlanner.LINKED).isEmpty()) {
                    sketch.drop("what is linked with '" + anchor.key() + "' is not looked for");
                }
                sketch.where(anchor.field().field().name(), own(anchor, negated));
                take(sketch, anchor);
                sketch.negate(negation);
                sketch.understood((negated ? "not '" : "'") + anchor.key() + "' by its "
                        + anchor.field().field().name());
                own += anchor.score();
                continue;
            }
            Optional<Condition> path = path(sketch, anchor, negated);
            if (path.isPresent()) {
                sketch.where(path.get().column(), path.get().pattern());
                take(sketch, anchor);
                sketch.negate(negation);
                sketch.understood((negated ? "not '" : "'") + anchor.key() + "' by "
                        + path.get().column());
                connected++;
            }
        }
        joined(sketch);
        return new Found(own, connected, related);
    }

    /** The place of the negation that a name stands under, also as one of several: {@code except X and Y}. */
    private static int negation(Sketch sketch, Anchor anchor) {
        int own = Negations.placeInClause(sketch, anchor.start());
        if (own == Negations.NONE) {
            own = Negations.placeAfter(sketch, anchor.end());
        }
        if (own != Negations.NONE) {
            return own;
        }
        int end = anchor.start();
        while (Negations.joins(sketch.word(end - 1))) {
            end--;
        }
        int joined = end;
        return joined == anchor.start()
                ? Negations.NONE
                : sketch.anchors().stream()
                        .filter(other -> other.end() == joined)
                        .findFirst()
                        .map(other -> negation(sketch, other))
                        .orElse(Negations.NONE);
    }

    private static String own(Anchor anchor, boolean negated) {
        String key = Sql.text(anchor.key());
        if (!negated) {
            return EQUAL + key;
        }
        return anchor.field().field().required() ? "{} <> " + key : "({} IS NULL OR {} <> " + key + ")";
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
     * @param patterns that a row is linked with one of the rows of this name
     * @param said whether the question has words for this relation
     * @param words their places
     */
    private record Related(List<String> patterns, boolean said, Set<Integer> words, String typed) {
        String pattern(boolean negated) {
            if (patterns.size() == 1) {
                return negated ? patterns.getFirst().replaceFirst("IN", "NOT IN") : patterns.getFirst();
            }
            return (negated ? "NOT (" : "(") + String.join(" OR ", patterns) + ")";
        }
    }

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
        Set<Integer> linked = said.isEmpty() ? places(sketch, NamePlanner.LINKED) : Set.of();
        words.addAll(linked);
        boolean isSaid = !said.isEmpty() || !linked.isEmpty();
        List<Relation> chosen = said.isEmpty() ? candidates : said;
        Set<String> types = new LinkedHashSet<>();
        chosen.forEach(relation -> types.add(relation.type()));
        String direction = linked.isEmpty() ? direction(sketch, chosen, anchor) : "both";
        int depth = deep(sketch) ? DEEP : 1;
        boolean typed = !said.isEmpty() || types.size() < typesOf(sketch, table, other);
        String where = typed ? " WHERE " + Links.typed(chosen, "") : "";
        List<String> rows = anchor.starts().stream()
                .map(start -> "{} IN (SELECT id FROM traverse(" + Sql.text(start) + ", " + depth + ", "
                        + Sql.text(direction) + ")" + where + ")")
                .toList();
        if (depth > 1) {
            words.addAll(places(sketch, INDIRECT));
        }
        return Optional.of(new Related(rows, isSaid, words, said.isEmpty() ? "" : " by " + String.join(", ", types)));
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

    /** The places of words outside of the name that say a type of edges. */
    private static Set<Integer> saying(Sketch sketch, String type, Anchor anchor) {
        Set<Integer> places = new LinkedHashSet<>();
        if (UPWARD_TYPES.contains(type)) {
            places.addAll(places(sketch, UPWARDS));
            places.addAll(places(sketch, DOWNWARDS));
        }
        places.addAll(Links.places(sketch, type));
        places.removeIf(at -> at >= anchor.start() && at < anchor.end());
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
