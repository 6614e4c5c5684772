package io.remdb.ask.local;

import io.remdb.ask.local.Domain.Reference;
import io.remdb.ask.local.Domain.Relation;
import io.remdb.ask.local.Sketch.Condition;
import java.util.List;
import java.util.Optional;

/** How a condition on the rows of one table becomes one on the rows of another that are named by them, or name them. */
final class Paths {
    private Paths() {}

    /**
     * The condition on {@code table} that its row is connected with a row of {@code other} that meets a condition.
     *
     * @param condition SQL over the columns of {@code other}
     */
    static Optional<Condition> restrict(Sketch sketch, TableInfo other, String condition, boolean negated) {
        Domain domain = sketch.domain();
        TableInfo table = sketch.table();
        String in = negated ? "{} NOT IN (" : "{} IN (";
        for (Reference reference : domain.references(table, other)) {
            String rows = subquery(reference.column(), other, condition);
            String pattern = reference.field().isArray()
                    ? (negated ? "NOT " : "") + "EXISTS (SELECT 1 FROM " + Sql.name(other.name()) + " x WHERE ("
                            + condition + ") AND x." + Sql.name(reference.column()) + " = ANY({}))"
                    : in + rows + ")";
            return Optional.of(new Condition(reference.field().field().name(), pattern));
        }
        for (Reference reference : domain.references(other, table)) {
            if (!reference.field().isArray()) {
                String column = reference.field().field().name();
                String named = negated ? condition + " AND " + Sql.name(column) + " IS NOT NULL" : condition;
                return Optional.of(new Condition(reference.column(), in + subquery(column, other, named) + ")"));
            }
        }
        Optional<Condition> through = throughMiddle(domain, table, other, condition, in);
        if (through.isPresent()) {
            return through;
        }
        boolean said = !other.name().equals(table.name()) && Links.areSaid(sketch, other);
        List<Relation> relations = said ? Links.between(domain, table, other) : List.of();
        return relations.isEmpty()
                ? Optional.empty()
                : Optional.of(Links.linked(Links.said(sketch, relations), table, other, condition, negated));
    }

    private static Optional<Condition> throughMiddle(
            Domain domain, TableInfo table, TableInfo other, String condition, String in) {
        for (Reference toTable : domain.references()) {
            boolean leads = toTable.to().name().equals(table.name())
                    && !toTable.from().name().equals(table.name());
            if (!leads || toTable.field().isArray()) {
                continue;
            }
            TableInfo middle = toTable.from();
            for (Reference toOther : domain.references(middle, other)) {
                if (!toOther.field().isArray()) {
                    String inner = Sql.name(toOther.field().field().name()) + " IN ("
                            + subquery(toOther.column(), other, condition) + ")";
                    return Optional.of(new Condition(
                            toTable.column(),
                            in + subquery(toTable.field().field().name(), middle, inner) + ")"));
                }
            }
        }
        return Optional.empty();
    }

    private static String subquery(String column, TableInfo table, String condition) {
        return "SELECT " + Sql.name(column) + " FROM " + Sql.name(table.name()) + " WHERE " + condition;
    }
}
