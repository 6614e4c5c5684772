package io.remdb.ask.local;

import io.remdb.ask.local.Domain.Relation;
import io.remdb.ask.local.Sketch.Condition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Conditions on edges, as SQL over the table {@code edges}. */
final class Links {
    private Links() {}

    /** The types of edges between two tables, in one direction: those that lead away from the first, else those that lead to it. */
    static List<Relation> between(Domain domain, TableInfo table, TableInfo other) {
        List<Relation> away = domain.relations().stream()
                .filter(relation ->
                        relation.from().equals(table.name()) && relation.to().equals(other.name()))
                .toList();
        return away.isEmpty()
                ? domain.relations().stream()
                        .filter(relation -> relation.from().equals(other.name())
                                && relation.to().equals(table.name()))
                        .toList()
                : away;
    }

    /** Whether the question speaks of the other table, or of what links rows with it. */
    static boolean areSaid(Sketch sketch, TableInfo other) {
        for (int at = 0; at < sketch.size(); at++) {
            if (NounReader.weight(sketch, other, at) >= NounReader.HEAD - 1) {
                return true;
            }
        }
        return between(sketch.domain(), sketch.table(), other).stream()
                .anyMatch(relation -> !places(sketch, relation.type()).isEmpty());
    }

    /** Of some relations those that the question has words for; all where it has none. */
    static List<Relation> said(Sketch sketch, List<Relation> relations) {
        List<Relation> said = relations.stream()
                .filter(relation -> !places(sketch, relation.type()).isEmpty())
                .toList();
        return said.isEmpty() ? relations : said;
    }

    /** The places of words that say a type of edges: {@code wrote} says {@code wrote}, {@code authored_by} and {@code author}. */
    static Set<Integer> places(Sketch sketch, String type) {
        Set<Integer> places = new LinkedHashSet<>();
        String normal = Tokens.normal(type);
        for (String word : normal.split(" ")) {
            boolean preposition = word.length() <= 2;
            for (int at = 0; at < sketch.size() && !preposition; at++) {
                boolean telling = !Vocabulary.isStopWord(sketch.token(at)) || normal.equals(word);
                if (telling && sketch.token(at).is(Token.Kind.WORD) && Vocabulary.same(sketch.lemma(at), word)) {
                    places.add(at);
                }
            }
        }
        return places;
    }

    /** The condition on the type of an edge. */
    static String typed(List<Relation> relations, String prefix) {
        List<String> types =
                relations.stream().map(Relation::type).distinct().map(Sql::text).toList();
        return types.size() == 1
                ? prefix + "rel_type = " + types.getFirst()
                : prefix + "rel_type IN (" + String.join(", ", types) + ")";
    }

    /** The end of an edge at which rows of a table are. */
    static String end(List<Relation> relations, TableInfo table) {
        return relations.getFirst().from().equals(table.name()) ? "src" : "dst";
    }

    /** That a row has an edge of these types, or none, which leads to or from a row of another table that meets a condition. */
    static Condition linked(
            List<Relation> relations, TableInfo table, TableInfo other, String condition, boolean negated) {
        String own = end(relations, table);
        String far = own.equals("src") ? "dst" : "src";
        return new Condition(
                "id",
                "{} " + (negated ? "NOT IN" : "IN") + " (SELECT " + own + " FROM edges WHERE "
                        + typed(relations, "") + " AND " + far + " IN (SELECT id FROM " + Sql.name(other.name())
                        + " WHERE " + condition + "))");
    }

    /** That a row has no edge of these types at one end. */
    static Condition none(List<Relation> relations, String end) {
        return new Condition("id", "{} NOT IN (SELECT " + end + " FROM edges WHERE " + typed(relations, "") + ")");
    }

    /** That a row has so many edges of these types. */
    static Condition counted(List<Relation> relations, TableInfo table, String comparison) {
        String own = end(relations, table);
        return new Condition(
                "id",
                "{} IN (SELECT " + own + " FROM edges WHERE " + typed(relations, "") + " GROUP BY " + own
                        + " HAVING count(*) " + comparison + ")");
    }
}
