package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Role;
import io.remdb.ask.local.Token.Kind;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Reads what rows have and what they lack: values of their fields, rows of other tables that name them, links. */
final class PresenceReader {
    private static final Set<String> NOTHING = Set.of("no", "without", "lacking", "missing", "nobody");
    private static final Set<String> NOT_HERE = Set.of("never", "nobody", "none", "nothing", "not");

    /** How many words may stand between a negation and what is missing. */
    private static final int REACH = 5;

    void read(Sketch sketch) {
        missing(sketch);
        present(sketch);
        amounts(sketch);
        new MissingLinks().read(sketch);
        neverNamed(sketch);
    }

    /** {@code without a customer}, {@code not yet shipped}. */
    private static void missing(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            boolean none = NOTHING.contains(sketch.word(at))
                    || (sketch.word(at).equals("any") && Negations.before(sketch, at));
            if (!none || !sketch.free(at)) {
                continue;
            }
            int next = at + 1;
            if (sketch.word(at).equals("nobody")) {
                next++; // "nobody left a remark": a verb stands between
            }
            while (Set.of("a", "an", "any").contains(sketch.word(next))) {
                next++;
            }
            int place = next;
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(info -> !info.field().required())
                    .filter(info -> place < sketch.size() && Fields.match(info, sketch, place) >= Fields.HEAD)
                    .max(Comparator.comparingInt(info -> Fields.match(info, sketch, place)));
            if (field.isPresent() && !field.get().isBoolean()) {
                sketch.where(field.get().field().name(), "{} IS NULL");
                sketch.negate(Negations.placeBefore(sketch, at));
                sketch.take(at, next + Fields.length(field.get(), sketch, next), Role.VALUE);
                sketch.understood("no " + field.get().field().name());
            }
        }
    }

    /** {@code with a gift note}, {@code that have a remark}: there is a value. */
    private static void present(Sketch sketch) {
        for (int at = 0; at + 2 < sketch.size(); at++) {
            boolean has = Set.of("with", "have", "has", "having").contains(sketch.word(at));
            boolean some = Set.of("a", "an", "any", "some").contains(sketch.word(at + 1));
            int place = at + 2;
            if (!has || !some || !sketch.free(place) || Negations.before(sketch, at + 1)) {
                continue;
            }
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(info -> !info.field().required() && !info.isBoolean())
                    .filter(info -> !info.isNumber() || isAmount(info))
                    .filter(info -> Fields.match(info, sketch, place) >= Fields.HEAD)
                    .max(Comparator.comparingInt(info -> Fields.match(info, sketch, place)));
            if (field.isPresent()) {
                int end = place + Fields.length(field.get(), sketch, place);
                boolean said = ValueReader.longest(sketch, sketch.table(), Math.min(end, sketch.size() - 1))
                                .isPresent()
                        || Set.of("about", "of", "like", "saying", "that", ":").contains(sketch.word(end));
                if (!said) {
                    // No money at all is no fine.
                    sketch.where(field.get().field().name(), field.get().isNumber() ? "{} > 0" : "{} IS NOT NULL");
                    sketch.take(at, end, Role.VALUE);
                    sketch.understood("with a " + field.get().field().name());
                }
            }
        }
    }

    private static boolean isAmount(FieldInfo field) {
        return field.isNumber()
                && field.units().stream()
                        .anyMatch(unit ->
                                unit.quantity() == Unit.Quantity.MONEY || unit.quantity() == Unit.Quantity.COUNT);
    }

    /** {@code fined loans}: what has some of a field's amount. */
    private static void amounts(Sketch sketch) {
        for (int at = 0; at + 1 < sketch.size(); at++) {
            int place = at;
            boolean attribute = sketch.free(at)
                    && sketch.word(at).endsWith("ed")
                    && sketch.lemma(at + 1).equals(sketch.table().head());
            Optional<FieldInfo> field = !attribute
                    ? Optional.empty()
                    : sketch.table().fields().stream()
                            .filter(PresenceReader::isAmount)
                            .filter(info -> Fields.match(info, sketch, place) >= Fields.HEAD)
                            .findFirst();
            field.ifPresent(info -> {
                int negation = Negations.placeBefore(sketch, place);
                boolean none = negation != Negations.NONE;
                sketch.negate(negation);
                sketch.where(info.field().name(), none ? "({} IS NULL OR {} <= 0)" : "{} > 0");
                sketch.take(place, place + 1, Role.VALUE);
                sketch.understood((none ? "no " : "some ") + info.field().name());
            });
        }
    }

    /** {@code customers who have never ordered}, {@code products nobody has bought}: rows that no row of another table names. */
    private static void neverNamed(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            if ((!NOT_HERE.contains(sketch.word(at)) && !Negations.is(sketch.word(at))) || sketch.isNegated(at)) {
                continue;
            }
            for (int next = at + 1; next < Math.min(sketch.size(), at + REACH); next++) {
                for (Domain.Reference reference : sketch.domain().references()) {
                    boolean names = reference.to().name().equals(sketch.table().name())
                            && !reference.from().name().equals(sketch.table().name())
                            && sketch.token(next).is(Kind.WORD)
                            && (Vocabulary.same(
                                            sketch.lemma(next), reference.from().head())
                                    || saysDoing(sketch, next, reference.from()));
                    if (names && sketch.free(next) && !saysMore(sketch, next) && !restricted(sketch, at, next)) {
                        String field = Sql.name(reference.field().field().name());
                        sketch.where(
                                reference.column(),
                                "NOT EXISTS (SELECT 1 FROM "
                                        + Sql.name(reference.from().name()) + " x WHERE x." + field + " = {})");
                        sketch.take(at, next + 1, Role.VALUE);
                        sketch.understood(
                                "not named by any of " + reference.from().name());
                        for (int after = next + 1; after < sketch.size(); after++) {
                            if (sketch.role(after).filter(Role.TIME::equals).isPresent()) {
                                sketch.drop("the time may be that of "
                                        + reference.from().name());
                            }
                        }
                        return;
                    }
                }
            }
        }
    }

    /** {@code borrowed}, where the rows of a table say so: they have a borrower, or their description has the verb. */
    private static boolean saysDoing(Sketch sketch, int at, TableInfo table) {
        String stem = Lemmas.stem(sketch.lemma(at));
        return Lemmas.isParticiple(sketch.word(at))
                && !Vocabulary.isStopWord(sketch.token(at))
                && (table.words().stream().anyMatch(word -> Lemmas.stem(word).equals(stem))
                        || table.fields().stream()
                                .filter(FieldInfo::isText)
                                .anyMatch(field -> Lemmas.stem(field.name()).equals(stem)));
    }

    /** {@code without vegan recipes}: what stands between says which of them. */
    private static boolean restricted(Sketch sketch, int negation, int noun) {
        for (int at = negation + 1; at < noun; at++) {
            if (sketch.isOpen(at) && !Lemmas.isParticiple(sketch.word(at)) && !Vocabulary.isCommon(sketch.lemma(at))) {
                return true;
            }
        }
        return false;
    }

    /** {@code never ordered a lamp}: what they are not linked with follows. */
    private static boolean saysMore(Sketch sketch, int verb) {
        for (int at = verb + 1; at < sketch.size(); at++) {
            int from = at;
            boolean more = sketch.anchors().stream().anyMatch(anchor -> anchor.start() == from)
                    || sketch.domain().tables().stream()
                            .anyMatch(table -> sketch.free(from)
                                    && !table.name().equals(sketch.table().name())
                                    && ValueReader.longest(sketch, table, from).isPresent());
            if (more) {
                return true;
            }
        }
        return false;
    }
}
