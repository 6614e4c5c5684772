package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Ordering;
import io.remdb.ask.local.Sketch.Role;
import io.remdb.ask.local.Vocabulary.Adjective;
import io.remdb.ask.local.Vocabulary.Order;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which rows come first, and how many: {@code the five cheapest}, {@code newest first}, {@code sorted by price}. */
final class OrderReader {
    /** How many rows "recent" means. */
    static final int RECENT = 10;

    private static final int NEAR = 4;
    private static final Set<String> BY =
            Set.of("sorted", "ordered", "sort", "order", "ranked", "rank", "arranged", "sorting");
    private static final Set<String> DOWN = Set.of("descending", "desc", "downwards", "decreasing", "down");
    private static final Set<String> FIRSTS =
            Set.of("first", "top", "last", "bottom", "latest", "newest", "oldest", "earliest", "best", "worst");

    void read(Sketch sketch) {
        explicit(sketch);
        alphabetical(sketch);
        for (int at = 0; at < sketch.size(); at++) {
            if (sketch.free(at)) {
                at = Math.max(at, superlative(sketch, at) - 1);
            }
        }
        limit(sketch);
    }

    /** {@code sorted by price descending}. */
    private static void explicit(Sketch sketch) {
        for (int at = 0; at + 2 < sketch.size(); at++) {
            if (!BY.contains(sketch.word(at)) || !sketch.word(at + 1).equals("by") || !sketch.free(at)) {
                continue;
            }
            Optional<FieldInfo> field = best(sketch, at + 2);
            if (field.isPresent()) {
                int end = at + 2 + Fields.length(field.get(), sketch, at + 2);
                boolean descending = DOWN.contains(sketch.word(end))
                        || sketch.word(end).equals("highest")
                        || sketch.word(end).equals("newest");
                if (DOWN.contains(sketch.word(end)) || sketch.word(end).startsWith("asc")) {
                    end++;
                }
                order(sketch, field.get().field().name(), descending);
                sketch.take(at, end, Role.ORDER);
            }
        }
    }

