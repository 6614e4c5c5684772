package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Function;
import io.remdb.ask.local.Sketch.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what is counted or computed, and of which field: {@code average price}, {@code how many}. */
final class AggregateReader {
    private static final Map<String, Function> NAMED = Map.ofEntries(
            Map.entry("average", Function.AVG),
            Map.entry("mean", Function.AVG),
            Map.entry("avg", Function.AVG),
            Map.entry("sum", Function.SUM),
            Map.entry("total", Function.SUM),
            Map.entry("revenue", Function.SUM),
            Map.entry("turnover", Function.SUM),
            Map.entry("combined", Function.SUM),
            Map.entry("overall", Function.SUM),
            Map.entry("maximum", Function.MAX),
            Map.entry("max", Function.MAX),
            Map.entry("minimum", Function.MIN),
            Map.entry("min", Function.MIN));

    private static final Set<String> UP = Set.of(
            "highest",
            "largest",
            "biggest",
            "longest",
            "greatest",
            "strongest",
            "maximum",
            "top",
            "heaviest",
            "hottest",
            "warmest",
            "tallest");
    private static final Set<String> DOWN =
            Set.of("lowest", "smallest", "shortest", "least", "weakest", "minimum", "lightest", "coldest");
    private static final Set<String> OWN_NAME = Set.of("total", "revenue", "turnover");
    private static final int NEAR = 5;
    private static final double GUESSED = 2.5;
    private static final double SUMMED = 1.5;
    private static final double DISTINGUISHED = 2;
    private static final Set<String> OPENINGS = Set.of(
            "list", "show", "give", "name", "tell", "get", "find", "display", "me", "us", "all", "the", "our", "which",
            "what", "of", "every", "are");
    private static final Set<String> DIFFERENT = Set.of("different", "distinct", "unique");

    /** Whether a word names something that is computed. */
    static boolean isNamed(String word) {
        return NAMED.containsKey(word);
    }

    void read(Sketch sketch) {
        howMuchOfAdjective(sketch);
        onAverage(sketch);
        counts(sketch);
        functions(sketch);
        extremes(sketch);
        different(sketch);
        listed(sketch);
    }

    /** {@code list all authors}, {@code which rooms are there}: the different values of a field, where it is in the plural. */
    private static void listed(Sketch sketch) {
        if (sketch.function != null || !sketch.different.isEmpty()) {
            return;
        }
        int at = 0;
        while (OPENINGS.contains(sketch.word(at))) {
            at++;
        }
        int place = at;
        if (at == 0) {
            return;
        }
        valuesAt(sketch, at).ifPresent(field -> {
            int end = place + Fields.length(field, sketch, place);
            sketch.take(place, end, Role.FIELD);
            if (field.isArray() && Group.ofElements(sketch.table(), field).isEmpty()) {
                sketch.drop("the values of " + field.field().name() + " are not all known");
                return;
            }
            sketch.different.add(field);
            sketch.evidence(DISTINGUISHED);
            sketch.understood("the different " + field.field().name());
        });
    }

    /** The field whose name stands at a place in the plural, so that its values are meant: no number, no key, and no word for rows. */
    private static Optional<FieldInfo> valuesAt(Sketch sketch, int at) {
        boolean plural = at < sketch.size() && !sketch.word(at).equals(sketch.lemma(at));
        boolean rows = sketch.domain().tables().stream()
                .anyMatch(table -> NounReader.weight(sketch, table, at) >= NounReader.HEAD - 1);
        if (!plural || rows) {
            return Optional.empty();
        }
        return sketch.table().fields().stream()
                .filter(FieldInfo::isText)
                .filter(field -> !sketch.table().isLookup(field) && Fields.match(field, sketch, at) >= Fields.HEAD)
                .max(Comparator.comparingInt(field -> Fields.match(field, sketch, at)));
    }

    /** {@code which different brands}: not rows but the values that they have. */
    private static void different(Sketch sketch) {
        for (int at = 0; sketch.function == null && at + 1 < sketch.size(); at++) {
            int place = at + 1;
            if (!DIFFERENT.contains(sketch.word(at)) || !sketch.free(at)) {
                continue;
            }
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(info -> Fields.match(info, sketch, place) >= Fields.SYNONYM)
                    .max(Comparator.comparingInt(info -> Fields.match(info, sketch, place)));
            if (field.isPresent()) {
                int end = place + Fields.length(field.get(), sketch, place);
                sketch.take(at, end, Role.FIELD);
                if (field.get().isArray()
                        && Group.ofElements(sketch.table(), field.get()).isEmpty()) {
                    sketch.drop("the values of " + field.get().field().name() + " are not all known");
                } else {
                    sketch.different.add(field.get());
                    sketch.evidence(DISTINGUISHED);
                    sketch.understood("the different " + field.get().field().name());
                }
                return;
            }
        }
    }

