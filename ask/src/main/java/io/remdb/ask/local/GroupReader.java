package io.remdb.ask.local;

import io.remdb.ask.local.Domain.Reference;
import io.remdb.ask.local.Sketch.Function;
import io.remdb.ask.local.Sketch.Group;
import io.remdb.ask.local.Sketch.Role;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads by what rows are put together: {@code per category}, {@code for each month}, {@code which customer has the most orders}. */
final class GroupReader {
    private static final Set<String> PER = Set.of("per", "by", "each", "every");
    private static final Map<String, String> PERIODS =
            Map.of("year", "YEAR", "month", "MONTH", "week", "WEEK", "day", "DAY", "quarter", "QUARTER");

    void read(Sketch sketch) {
        groups(sketch);
        whichHasMost(sketch);
    }

    private static void groups(Sketch sketch) {
        boolean computed = sketch.function != null;
        for (int at = 0; at < sketch.size(); at++) {
            String word = sketch.word(at);
            boolean forEach = Set.of("for", "in", "of", "at", "with").contains(word)
                    && (sketch.word(at + 1).equals("each")
                            || sketch.word(at + 1).equals("every"));
            boolean up = Set.of("up", "grouped", "down").contains(word)
                    && sketch.word(at + 1).equals("by");
            if (!sketch.free(at) || !(PER.contains(word) || forEach || up)) {
                continue;
            }
            int start = forEach || up ? at + 2 : at + 1;
            while (Set.of("the", "a", "each", "every", "of", "its", "their").contains(sketch.word(start))) {
                start++;
            }
            Optional<Grouped> grouped = group(sketch, start);
            // "written by Tom" is no group; "orders by status" is, even where nobody said that they are counted.
            if (grouped.isPresent()
                    && (computed
                            || up
                            || ((word.equals("per")
                                            || (word.equals("by")
                                                    && AggregateReader.nounWithin(sketch, Math.max(0, at - 1), 1)))
                                    && !isTime(sketch, grouped.get())))) {
                if (sketch.function == null) {
                    sketch.function = Function.COUNT;
                }
                sketch.group = grouped.get().group();
                sketch.take(at, grouped.get().end(), Role.GROUP);
                sketch.understood("by " + sketch.text(start, grouped.get().end()));
                having(sketch);
                return;
            }
        }
    }

    private static boolean isTime(Sketch sketch, Grouped grouped) {
        boolean whole = grouped.group().expression().equals("{}");
        return whole
                && sketch.table()
                        .field(grouped.group().column())
                        .filter(FieldInfo::isTime)
                        .isPresent();
    }

    private record Grouped(Group group, int end) {}

    private static Optional<Grouped> group(Sketch sketch, int from) {
        // "in every document category": of the table itself; "per document" is no group.
        int at = Vocabulary.areSynonyms(sketch.lemma(from), sketch.table().head()) ? from + 1 : from;
        String period = PERIODS.get(sketch.lemma(at));
        if (period != null) {
            String column = sketch.table().time();
            String pattern = "CAST(DATE_TRUNC(" + period + ", {}) AS DATE)";
            return Optional.of(new Grouped(new Group(column, pattern, null), at + 1));
        }
        Optional<Grouped> ofNamed = ofNamedRow(sketch, at);
        if (ofNamed.isPresent()) {
            return ofNamed;
        }
        Optional<FieldInfo> own = sketch.table().fields().stream()
                .filter(field -> !field.isNumber()
                        && Fields.match(field, sketch, at) > Fields.DESCRIBED
                        && !sketch.lemma(at).equals(sketch.table().head()))
                .max(Comparator.comparingInt(field -> Fields.match(field, sketch, at)));
        if (own.isPresent()) {
            return own.map(field ->
                    new Grouped(new Group(field.field().name(), "{}", null), at + Fields.length(field, sketch, at)));
        }
        // "kind of station", "the customer's country": a field of a table that rows name.
        for (Reference reference : sketch.domain().references()) {
            if (!reference.from().name().equals(sketch.table().name())) {
                continue;
            }
            for (int next = at; next < Math.min(sketch.size(), at + 4); next++) {
                if (Vocabulary.isStopWord(sketch.token(next))
                        && next == at
                        && !Vocabulary.maySayField(sketch.lemma(next))) {
                    break;
                }
                for (FieldInfo field : reference.to().fields()) {
                    if (Fields.match(field, sketch, next) >= Fields.HEAD && !field.isNumber()) {
                        int end = next + Fields.length(field, sketch, next);
                        if (sketch.word(end).equals("of")) {
                            end = Math.min(
                                    sketch.size(), end + (sketch.word(end + 1).equals("the") ? 3 : 2));
                        }
                        return Optional.of(new Grouped(new Group(field.field().name(), "{}", reference), end));
                    }
                }
                if (!sketch.lemma(next).equals(reference.to().head())
                        && !sketch.token(next).is(Token.Kind.PUNCTUATION)) {
                    break;
                }
            }
            if (sketch.lemma(at).equals(reference.to().head())) {
                return Optional.of(
                        new Grouped(new Group(reference.field().field().name(), "{}", null), at + 1));
            }
        }
        return Optional.empty();
    }

