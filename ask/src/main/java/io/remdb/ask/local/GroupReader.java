package io.remdb.ask.local;

import io.remdb.ask.local.Domain.Reference;
import io.remdb.ask.local.Domain.Relation;
import io.remdb.ask.local.Sketch.Function;
import io.remdb.ask.local.Sketch.Role;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads by what rows are put together: {@code per category}, {@code for each month}, {@code which customer has the most orders}. */
final class GroupReader {
    private static final Set<String> PER = Set.of("per", "by", "each", "every");
    private static final Map<String, String> PERIODS = Map.of(
            "year", "YEAR", "month", "MONTH", "week", "WEEK", "day", "DAY", "quarter", "QUARTER", "hour", "HOUR");

    private static final Set<String> AVERAGE = Set.of("average", "mean", "avg");
    private static final int NEAR = 4;
    private static final double GROUPED = 2;

    void read(Sketch sketch) {
        groups(sketch);
        fieldWithSoMany(sketch);
        whichHasMost(sketch);
        RankedGroups.read(sketch);
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
            // "how many people have which status"
            boolean which = word.equals("which") && at > 2 && sketch.function == Function.COUNT;
            if (!sketch.free(at) || !(PER.contains(word) || forEach || up || which)) {
                continue;
            }
            int start = forEach || up ? at + 2 : at + 1;
            while (Set.of("the", "a", "each", "every", "of", "its", "their").contains(sketch.word(start))) {
                start++;
            }
            Optional<Grouped> grouped = group(sketch, start);
            if (grouped.isEmpty() && (computed || word.equals("per") || up)) {
                unknownElements(sketch, start);
            }
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
                Grouped all = joined(sketch, grouped.get());
                sketch.group = all.group();
                sketch.take(at, all.end(), Role.GROUP);
                sketch.understood("by " + sketch.text(start, all.end()));
                measuredBefore(sketch, at);
                having(sketch);
                averaged(sketch);
                return;
            }
        }
    }

    /** {@code per borrower and status}: by several fields of the table at once. */
    private static Grouped joined(Sketch sketch, Grouped first) {
        Grouped all = first;
        while (Set.of("and", ",").contains(sketch.word(all.end()))) {
            int at = sketch.word(all.end() + 1).equals("per")
                            || sketch.word(all.end() + 1).equals("by")
                    ? all.end() + 2
                    : all.end() + 1;
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(info -> !info.isNumber() || info.isYear())
                    .filter(info -> Fields.match(info, sketch, at) >= Fields.HEAD)
                    .max(Comparator.comparingInt(info -> Fields.match(info, sketch, at)));
            if (field.isEmpty()) {
                return all;
            }
            if (field.get().isArray()) {
                sketch.drop("not grouped by " + field.get().field().name());
                return all;
            }
            String column = Sql.name(field.get().field().name());
            all = new Grouped(
                    all.group()
                            .and(all.group().joins() ? Sql.name(sketch.table().name()) + "." + column : column),
                    at + Fields.length(field.get(), sketch, at));
        }
        return all;
    }

    /** A list whose elements are not all known: to group by those that are would leave rows out without a word. */
    private static void unknownElements(Sketch sketch, int at) {
        sketch.table().fields().stream()
                .filter(FieldInfo::isArray)
                .filter(field -> Fields.match(field, sketch, at) > Fields.DESCRIBED)
                .findFirst()
                .ifPresent(field -> {
                    sketch.drop("not grouped by " + field.field().name() + ", whose values are not all known");
                    sketch.take(at, at + Fields.length(field, sketch, at), Role.GROUP);
                });
    }

    private static boolean isTime(Sketch sketch, Grouped grouped) {
        List<String> columns = grouped.group().columns();
        return sketch.table().fields().stream()
                .anyMatch(field -> field.isTime()
                        && columns.contains(Sql.name(field.field().name())));
    }

    private record Grouped(Group group, int end) {}

    private static Optional<Grouped> group(Sketch sketch, int from) {
        // "in every document category": of the table itself; "per document" is no group.
        int at = Vocabulary.areSynonyms(sketch.lemma(from), sketch.table().head()) ? from + 1 : from;
        String period = PERIODS.get(sketch.lemma(at));
        Optional<FieldInfo> year = sketch.table().year().filter(field -> Objects.equals(period, "YEAR"));
        if (year.isPresent()) {
            return Group.of(sketch.table(), year.get()).map(group -> new Grouped(group, at + 1));
        }
        if (period != null) {
            String time = sketch.table().time();
            boolean date = sketch.table().isDate(time);
            return date && period.equals("HOUR")
                    ? Optional.empty()
                    : Optional.of(new Grouped(
                            Group.of(
                                    time,
                                    period,
                                    date ? ZoneOffset.UTC : sketch.now().getZone()),
                            at + 1));
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
            int end = at + Fields.length(own.get(), sketch, at);
            Optional<Reference> reference = sketch.domain().references().stream()
                    .filter(one -> one.from().name().equals(sketch.table().name())
                            && one.field().equals(own.get())
                            && !one.field().isArray())
                    .findFirst();
            if (reference.isPresent()) {
                return reference.map(Group::of).map(group -> new Grouped(group, end));
            }
            return Group.of(sketch.table(), own.get()).map(group -> new Grouped(group, end));
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
                        return Optional.of(new Grouped(Group.of(reference, field), end));
                    }
                }
                if (!sketch.lemma(next).equals(reference.to().head())
                        && !sketch.token(next).is(Token.Kind.PUNCTUATION)) {
                    break;
                }
            }
            if (sketch.lemma(at).equals(reference.to().head())) {
                return Optional.of(new Grouped(Group.of(reference), at + 1));
            }
        }
        return linked(sketch, at);
    }

    /** {@code per team}, where rows are linked with teams. */
    private static Optional<Grouped> linked(Sketch sketch, int at) {
        for (TableInfo other : sketch.domain().tables()) {
            List<Relation> relations = Links.between(sketch.domain(), sketch.table(), other);
            boolean named = !other.name().equals(sketch.table().name())
                    && (sketch.lemma(at).equals(other.head())
                            || Vocabulary.synonyms(sketch.lemma(at)).contains(other.head()));
            if (named && !relations.isEmpty()) {
                Group group = Group.of(sketch.table(), Links.said(sketch, relations), other);
                return Optional.of(new Grouped(group, at + 1));
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
                    return Optional.of(new Grouped(Group.of(reference, field), end));
                }
            }
        }
        return Optional.empty();
    }

    /** {@code pieces per category}: not rows but a number that they have. */
    private static void measuredBefore(Sketch sketch, int at) {
        if (sketch.function != Function.COUNT || sketch.measured != null || sketch.has(Role.AGGREGATE)) {
            return;
        }
        for (int before = Math.max(0, at - NEAR); before < at; before++) {
            int place = before;
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(FieldInfo::isNumber)
                    .filter(info -> AggregateReader.measures(info, sketch, place))
                    .findFirst();
            if (field.isPresent() && !sketch.lemma(before).equals(sketch.table().head())) {
                sketch.function = Function.SUM;
                sketch.measured = field.get();
                sketch.take(before, at, Role.AGGREGATE);
                return;
            }
        }
    }

    /** {@code only those that have more than 18}. */
    private static void having(Sketch sketch) {
        for (int at = 0; at + 1 < sketch.size(); at++) {
            int place = at;
            Optional<NumberReader.Compared> compared =
                    sketch.free(at) ? NumberReader.comparison(sketch, at) : Optional.empty();
            if (compared.isPresent() && sketch.free(place, compared.get().end())) {
                sketch.having = compared.get().comparison();
                sketch.negate(compared.get().negation());
                sketch.take(at, compared.get().end(), Role.NUMBER);
                return;
            }
        }
    }

    /** {@code messages per session on average}: the average of the counts. */
    private static void averaged(Sketch sketch) {
        if (sketch.function != Function.COUNT) {
            return;
        }
        for (int at = 0; at < sketch.size(); at++) {
            if (AVERAGE.contains(sketch.word(at))) {
                sketch.averaged = true;
                sketch.take(sketch.word(at - 1).equals("on") ? at - 1 : at, at + 1, Role.AGGREGATE);
                sketch.understood("the average of them");
            }
        }
    }

    /** {@code brands with more than five products}: rows of this table are counted by a field that is named before. */
    private static void fieldWithSoMany(Sketch sketch) {
        if (sketch.group != null || sketch.ordering != null) {
            return;
        }
        for (int at = 0; at + 1 < sketch.size(); at++) {
            Optional<NumberReader.Compared> compared =
                    sketch.free(at) ? NumberReader.comparison(sketch, at) : Optional.empty();
            boolean counts = compared.isPresent()
                    && Vocabulary.areSynonyms(
                            sketch.lemma(compared.get().end()), sketch.table().head());
            if (!counts || at > NEAR + 1) {
                continue;
            }
            for (int before = 0; before < at; before++) {
                Optional<Grouped> grouped = sketch.free(before) ? group(sketch, before) : Optional.empty();
                if (grouped.isPresent() && grouped.get().end() <= at && !isTime(sketch, grouped.get())) {
                    sketch.function = Function.COUNT;
                    sketch.group = grouped.get().group();
                    sketch.having = compared.get().comparison();
                    sketch.negate(compared.get().negation());
                    sketch.take(before, grouped.get().end(), Role.GROUP);
                    sketch.take(at, compared.get().end(), Role.NUMBER);
                    sketch.evidence(GROUPED);
                    sketch.understood("by " + sketch.text(before, grouped.get().end()));
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
            Optional<Group> group = mostOf(sketch);
            if (group.isEmpty()) {
                continue;
            }
            int superlative = at;
            Optional<FieldInfo> summed = sketch.table().fields().stream()
                    .filter(FieldInfo::isNumber)
                    .filter(field -> anyWord(sketch, field, superlative))
                    .findFirst();
            sketch.function = summed.isPresent() ? Function.SUM : Function.COUNT;
            sketch.measured = summed.orElse(null);
            sketch.group = group.get();
            sketch.greatestGroup = most;
            sketch.limit = sketch.limit == 0 ? 1 : sketch.limit;
            sketch.take(at, at + (sketch.word(at).equals("best") ? 2 : 1), Role.ORDER);
            sketch.understood(most ? "the most" : "the fewest");
            return;
        }
    }

    /** The rows that the question asks for, by which those of this table are counted: those that are named first. */
    private static Optional<Group> mostOf(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            if (NounReader.weight(sketch, sketch.table(), at) >= NounReader.HEAD) {
                // This table is named before: its rows are asked for.
                return Optional.empty();
            }
            for (TableInfo other : sketch.domain().tables()) {
                if (other.name().equals(sketch.table().name())
                        || NounReader.weight(sketch, other, at) < NounReader.HEAD) {
                    continue;
                }
                Optional<Group> group = sketch.domain().references(sketch.table(), other).stream()
                        .filter(reference -> !reference.field().isArray())
                        .findFirst()
                        .map(Group::of)
                        .or(() -> Optional.of(Links.between(sketch.domain(), sketch.table(), other))
                                .filter(relations -> !relations.isEmpty())
                                .map(relations -> Group.of(sketch.table(), Links.said(sketch, relations), other)));
                if (group.isPresent()) {
                    sketch.take(at, at + 1, Role.GROUP);
                    sketch.understood("by " + other.head());
                    return group;
                }
            }
        }
        return Optional.empty();
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
}
