package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Function;
import io.remdb.ask.local.Sketch.Role;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Groups that are ranked: {@code top 3 genres by number of books}, {@code which genre has the most books}; the first row of each is not looked for. */
final class RankedGroups {
    private static final Set<String> EACH = Set.of("per", "each", "every");
    private static final Set<String> TOP = Set.of("top", "biggest", "largest", "greatest", "best");
    private static final int NEAR = 5;

    private RankedGroups() {}

    /** Reads the groups that come first, after what is counted and before orders. */
    static void read(Sketch sketch) {
        if (sketch.group == null && sketch.ordering == null && (top(sketch) || most(sketch))) {
            sketch.understood("the " + (Boolean.FALSE.equals(sketch.greatestGroup) ? "fewest" : "most") + " first");
        }
    }

    /** {@code top 3 genres by number of books}. */
    private static boolean top(Sketch sketch) {
        for (int at = 0; sketch.function != null && at < sketch.size(); at++) {
            if (!TOP.contains(sketch.word(at)) || !sketch.free(at)) {
                continue;
            }
            Optional<NumberWords.Found> number = NumberWords.at(sketch.tokens(), at + 1)
                    .filter(found -> found.value().scale() <= 0 && found.value().intValue() > 0);
            int next = number.map(NumberWords.Found::end).orElse(at + 1);
            if (group(sketch, next)) {
                sketch.take(at, next, Role.LIMIT);
                sketch.limit = number.map(NumberWords.Found::intValue).orElse(1);
                sketch.greatestGroup = true;
                return true;
            }
        }
        return false;
    }

    /** {@code which genre has the most books}: the field before, the noun of the table after. */
    private static boolean most(Sketch sketch) {
        for (int at = 1; sketch.function == null && at < sketch.size(); at++) {
            boolean most = sketch.word(at).equals("most");
            boolean ranks = (most || sketch.word(at).equals("fewest")) && sketch.free(at);
            if (!ranks || !nounFollows(sketch, at)) {
                continue;
            }
            for (int before = Math.max(0, at - NEAR); before < at; before++) {
                if (Set.of("which", "what").contains(sketch.word(before)) && group(sketch, before + 1)) {
                    sketch.take(at, at + 1, Role.ORDER);
                    sketch.function = Function.COUNT;
                    sketch.greatestGroup = most;
                    sketch.limit = sketch.limit == 0 ? 1 : sketch.limit;
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean nounFollows(Sketch sketch, int at) {
        return sketch.lemma(at + 1).equals(sketch.table().head());
    }

    private static boolean group(Sketch sketch, int at) {
        Optional<FieldInfo> field = sketch.table().fields().stream()
                .filter(info -> info.isText() && !sketch.table().isLookup(info))
                .filter(info -> sketch.free(at) && Fields.match(info, sketch, at) >= Fields.HEAD)
                .filter(info -> !sketch.lemma(at).equals(sketch.table().head()))
                .max(Comparator.comparingInt(info -> Fields.match(info, sketch, at)));
        Optional<Group> group = field.flatMap(info -> Group.of(sketch.table(), info));
        if (group.isEmpty()) {
            return false;
        }
        sketch.group = group.get();
        int end = at + Fields.length(field.get(), sketch, at);
        sketch.take(at, end, Role.GROUP);
        sketch.evidence(1);
        sketch.understood("by " + sketch.text(at, end));
        return true;
    }

    /** {@code most expensive book per genre}: one row of each group would be the answer. */
    static void check(Sketch sketch) {
        boolean ordered = sketch.ordering != null && sketch.function == null;
        boolean counted = sketch.ordering != null
                && sketch.function == Function.COUNT
                && sketch.group != null
                && !sketch.has(Role.AGGREGATE);
        for (int at = 1; at < sketch.size(); at++) {
            boolean each = EACH.contains(sketch.word(at)) && !TimeWords.UNITS.containsKey(sketch.lemma(at + 1));
            boolean unread = each && (counted || (ordered && sketch.free(at)));
            if (unread && sketch.limit > 0 && at + 1 < sketch.size()) {
                sketch.drop("the first of '" + sketch.text(at, at + 2) + "' is not looked for");
            }
        }
        // "top 3 genres": of what they have most is not said.
        boolean values =
                sketch.limit > 0 && sketch.ordering == null && sketch.greatestGroup == null && !sketch.has(Role.TABLE);
        for (int at = 0; values && at < sketch.size(); at++) {
            int place = at;
            boolean top = sketch.word(at).equals("top")
                    && sketch.table().fields().stream()
                            .anyMatch(field -> field.isText() && Fields.match(field, sketch, place + 2) >= Fields.HEAD);
            if (top) {
                sketch.drop(
                        "nothing says by what '" + sketch.text(at, Math.min(sketch.size(), at + 3)) + "' are chosen");
            }
        }
    }
}