    /** {@code how high is X}: the field that the adjective speaks of. */
    private static void howMuchOfAdjective(Sketch sketch) {
        for (int at = 0; at + 1 < sketch.size(); at++) {
            if (!sketch.word(at).equals("how")) {
                continue;
            }
            Optional<Vocabulary.Adjective> adjective = Vocabulary.adjective(sketch.word(at + 1));
            if (adjective.isEmpty()) {
                continue;
            }
            Set<String> nouns = adjective.get().nouns().isEmpty()
                    ? Vocabulary.HEIGHT
                    : adjective.get().nouns();
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(FieldInfo::isNumber)
                    .filter(info ->
                            Fields.speaksOf(info, nouns) || nouns.stream().anyMatch(info.words()::contains))
                    .findFirst();
            if (field.isPresent()) {
                sketch.projected.add(field.get());
                sketch.take(at, at + 2, Role.FIELD);
            }
        }
    }

    /** {@code how large is a document on average}. */
    private static void onAverage(Sketch sketch) {
        for (int at = 0; at + 1 < sketch.size(); at++) {
            boolean average =
                    sketch.word(at).equals("on") && sketch.word(at + 1).equals("average");
            if (average && !sketch.projected.isEmpty()) {
                sketch.function = Function.AVG;
                sketch.measured = sketch.projected.removeLast();
                sketch.take(at, at + 2, Role.AGGREGATE);
                sketch.understood(
                        Function.AVG + " of " + sketch.measured.field().name());
                return;
            }
        }
    }