    private static void alphabetical(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            if (sketch.word(at).equals("alphabetical") || sketch.word(at).equals("alphabetically")) {
                int end = sketch.word(at + 1).equals("order") ? at + 2 : at + 1;
                sketch.table()
                        .naming()
                        .ifPresent(naming -> order(sketch, naming.field().name(), false));
                sketch.take(at, end, Role.ORDER);
            }
        }
    }

    private static Optional<FieldInfo> best(Sketch sketch, int at) {
        return sketch.table().fields().stream()
                .filter(field -> Fields.match(field, sketch, at) > 0)
                .max(Comparator.comparingInt(field -> Fields.match(field, sketch, at)));
    }

    private static int superlative(Sketch sketch, int at) {
        String word = sketch.word(at);
        boolean more = word.equals("most") || word.equals("least");
        Optional<Adjective> adjective = Optional.empty();
        int end = at + 1;
        Optional<FieldInfo> verb =
                word.equals("first") || word.equals("last") ? timeBefore(sketch, at) : Optional.empty();
        if (verb.isPresent()) {
            order(sketch, verb.get().field().name(), word.equals("last"));
            sketch.take(at, end, Role.ORDER);
            sketch.limit = sketch.limit == 0 ? 1 : sketch.limit;
            return end;
        }
        if (more) {
            adjective = Vocabulary.adjective(plain(sketch.word(at + 1)));
            end = adjective.isPresent() ? at + 2 : at + 1;
            if (adjective.isEmpty()) {
                return mostOf(sketch, at);
            }
        } else {
            Optional<String> plain = Vocabulary.superlative(word);
            if (plain.isPresent() && Vocabulary.adjective(plain.get()).isPresent()) {
                adjective = Vocabulary.adjective(plain.get());
            } else if (word.equals("recent") || ((word.equals("last") || word.equals("first")) && bare(sketch, at))) {
                adjective = Vocabulary.adjective(word);
            } else if ((word.equals("maximum") || word.equals("minimum") || word.equals("biggest"))
                    && sketch.free(at)) {
                adjective = Vocabulary.adjective(word);
            }
        }
        if (adjective.isEmpty()) {
            return at;
        }
        if (sketch.word(end).equals("paid")) {
            adjective = Vocabulary.adjective("paid");
        }
        boolean reversed = word.equals("least");
        if (sketch.word(end).equals("rated")
                || sketch.word(end).equals("paid")
                || sketch.word(end).equals("priced")
                || sketch.word(end).equals("standing")) {
            end++;
        }
        boolean lasting = adjective.get().nouns().contains("duration");
        Optional<String> duration = lasting ? duration(sketch) : Optional.empty();
        if (duration.isPresent()) {
            adjective = adjective.map(given -> new Adjective(given.order(), Set.of()));
        }
        Optional<String> column = duration.isPresent() ? duration : column(sketch, adjective.get(), at, end);
        if (column.isEmpty()) {
            return at;
        }
        boolean descending = (adjective.get().order() == Order.DESCENDING) != reversed;
        // The oldest of something that has an age is the greatest.
        boolean age = adjective.get().nouns().contains("time")
                && sketch.table()
                        .field(column.get())
                        .filter(field -> Fields.speaksOf(field, Set.of("age")))
                        .isPresent();
        order(sketch, column.get(), age != descending);
        sketch.take(at, end, Role.ORDER);
        takeTimeWords(sketch, end);
        int first = firstAfter(sketch, end);
        if (first > 0) {
            sketch.take(end, first + 1, Role.ORDER);
        } else if (sketch.limit == 0) {
            sketch.limit = word.equals("recent") || plural(sketch, end) ? RECENT : 1;
        }
        return end;
    }

    /** How long rows last, as SQL, where they have a beginning and an end and no length of their own. */
    private static Optional<String> duration(Sketch sketch) {
        boolean own = sketch.table().fields().stream()
                .anyMatch(field -> field.isNumber() && Fields.speaksOf(field, Unit.Quantity.DURATION.nouns()));
        return own
                ? Optional.empty()
                : sketch.table()
                        .end()
                        .map(end ->
                                "DATEDIFF(SECOND, " + Sql.name(sketch.table().time()) + ", "
                                        + Sql.name(end.field().name()) + ")");
    }

    /** {@code which product was released last}: the time that the verb before it speaks of. */
    private static Optional<FieldInfo> timeBefore(Sketch sketch, int at) {
        boolean followed = TimeWords.UNITS.containsKey(sketch.lemma(at + 1))
                || TimeWords.MONTHS.containsKey(sketch.word(at + 1))
                || NumberWords.at(sketch.tokens(), at + 1).isPresent();
        return followed
                ? Optional.empty()
                : sketch.table().fields().stream()
                        .filter(FieldInfo::isTime)
                        .filter(field -> Fields.match(field, sketch, at - 1) >= Fields.HEAD)
                        .findFirst();
    }

    /** {@code the latest due date}, {@code the longest reading time}: the words that go with the field. */
    private static void takeTimeWords(Sketch sketch, int end) {
        for (int at = end; at < Math.min(sketch.size(), end + NEAR); at++) {
            if (sketch.word(at).equals("date") || sketch.word(at).equals("time")) {
                sketch.take(at, at + 1, Role.ORDER);
            }
        }
    }

    /** The place of "first" in {@code largest budget first}, {@code the oldest one first}; 0 where it is not there. */
    private static int firstAfter(Sketch sketch, int end) {
        for (int at = end; at < Math.min(sketch.size(), end + 3); at++) {
            if (sketch.word(at).equals("first")) {
                return at;
            }
        }
        return 0;
    }

    private static String plain(String word) {
        return word.equals("recently") ? "recent" : word;
    }

    /** "last" alone before the table's noun: not "last name", nor "at last". */
    private static boolean bare(Sketch sketch, int at) {
        int next = at + 1;
        if (sketch.word(at).equals("first")
                && NumberWords.at(sketch.tokens(), next).isPresent()) {
            return false;
        }
        if (NumberWords.at(sketch.tokens(), next).isPresent()) {
            next = NumberWords.at(sketch.tokens(), next).orElseThrow().end();
        }
        return sketch.lemma(next).equals(sketch.table().head()) || next >= sketch.size();
    }

    /** Whether the noun after it is in the plural. */
    private static boolean plural(Sketch sketch, int from) {
        for (int at = from; at < Math.min(sketch.size(), from + NEAR); at++) {
            if (sketch.lemma(at).equals(sketch.table().head())) {
                return !sketch.word(at).equals(sketch.lemma(at));
            }
        }
        return false;
    }

    /** {@code most stock}, {@code the most pages}: a field that is named after it. */
    private static int mostOf(Sketch sketch, int at) {
        for (int next = at + 1; next < Math.min(sketch.size(), at + NEAR); next++) {
            int place = next;
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(FieldInfo::isNumber)
                    .filter(info -> Fields.match(info, sketch, place) >= Fields.SYNONYM)
                    .max(Comparator.comparingInt(info -> Fields.match(info, sketch, place)));
            if (field.isPresent()) {
                order(sketch, field.get().field().name(), sketch.word(at).equals("most"));
                sketch.take(at, next + 1, Role.ORDER);
                sketch.limit = sketch.limit == 0 ? 1 : sketch.limit;
                return next + 1;
            }
        }
        // "which product weighs least": the verb stands before it.
        for (int before = at - 1; before >= Math.max(0, at - 2); before--) {
            int place = before;
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(FieldInfo::isNumber)
                    .filter(info -> Fields.match(info, sketch, place) >= Fields.SYNONYM)
                    .findFirst();
            if (field.isPresent() && sketch.free(place)) {
                order(sketch, field.get().field().name(), sketch.word(at).equals("most"));
                sketch.take(place, at + 1, Role.ORDER);
                sketch.limit = sketch.limit == 0 ? 1 : sketch.limit;
                return at + 1;
            }
        }
        return at;
    }

    private static Optional<String> column(Sketch sketch, Adjective adjective, int start, int end) {
        List<FieldInfo> fields = sketch.table().fields();
        if (adjective.nouns().contains("time")) {
            Optional<String> said = timeNamedNear(sketch, start, end);
            Optional<String> year = sketch.table().hasTime()
                    ? Optional.empty()
                    : sketch.table().year().map(field -> field.field().name());
            return said.or(() -> year).or(() -> Optional.of(sketch.table().time()));
        }
        Optional<FieldInfo> near = fields.stream()
                .filter(FieldInfo::isNumber)
                .filter(field -> nearness(sketch, field, start, end) > 0)
                .filter(field ->
                        adjective.nouns().isEmpty() || nearness(sketch, field, start, end) > NEAR * Fields.SYNONYM)
                .max(Comparator.comparingInt(field -> nearness(sketch, field, start, end)));
        if (near.isEmpty() && adjective.nouns().isEmpty()) {
            Optional<FieldInfo> restricted = fields.stream()
                    .filter(FieldInfo::isNumber)
                    .filter(field -> sketch.conditions.stream()
                            .anyMatch(condition ->
                                    condition.column().equals(field.field().name())))
                    .findFirst();
            return restricted.isPresent()
                    ? restricted.map(field -> field.field().name())
                    : fields.stream()
                            .filter(field -> field.isNumber() && Fields.speaksOf(field, Vocabulary.HEIGHT))
                            .findFirst()
                            .map(field -> field.field().name());
        }
        if (adjective.nouns().isEmpty() || (near.isPresent() && Fields.speaksOf(near.get(), adjective.nouns()))) {
            return near.map(field -> field.field().name());
        }
        Optional<FieldInfo> compared = fields.stream()
                .filter(FieldInfo::isNumber)
                .filter(field -> Fields.speaksOf(field, adjective.nouns()))
                .filter(field -> sketch.conditions.stream()
                        .anyMatch(condition ->
                                condition.column().equals(field.field().name())))
                .findFirst();
        if (compared.isPresent()) {
            return compared.map(field -> field.field().name());
        }
        return fields.stream()
                .filter(FieldInfo::isNumber)
                .filter(field -> Fields.speaksOf(field, adjective.nouns()))
                .findFirst()
                .or(() -> fields.stream()
                        .filter(FieldInfo::isNumber)
                        .filter(field -> adjective.nouns().stream().anyMatch(field.words()::contains))
                        .findFirst())
                .or(() -> near)
                .map(field -> field.field().name());
    }

    private static Optional<String> timeNamedNear(Sketch sketch, int start, int end) {
        for (int at = Math.max(0, start - NEAR); at < Math.min(sketch.size(), end + NEAR); at++) {
            int place = at;
            if ((at >= start && at < end)
                    || sketch.lemma(at).equals(sketch.table().head())) {
                continue;
            }
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(FieldInfo::isTime)
                    .filter(info -> Fields.match(info, sketch, place) >= Fields.HEAD)
                    .findFirst();
            if (field.isPresent()) {
                return field.map(info -> info.field().name());
            }
        }
        return Optional.empty();
    }

    private static int nearness(Sketch sketch, FieldInfo field, int start, int end) {
        int best = 0;
        for (int at = Math.max(0, start - NEAR); at < Math.min(sketch.size(), end + NEAR); at++) {
            if (at >= start && at < end && end - start == 1) {
                continue;
            }
            int match = Fields.match(field, sketch, at);
            int distance = at < start ? start - at : Math.max(0, at - end);
            best = match == 0 ? best : Math.max(best, match * NEAR - distance + (at >= end ? 1 : 0));
        }
        return best;
    }

    private static void order(Sketch sketch, String column, boolean descending) {
        if (sketch.ordering == null) {
            sketch.ordering = new Ordering(column, descending);
            sketch.understood("ordered by " + column + (descending ? ", the greatest first" : ""));
        }
    }

    /** A number beside a superlative, "top" or the table's noun that nothing compares. */
    private static void limit(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            Optional<NumberWords.Found> number =
                    sketch.free(at) ? NumberWords.at(sketch.tokens(), at) : Optional.empty();
            if (number.isEmpty()
                    || number.get().value().scale() > 0
                    || number.get().value().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
                    || number.get().intValue() < 1) {
                continue;
            }
            int end = number.get().end();
            boolean led = FIRSTS.contains(sketch.word(at - 1));
            boolean ordered = sketch.role(end)
                            .filter(role -> role == Role.ORDER)
                            .isPresent()
                    || sketch.role(at - 1).filter(role -> role == Role.ORDER).isPresent();
            boolean counts = nounFollows(sketch, end);
            if (led || ordered || counts) {
                sketch.limit = number.get().intValue();
                sketch.take(led ? at - 1 : at, end, Role.LIMIT);
                sketch.understood(number.get().intValue() + " rows");
                boolean last = sketch.word(at - 1).equals("last");
                if (led
                        && sketch.ordering == null
                        && (last || sketch.word(at - 1).equals("latest"))) {
                    order(sketch, sketch.table().time(), true);
                }
                return;
            }
        }
    }

    private static boolean nounFollows(Sketch sketch, int from) {
        for (int at = from; at < Math.min(sketch.size(), from + NEAR); at++) {
            if (sketch.lemma(at).equals(sketch.table().head())) {
                return true;
            }
            if (sketch.role(at).isEmpty() && Vocabulary.isStopWord(sketch.token(at))) {
                return false;
            }
        }
        return false;
    }
}