    /** {@code the customer's country}: the row that is named, then a field of it. */
    private static Optional<Grouped> ofNamedRow(Sketch sketch, int at) {
        for (Reference reference : sketch.domain().references()) {
            boolean named = reference.from().name().equals(sketch.table().name())
                    && sketch.lemma(at).equals(reference.to().head());
            if (!named) {
                continue;
            }
            for (FieldInfo field : reference.to().fields()) {
                if (Fields.match(field, sketch, at + 1) >= Fields.HEAD && !field.isNumber()) {
                    int end = at + 1 + Fields.length(field, sketch, at + 1);
                    return Optional.of(new Grouped(new Group(field.field().name(), "{}", reference), end));
                }
            }
        }
        return Optional.empty();
    }

    /** {@code only those that have more than 18}. */
    private static void having(Sketch sketch) {
        for (int at = 0; at + 2 < sketch.size(); at++) {
            if (sketch.word(at).equals("more") && sketch.word(at + 1).equals("than") && sketch.free(at)) {
                Optional<NumberWords.Found> number = NumberWords.at(sketch.tokens(), at + 2);
                if (number.isPresent() && sketch.free(at + 2)) {
                    sketch.havingMoreThan = number.get().value();
                    sketch.take(at, number.get().end(), Role.NUMBER);
                    return;
                }
            }
        }
    }

    /** {@code which customer has placed the most orders}: the rows of this table are counted by the one that they name. */
    private static void whichHasMost(Sketch sketch) {
        if (sketch.function != null || sketch.ordering != null) {
            return;
        }
        for (int at = 0; at < sketch.size(); at++) {
            boolean most = sketch.word(at).equals("most")
                    || (sketch.word(at).equals("best") && sketch.word(at + 1).startsWith("sell"));
            boolean least = sketch.word(at).equals("least") || sketch.word(at).equals("fewest");
            if (sketch.word(at - 1).equals("at") || (!most && !least) || !sketch.free(at)) {
                continue;
            }
            for (Reference reference : sketch.domain().references()) {
                if (!reference.from().name().equals(sketch.table().name())
                        || reference.field().isArray()) {
                    continue;
                }
                int noun = place(sketch, reference.to().head());
                if (noun < 0) {
                    continue;
                }
                int superlative = at;
                Optional<FieldInfo> summed = sketch.table().fields().stream()
                        .filter(FieldInfo::isNumber)
                        .filter(field -> anyWord(sketch, field, superlative))
                        .findFirst();
                sketch.function = summed.isPresent() ? Function.SUM : Function.COUNT;
                sketch.measured = summed.orElse(null);
                sketch.group = new Group(reference.field().field().name(), "{}", null);
                sketch.greatestGroup = most;
                sketch.limit = sketch.limit == 0 ? 1 : sketch.limit;
                sketch.take(at, at + (sketch.word(at).equals("best") ? 2 : 1), Role.ORDER);
                sketch.take(noun, noun + 1, Role.GROUP);
                sketch.understood("by " + reference.to().head());
                return;
            }
        }
    }

    private static boolean anyWord(Sketch sketch, FieldInfo field, int except) {
        for (int at = 0; at < sketch.size(); at++) {
            boolean measured = at != except
                    && (Fields.match(field, sketch, at) >= Fields.SYNONYM
                            || AggregateReader.measures(field, sketch, at));
            if (measured) {
                return true;
            }
        }
        return false;
    }

    private static int place(Sketch sketch, String head) {
        for (int at = 0; at < sketch.size(); at++) {
            if (sketch.lemma(at).equals(head)) {
                return at;
            }
        }
        return -1;
    }
}