    private static void counts(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            String word = sketch.word(at);
            String next = sketch.word(at + 1);
            if (word.equals("how") && next.equals("often")) {
                sketch.function = Function.COUNT;
                sketch.take(at, at + 2, Role.AGGREGATE);
            } else if (word.equals("how") && (next.equals("many") || next.equals("much")) && asks(sketch, at)) {
                sketch.function = next.equals("many") ? Function.COUNT : sketch.function;
                sketch.take(at, at + 2, Role.AGGREGATE);
                if (next.equals("many") && DIFFERENT.contains(sketch.word(at + 2))) {
                    sketch.distinct = true;
                    sketch.take(at + 2, at + 3, Role.AGGREGATE);
                }
                if (next.equals("many")) {
                    manyOf(sketch, at + 2);
                } else {
                    muchOf(sketch, at);
                }
            } else if ((word.equals("number") || word.equals("count"))
                    && next.equals("of")
                    && sketch.free(at)
                    && !isCompound(sketch, at)) {
                sketch.function = Function.COUNT;
                sketch.take(at, at + 2, Role.AGGREGATE);
                manyOf(sketch, at + 2);
                if (NAMED.get(sketch.word(at - 1)) == Function.AVG && sketch.measured != null) {
                    sketch.function = Function.AVG;
                    sketch.take(at - 1, at, Role.AGGREGATE);
                }
            } else if (word.equals("count") && sketch.free(at) && !namesField(sketch, at)) {
                sketch.function = Function.COUNT;
                sketch.take(at, at + 1, Role.AGGREGATE);
            } else if (((word.equals("in") && next.equals("total"))
                            || (word.equals("all") && next.equals("together"))
                            || word.equals("altogether"))
                    && sketch.function == Function.COUNT) {
                sketch.take(at, word.equals("altogether") ? at + 1 : at + 2, Role.AGGREGATE);
            }
        }
        if (sketch.function == Function.COUNT) {
            sketch.understood(
                    sketch.measured == null
                            ? "a count"
                            : "a count of the different "
                                    + sketch.measured.field().name());
        }
    }

    /** {@code phone number of X}: what has a number, and is not counted. */
    private static boolean isCompound(Sketch sketch, int at) {
        Token before = sketch.token(Math.max(0, at - 1));
        return sketch.word(at).equals("number")
                && at > 0
                && before.is(Token.Kind.WORD)
                && sketch.isOpen(at - 1)
                && !NAMED.containsKey(before.lower())
                && !isSuperlative(before.lower())
                && !Vocabulary.isCommon(before.lemma());
    }

    /** {@code how many} of a clause within the question is not what is asked. */
    private static boolean asks(Sketch sketch, int at) {
        boolean opens = at <= 2
                || sketch.token(at - 1).is(Token.Kind.PUNCTUATION)
                || sketch.word(at - 1).equals("and");
        return opens
                || nounWithin(sketch, at + 2, 3)
                || sketch.word(at - 1).equals("show")
                || sketch.word(at - 1).equals("count");
    }

    private static boolean namesField(Sketch sketch, int at) {
        return sketch.table().fields().stream()
                .anyMatch(field -> Fields.match(field, sketch, at - 1) == Fields.NAME && at > 0);
    }

    /** {@code how many pieces}: not rows but a number that they have, unless the table itself is meant. */
    private static void manyOf(Sketch sketch, int from) {
        for (int at = from; at < Math.min(sketch.size(), from + 3); at++) {
            if (sketch.lemma(at).equals(sketch.table().head())) {
                return;
            }
            int place = at;
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(FieldInfo::isNumber)
                    .filter(info -> measures(info, sketch, place))
                    .max(Comparator.comparingInt(info -> Fields.speaksOf(info, Unit.Quantity.COUNT.nouns()) ? 1 : 0));
            if (field.isPresent()) {
                sketch.function = Function.SUM;
                sketch.measured = field.get();
                sketch.take(from, at + 1, Role.AGGREGATE);
                return;
            }
        }
        if (!sketch.distinct && valuesAt(sketch, from).isPresent()) {
            sketch.distinct = true;
            sketch.evidence(DISTINGUISHED);
        }
        if (sketch.distinct) {
            best(sketch, from, info -> true).ifPresent(field -> {
                sketch.take(from, from + 1, Role.FIELD);
                if (field.isArray() && Group.ofElements(sketch.table(), field).isEmpty()) {
                    sketch.drop(
                            "the values of " + field.field().name() + " are not all known, so that rows are counted");
                    return;
                }
                sketch.measured = field;
                sketch.elements = field.isArray() ? field : null;
            });
        }
    }

    static boolean measures(FieldInfo field, Sketch sketch, int at) {
        if (Fields.match(field, sketch, at) >= Fields.HEAD) {
            return true;
        }
        return Unit.at(sketch.tokens(), at)
                .filter(found -> field.units().contains(found.unit()))
                .isPresent();
    }

    /** {@code how much snow fell}: a sum; {@code how much does it cost}: the field itself. */
    private static void muchOf(Sketch sketch, int at) {
        for (int next = at + 2; next < Math.min(sketch.size(), at + 2 + NEAR); next++) {
            int place = next;
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(FieldInfo::isNumber)
                    .filter(info -> Fields.match(info, sketch, place) > 0)
                    .max(Comparator.comparingInt(info -> Fields.match(info, sketch, place)));
            if (field.isPresent()) {
                sketch.measured = field.get();
                sketch.take(next, next + 1, Role.FIELD);
                if (sketch.word(at + 2).equals("is")
                        || sketch.word(at + 2).equals("does")
                        || sketch.word(at + 2).equals("do")) {
                    sketch.projected.add(field.get());
                    sketch.measured = null;
                } else {
                    sketch.function = Function.SUM;
                    sketch.evidence(SUMMED);
                }
                return;
            }
        }
    }

    private static void functions(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            Function function = NAMED.get(sketch.word(at));
            boolean adds = Set.of("add", "added", "adding").contains(sketch.word(at))
                    && sketch.word(at + 1).equals("up");
            if ((function == null && !adds)
                    || sketch.measured != null
                    || isSuperlative(sketch.word(at - 1))
                    || isSuperlative(sketch.word(at - 2))
                    || !sketch.free(at)
                    || isOwnName(sketch, at)
                    || (sketch.function == Function.COUNT
                            && sketch.measured == null
                            && !sketch.word(at).equals("total"))) {
                continue;
            }
            if (sketch.function == Function.COUNT) {
                sketch.take(at, at + 1, Role.AGGREGATE);
                continue;
            }
            Optional<FieldInfo> field = adds
                    ? best(sketch, Math.max(0, at - NEAR), FieldInfo::isNumber)
                    : best(sketch, at + 1, FieldInfo::isNumber);
            if (field.isEmpty() && OWN_NAME.contains(sketch.word(at))) {
                // "the total of all orders": the field of that name.
                field = best(sketch, at, FieldInfo::isNumber);
            }
            if (field.isEmpty()) {
                field = onlyNumber(sketch);
                field.ifPresent(guess -> sketch.evidence(-GUESSED));
            }
            if (sketch.word(at).equals("total") && sketch.word(at + 1).equals("number")) {
                sketch.take(at, at + 1, Role.AGGREGATE);
                continue;
            }
            if (field.isPresent()) {
                sketch.function = adds ? Function.SUM : function;
                sketch.measured = field.get();
                sketch.take(at, adds ? at + 2 : at + 1, Role.AGGREGATE);
                sketch.understood(sketch.function + " of " + field.get().field().name());
                return;
            }
        }
    }

    /** {@code with a total over 100}, {@code the biggest by total}: the field, not a sum. */
    private static boolean isOwnName(Sketch sketch, int at) {
        boolean field = OWN_NAME.contains(sketch.word(at))
                && sketch.table().fields().stream()
                        .anyMatch(info -> info.isNumber() && Fields.match(info, sketch, at) == Fields.NAME);
        return field && Set.of("a", "an", "by", "whose", "with", "their").contains(sketch.word(at - 1));
    }

    private static Optional<FieldInfo> onlyNumber(Sketch sketch) {
        List<FieldInfo> numbers =
                sketch.table().fields().stream().filter(FieldInfo::isNumber).toList();
        List<FieldInfo> money = numbers.stream()
                .filter(field -> Fields.speaksOf(field, Unit.Quantity.MONEY.nouns()))
                .toList();
        if (money.size() == 1) {
            return Optional.of(money.getFirst());
        }
        return numbers.size() == 1 ? Optional.of(numbers.getFirst()) : Optional.empty();
    }

    /** {@code the lowest pressure at X}: a number is asked for, not a row; {@code which station is highest} asks for a row. */
    private static void extremes(Sketch sketch) {
        if (sketch.function != null) {
            return;
        }
        boolean row = false;
        boolean each = false;
        for (int at = 0; at < sketch.size(); at++) {
            each |= Set.of("per", "each", "every").contains(sketch.word(at));
        }
        for (int at = 0; at < sketch.size(); at++) {
            String word = sketch.word(at);
            row |= word.equals("which")
                    || word.equals("who")
                    || word.equals("whose")
                    || sketch.lemma(at).equals(sketch.table().head());
            boolean up = UP.contains(word);
            if ((row && !each)
                    || !(up || DOWN.contains(word))
                    || sketch.word(at - 1).equals("at")
                    || sketch.word(at + 1).equals("first")
                    || sketch.word(at + 2).equals("first")) {
                continue;
            }
            int place = at + 1;
            // The table's noun after it: rows are asked for.
            if (!each && nounWithin(sketch, place, 2) && !fieldWithin(sketch, place, 2)) {
                continue;
            }
            Optional<FieldInfo> field = best(sketch, place, FieldInfo::isNumber);
            if (field.isPresent()) {
                sketch.function = up ? Function.MAX : Function.MIN;
                sketch.measured = field.get();
                sketch.take(at, at + 1, Role.AGGREGATE);
                sketch.understood(sketch.function + " of " + field.get().field().name());
                return;
            }
        }
    }

    static boolean nounWithin(Sketch sketch, int from, int words) {
        for (int at = from; at < Math.min(sketch.size(), from + words); at++) {
            if (Vocabulary.areSynonyms(sketch.lemma(at), sketch.table().head())) {
                return true;
            }
        }
        return false;
    }

    private static boolean fieldWithin(Sketch sketch, int from, int words) {
        for (int at = from; at < Math.min(sketch.size(), from + words); at++) {
            int place = at;
            if (sketch.table().fields().stream()
                    .anyMatch(field -> field.isNumber()
                            && Fields.match(field, sketch, place) >= Fields.HEAD
                            && !Vocabulary.areSynonyms(
                                    sketch.lemma(place), sketch.table().head()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSuperlative(String word) {
        return UP.contains(word) || DOWN.contains(word);
    }

    /** The field that is named best, and first, within the next words. */
    private static Optional<FieldInfo> best(Sketch sketch, int from, java.util.function.Predicate<FieldInfo> kind) {
        FieldInfo best = null;
        int bestMatch = 0;
        int bestAt = 0;
        for (int at = from; at < Math.min(sketch.size(), from + NEAR); at++) {
            for (FieldInfo field : sketch.table().fields()) {
                int match = kind.test(field) ? Fields.match(field, sketch, at) * NEAR - (at - from) : 0;
                if (match > bestMatch && Fields.match(field, sketch, at) > 0) {
                    best = field;
                    bestMatch = match;
                    bestAt = at;
                }
            }
        }
        if (best != null) {
            sketch.take(bestAt, bestAt + Fields.length(best, sketch, bestAt), Role.FIELD);
        }
        return Optional.ofNullable(best);
    }
}
