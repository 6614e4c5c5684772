package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Condition;
import io.remdb.ask.local.Sketch.Role;
import java.util.Optional;

/** Reads values of tables that the table is connected with. */
final class ConnectedValues {
    private static final double CONNECTED = 0.4;

    private ConnectedValues() {}

    /** Reads what begins at a token: {@code orders by gold customers}; gives the token after it, or the same. */
    static int read(Sketch sketch, int at) {
        for (TableInfo other : sketch.domain().tables()) {
            if (other.name().equals(sketch.table().name())) {
                continue;
            }
            Optional<ValueReader.Match> match =
                    ValueReader.longest(sketch, other, at).or(() -> partial(sketch, other, at));
            if (match.isEmpty()) {
                if (connectedBoolean(sketch, other, at)) {
                    return at + 1;
                }
                continue;
            }
            FieldInfo field = match.get().occurrence().field();
            String column = Sql.name(field.field().name());
            String value = Sql.text(match.get().occurrence().value());
            int negation = Negations.placeInClause(sketch, at);
            boolean negated = negation != Negations.NONE;
            String condition = field.isArray() ? value + " = ANY(" + column + ")" : column + " = " + value;
            Optional<Condition> restricted = Paths.restrict(sketch, other, condition, negated);
            if (restricted.isPresent()) {
                sketch.where(restricted.get().column(), restricted.get().pattern());
                sketch.negate(negation);
                sketch.take(match.get().start(), match.get().end(), Role.VALUE);
                for (int beside :
                        new int[] {match.get().start() - 1, match.get().end()}) {
                    if (Fields.match(field, sketch, beside) >= Fields.HEAD) {
                        sketch.take(beside, beside + 1, Role.VALUE);
                    }
                }
                // A phrase says as much of the table that it is connected with, where the question asks for that one
                // first.
                boolean phrase = match.get().end() - match.get().start() > 1 && isFirst(sketch, other);
                sketch.evidence(-CONNECTED + (phrase ? ValueReader.PHRASE : 0));
                takeNouns(sketch, other);
                sketch.understood(
                        "'" + sketch.text(match.get().start(), match.get().end()) + "' as "
                                + field.field().name() + " of " + other.name());
                return match.get().end();
            }
        }
        return at;
    }

    /** {@code suppliers of vegan recipes}: what is so of the rows of another table, whose noun follows. */
    private static boolean connectedBoolean(Sketch sketch, TableInfo other, int at) {
        Optional<FieldInfo> field = !sketch.lemma(at + 1).equals(other.head())
                ? Optional.empty()
                : other.fields().stream()
                        .filter(info -> info.isBoolean() && Fields.match(info, sketch, at) >= Fields.HEAD)
                        .findFirst();
        if (field.isEmpty()) {
            return false;
        }
        int negation = Negations.placeInClause(sketch, at);
        String condition = Sql.name(field.get().field().name()) + " = TRUE";
        Optional<Condition> restricted = Paths.restrict(sketch, other, condition, negation != Negations.NONE);
        if (restricted.isEmpty()) {
            return false;
        }
        sketch.where(restricted.get().column(), restricted.get().pattern());
        sketch.negate(negation);
        sketch.take(at, at + 1, Role.VALUE);
        sketch.evidence(-CONNECTED);
        takeNouns(sketch, other);
        sketch.understood(field.get().field().name() + " of " + other.name());
        return true;
    }

    /** The only name of another table that has these words. */
    private static Optional<ValueReader.Match> partial(Sketch sketch, TableInfo other, int at) {
        return PartialNames.at(sketch, other, at)
                .filter(part -> part.whole().size() == 1)
                .map(part -> new ValueReader.Match(at, part.end(), part.whole().getFirst()));
    }

    /** Whether the question names this table before another one. */
    private static boolean isFirst(Sketch sketch, TableInfo other) {
        for (int at = 0; at < sketch.size(); at++) {
            if (sketch.lemma(at).equals(sketch.table().head())) {
                return true;
            }
            if (sketch.lemma(at).equals(other.head())) {
                return false;
            }
        }
        return false;
    }

    /** The noun of a table whose value was understood says nothing more. */
    private static void takeNouns(Sketch sketch, TableInfo other) {
        for (int at = 0; at < sketch.size(); at++) {
            if (sketch.free(at) && sketch.lemma(at).equals(other.head())) {
                sketch.take(at, at + 1, Role.VALUE);
            }
        }
    }
}
