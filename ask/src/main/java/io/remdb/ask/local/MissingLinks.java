package io.remdb.ask.local;

import io.remdb.ask.local.Domain.Relation;
import io.remdb.ask.local.Sketch.Role;
import io.remdb.ask.local.Token.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads that rows have no links: {@code people who report to nobody}, {@code notes that no other note cites}, {@code teams without members}. */
final class MissingLinks {
    private static final Set<String> NONE = Set.of("no", "nobody", "nothing", "none", "never", "without", "noone");
    private static final Set<String> PERSONS = Set.of("nobody", "noone", "anybody", "anyone", "somebody");

    /** How many words may stand between the negation and the verb or noun of the link. */
    private static final int REACH = 5;

    void read(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            boolean negation = NONE.contains(sketch.word(at)) || Negations.is(sketch.word(at));
            if (negation && sketch.free(at) && (verb(sketch, at) || noun(sketch, at))) {
                return;
            }
        }
    }

    /** The word for a type of edges, after the negation or, with {@code nobody}, before it. */
    private static boolean verb(Sketch sketch, int negation) {
        for (Relation relation : sketch.domain().relations()) {
            boolean from = relation.from().equals(sketch.table().name());
            boolean to = relation.to().equals(sketch.table().name());
            if (!from && !to) {
                continue;
            }
            for (int place : Links.places(sketch, relation.type())) {
                boolean near = place > negation
                        ? place - negation <= REACH
                        : (negation - place <= 2 && NONE.contains(sketch.word(negation)));
                if (near && sketch.free(place) && !namesOther(sketch, place)) {
                    boolean source = (from && to) ? isSubject(sketch, negation, place) : from;
                    return restrict(sketch, List.of(relation), source ? "src" : "dst", negation, place);
                }
            }
        }
        return false;
    }

    /** A name or value after it says with whom there is no link: that is read elsewhere. */
    private static boolean namesOther(Sketch sketch, int place) {
        if (sketch.anchors().stream().anyMatch(anchor -> anchor.start() > place)) {
            return true;
        }
        for (int at = place + 1; at < sketch.size(); at++) {
            int from = at;
            boolean value = sketch.token(at).is(Kind.WORD)
                    && !Vocabulary.isStopWord(sketch.token(at))
                    && sketch.domain().tables().stream()
                            .anyMatch(table ->
                                    !table.values().of(sketch.lemma(from)).isEmpty());
            if (value) {
                return true;
            }
        }
        return false;
    }

    /** {@code who does not report}: the row; {@code that no other note cites}: something else, which stands between. */
    private static boolean isSubject(Sketch sketch, int negation, int place) {
        if (place < negation) {
            return true;
        }
        boolean other = PERSONS.contains(sketch.word(negation));
        for (int at = negation + 1; at < place; at++) {
            other |= sketch.lemma(at).equals(sketch.table().head()) || PERSONS.contains(sketch.word(at));
        }
        return !other;
    }

    /** {@code without members}, {@code no notes}: the noun of a table that rows are linked with. */
    private static boolean noun(Sketch sketch, int negation) {
        for (int at = negation + 1; at < Math.min(sketch.size(), negation + REACH - 1); at++) {
            for (TableInfo other : sketch.domain().tables()) {
                boolean named = !other.name().equals(sketch.table().name())
                        && NounReader.weight(sketch, other, at) >= NounReader.HEAD - 1
                        && sketch.free(at);
                List<Relation> relations = named ? Links.between(sketch.domain(), sketch.table(), other) : List.of();
                if (!relations.isEmpty() && !namesOther(sketch, at)) {
                    return restrict(
                            sketch, Links.said(sketch, relations), Links.end(relations, sketch.table()), negation, at);
                }
            }
        }
        return false;
    }

    private static boolean restrict(Sketch sketch, List<Relation> relations, String end, int negation, int place) {
        Sketch.Condition none = Links.none(relations, end);
        sketch.where(none.column(), none.pattern());
        sketch.take(Math.min(negation, place), Math.max(negation, place) + 1, Role.RELATION);
        sketch.evidence(1);
        for (int at = Math.max(negation, place) + 1; at < sketch.size(); at++) {
            String lemma = sketch.lemma(at);
            boolean said = lemma.equals(sketch.table().head())
                    || PERSONS.contains(sketch.word(at))
                    || relations.stream()
                            .flatMap(relation -> Stream.of(relation.from(), relation.to()))
                            .flatMap(name -> sketch.domain().table(name).stream())
                            .anyMatch(table -> table.head().equals(lemma));
            if (said && sketch.free(at)) {
                sketch.take(at, at + 1, Role.RELATION);
            }
        }
        sketch.understood("no " + relations.getFirst().type());
        return true;
    }
}
