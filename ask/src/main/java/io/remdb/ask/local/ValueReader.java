package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Role;
import io.remdb.ask.local.Token.Kind;
import io.remdb.ask.local.ValueDictionary.Occurrence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads values that occur in the table's fields, or in those of tables that it is connected with, and what is so or not so. */
final class ValueReader {
    private static final Set<String> STOCK = Set.of("stock", "inventory");
    private static final Set<String> LABELLED =
            Set.of("about", "on", "in", "tagged", "for", "of", "with", "or", "without", "labelled");
    private static final int SHORTEST_MISSPELT = 5;
    static final double PHRASE = 4;
    private static final int JOINED = 3;
    private static final int ENOUGH_TO_NAME_A_FIELD = 3;

    /** Values of one field that belong together. */
    private static final class Values {
        private final List<String> values = new ArrayList<>();
        private boolean negated;
        private boolean all;
        private int end;
    }

    void read(Sketch sketch) {
        Negations.take(sketch);
        new PresenceReader().read(sketch);
        quoted(sketch);
        booleans(sketch);
        stock(sketch);
        Map<String, Values> byField = new LinkedHashMap<>();
        Map<String, FieldInfo> fields = new LinkedHashMap<>();
        for (int at = 0; at < sketch.size(); at++) {
            Optional<Match> match = sketch.free(at) ? longest(sketch, sketch.table(), at) : Optional.empty();
            if (match.isPresent()) {
                at = take(sketch, match.get(), byField, fields) - 1;
            }
        }
        partial(sketch, byField, fields);
        byField.forEach((name, values) -> restrict(sketch, Objects.requireNonNull(fields.get(name)), values));
        glosses(sketch);
        for (int at = 0; at < sketch.size(); at++) {
            if (sketch.isOpen(at) || (sketch.free(at) && Particles.sayState(sketch, at))) {
                at = Math.max(at, ConnectedValues.read(sketch, at) - 1);
            }
        }
    }

    /** {@code books by Kafka}: of names of which a part is said, all that have it. */
    private static void partial(Sketch sketch, Map<String, Values> byField, Map<String, FieldInfo> fields) {
        for (int at = 0; at < sketch.size(); at++) {
            Optional<PartialNames.Part> part =
                    sketch.free(at) ? PartialNames.at(sketch, sketch.table(), at) : Optional.empty();
            if (part.isEmpty()) {
                continue;
            }
            List<Occurrence> whole = part.get().whole();
            take(sketch, new Match(at, part.get().end(), whole.getFirst()), byField, fields);
            List<String> values = Objects.requireNonNull(
                            byField.get(whole.getFirst().field().field().name()))
                    .values;
            for (Occurrence other : whole) {
                if (!values.contains(other.value())) {
                    values.add(other.value());
                    sketch.understood("or " + Sql.text(other.value()));
                }
            }
            sketch.doubt(PartialNames.LIKELY);
            at = part.get().end() - 1;
        }
    }

    record Match(int start, int end, Occurrence occurrence) {}

    static Optional<Match> longest(Sketch sketch, TableInfo table, int start) {
        for (int end = Math.min(sketch.size(), start + table.values().longest()); end > start; end--) {
            if (!sketch.free(start, end)
                    || sketch.token(start).is(Kind.PUNCTUATION)
                    || sketch.token(end - 1).is(Kind.PUNCTUATION)) {
                continue;
            }
            List<Occurrence> occurrences = occurrences(sketch, table, start, end);
            if (!occurrences.isEmpty() && says(sketch, start, end, occurrences)) {
                int from = start;
                int to = end;
                return Optional.of(new Match(
                        start,
                        end,
                        occurrences.stream()
                                .max(Comparator.comparingInt(occurrence -> fit(sketch, occurrence.field(), from, to)))
                                .orElseThrow()));
            }
        }
        return Optional.empty();
    }

    private static List<Occurrence> occurrences(Sketch sketch, TableInfo table, int start, int end) {
        StringBuilder words = new StringBuilder();
        for (int at = start; at < end; at++) {
            String normal = Tokens.normal(sketch.token(at).text());
            words.append(words.isEmpty() || normal.isEmpty() ? "" : " ").append(normal);
        }
        String normal = words.toString();
        List<Occurrence> found = table.values().of(normal);
        if (found.isEmpty() && end - start > 1) {
            Optional<String> country = Countries.code(normal);
            found = country.isEmpty() ? found : table.values().of(country.get().toLowerCase(Locale.ROOT));
        }
        if (!found.isEmpty() || end - start > 1) {
            // "how-to" may be written in one word.
            return found.isEmpty() && end - start <= JOINED ? table.values().of(normal.replace(" ", "")) : found;
        }
        Optional<String> country = Countries.code(normal);
        if (country.isPresent()) {
            List<Occurrence> codes = table.values().of(country.get().toLowerCase(Locale.ROOT));
            if (!codes.isEmpty()) {
                return codes;
            }
        }
        return sketch.token(start).is(Kind.WORD)
                        && !Vocabulary.isStopWord(sketch.token(start))
                        && !isNoun(sketch, start)
                        && !namesTime(sketch, start)
                ? likely(table, normal)
                : List.of();
    }

    /** Another form of a value's only word, a synonym, or a typing error. */
    private static List<Occurrence> likely(TableInfo table, String word) {
        if (Vocabulary.isCommon(word)) {
            return List.of();
        }
        List<Occurrence> ofStem = table.values().ofStem(Lemmas.stem(word)).stream()
                .filter(one -> Lemmas.areForms(word, Tokens.normal(one.value())))
                .toList();
        if (!ofStem.isEmpty() || word.length() < SHORTEST_MISSPELT) {
            return ofStem;
        }
        return table.values().beginningWith(word.charAt(0)).stream()
                .filter(key -> key.length() >= SHORTEST_MISSPELT && Misspelling.is(word, key))
                .reduce((first, second) -> second)
                .map(table.values()::of)
                .orElse(List.of());
    }

    /** "hired" is when somebody was hired, not the skill of hiring. */
    private static boolean namesTime(Sketch sketch, int at) {
        return sketch.table().fields().stream()
                .anyMatch(field -> field.isTime() && Fields.match(field, sketch, at) >= Fields.HEAD);
    }

    /** "shipped last week" is when something was shipped, not its state. */
    private static boolean namesUsedTime(Sketch sketch, int at) {
        return sketch.table().fields().stream()
                .filter(FieldInfo::isTime)
                .filter(field -> Fields.match(field, sketch, at) >= Fields.HEAD)
                .anyMatch(field -> sketch.conditions.stream()
                        .anyMatch(condition ->
                                condition.column().equals(field.field().name())));
    }

    private static boolean isNoun(Sketch sketch, int at) {
        return sketch.domain().tables().stream().anyMatch(table -> table.head().equals(sketch.lemma(at)));
    }

    /** Whether the words stand for a value here: a common word does only where its field is named, or where it is the table's. */
    private static boolean says(Sketch sketch, int start, int end, List<Occurrence> occurrences) {
        if (end - start > 1 || sketch.token(start).is(Kind.QUOTED)) {
            return true;
        }
        Token token = sketch.token(start);
        boolean noun = sketch.table().head().equals(token.lemma());
        boolean named = occurrences.stream()
                .anyMatch(occurrence -> fit(sketch, occurrence.field(), start, end) >= ENOUGH_TO_NAME_A_FIELD * 2);
        if (token.is(Kind.NUMBER)) {
            return named;
        }
        boolean exact = occurrences.stream()
                .anyMatch(occurrence -> occurrence.value().equalsIgnoreCase(token.text())
                        || (Tokens.normal(occurrence.value()).equals(token.lemma())
                                && sketch.lemma(end).equals(sketch.table().head())));
        boolean verb = Set.of("by", "with", "via", "through").contains(sketch.word(end))
                && token.lower().endsWith("d");
        if ((verb && !named) || namesUsedTime(sketch, start)) {
            return false;
        }
        if (!named && occurrences.stream().allMatch(one -> isOtherNumber(sketch, start, one))) {
            return false;
        }
        boolean telling =
                !Vocabulary.isStopWord(token) || (exact && token.text().length() >= SHORTEST_MISSPELT);
        return named || (telling && !noun) || (exact && Particles.sayState(sketch, start));
    }

    /** The sky is not "blues": a free word in the plural is not the same as an adjective, unless the question sets it apart as a label. */
    private static boolean isOtherNumber(Sketch sketch, int at, Occurrence occurrence) {
        String value = occurrence.value().toLowerCase(Locale.ROOT);
        boolean plural = occurrence.field().isArray()
                && !value.equals(sketch.word(at))
                && value.equals(sketch.word(at) + "s")
                && occurrence.field().field().enumValues().isEmpty();
        boolean label = sketch.lemma(at + 1).equals(sketch.table().head()) || LABELLED.contains(sketch.word(at - 1));
        return plural && !label;
    }

    /** How well a value of a field fits at a place: its field is named beside it, or has few values. */
    private static int fit(Sketch sketch, FieldInfo field, int start, int end) {
        int fit = field.field().enumValues().isEmpty() ? 0 : 2;
        fit += field.field().indexed() ? 1 : 0;
        fit += field.isArray() ? 0 : 1;
        for (int at = Math.max(0, start - ENOUGH_TO_NAME_A_FIELD); at < Math.min(sketch.size(), end + 2); at++) {
            if (at < start || at >= end) {
                fit += Fields.match(field, sketch, at) >= Fields.HEAD ? ENOUGH_TO_NAME_A_FIELD * 2 : 0;
            }
        }
        return fit;
    }

    private static int take(Sketch sketch, Match match, Map<String, Values> byField, Map<String, FieldInfo> fields) {
        FieldInfo field = match.occurrence().field();
        String name = field.field().name();
        Values values = byField.computeIfAbsent(name, ignored -> new Values());
        fields.put(name, field);
        boolean continues =
                values.end > 0 && match.start() - values.end <= 2 && joins(sketch, values.end, match.start());
        int negation = Negations.placeBefore(sketch, match.start());
        if (negation == Negations.NONE) {
            negation = Negations.placeAfter(sketch, match.end());
        }
        boolean negated = continues ? values.negated : negation != Negations.NONE;
        sketch.negate(negation);
        values.end = match.end();
        if (!values.values.isEmpty() && values.negated != negated) {
            // "in A but not in B": only what is not so says more.
            restrict(sketch, field, values);
            values.values.clear();
        }
        values.negated = negated;
        values.all |= sketch.word(match.start() - 1).equals("and") && !values.values.isEmpty();
        if (!values.values.contains(match.occurrence().value())) {
            values.values.add(match.occurrence().value());
        }
        sketch.take(Particles.begin(sketch, match.start()), match.end(), Role.VALUE);
        sketch.evidence(1 + (match.end() - match.start() > 1 ? PHRASE : 0));
        sketch.understood("'" + sketch.text(match.start(), match.end()) + "' as " + name
                + (negated ? " other than " : " ") + Sql.text(match.occurrence().value()));
        return match.end();
    }

    private static boolean joins(Sketch sketch, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!Set.of(",", "or", "nor", "and").contains(sketch.word(at))) {
                return false;
            }
        }
        return true;
    }

    private static void restrict(Sketch sketch, FieldInfo field, Values values) {
        String name = field.field().name();
        if (field.isArray()) {
            if (values.negated) {
                values.values.forEach(
                        value -> sketch.where(name, "({} IS NULL OR NOT (" + Sql.text(value) + " = ANY({})))"));
            } else if (values.all) {
                values.values.forEach(value -> sketch.where(name, Sql.text(value) + " = ANY({})"));
            } else {
                List<String> any = values.values.stream()
                        .map(value -> Sql.text(value) + " = ANY({})")
                        .toList();
                sketch.where(name, any.size() == 1 ? any.getFirst() : "(" + String.join(" OR ", any) + ")");
            }
            return;
        }
        if (values.values.size() == 1) {
            String value = Sql.text(values.values.getFirst());
            boolean optional = !field.field().required();
            sketch.where(
                    name,
                    !values.negated
                            ? "{} = " + value
                            : optional ? "({} IS NULL OR {} <> " + value + ")" : "{} <> " + value);
        } else if (!values.values.isEmpty()) {
            String list =
                    String.join(", ", values.values.stream().map(Sql::text).toList());
            boolean optional = values.negated && !field.field().required();
            String pattern = (values.negated ? "{} NOT IN (" : "{} IN (") + list + ")";
            sketch.where(name, optional ? "({} IS NULL OR " + pattern + ")" : pattern);
        }
    }

    /** {@code with the remark "Housing cleaned"}: a text in quotes after the name of a field. */
    private static void quoted(Sketch sketch) {
        for (int at = 1; at < sketch.size(); at++) {
            int place = at - 1;
            if (!sketch.token(at).is(Kind.QUOTED) || !sketch.free(at)) {
                continue;
            }
            String text = sketch.token(at).text();
            sketch.table().fields().stream()
                    .filter(field -> field.isText() && !field.isArray())
                    .filter(field -> Fields.match(field, sketch, place) >= Fields.HEAD)
                    .findFirst()
                    .ifPresent(field -> {
                        sketch.where(
                                field.field().name(), "LOWER({}) LIKE " + Sql.contained(text.toLowerCase(Locale.ROOT)));
                        sketch.take(place, place + 2, Role.VALUE);
                        sketch.understood("'" + text + "' in " + field.field().name());
                    });
        }
    }

    private static void booleans(Sketch sketch) {
        for (FieldInfo field : sketch.table().fields()) {
            if (!field.isBoolean()) {
                continue;
            }
            for (int at = 0; at < sketch.size(); at++) {
                if (!sketch.free(at) || !sketch.token(at).is(Kind.WORD)) {
                    continue;
                }
                String lemma = sketch.lemma(at);
                boolean opposite = (lemma.startsWith("in") || lemma.startsWith("un"))
                        && field.name().endsWith(lemma.substring(2))
                        && lemma.length() > 4;
                if (Fields.match(field, sketch, at) >= Fields.HEAD || opposite || adverb(field, lemma)) {
                    int negation = Negations.placeBefore(sketch, at);
                    boolean truth = opposite == (negation != Negations.NONE);
                    sketch.negate(negation);
                    sketch.where(field.field().name(), truth ? "{} = TRUE" : "({} IS NULL OR {} = FALSE)");
                    sketch.take(at, at + (opposite ? 1 : Fields.length(field, sketch, at)), Role.VALUE);
                    sketch.understood((truth ? "" : "not ") + field.field().name());
                    break;
                }
            }
        }
    }

    /** {@code in stock}, {@code out of stock}. */
    private static void stock(Sketch sketch) {
        for (int at = 1; at < sketch.size(); at++) {
            boolean in = sketch.word(at - 1).equals("in");
            boolean out =
                    sketch.word(at - 1).equals("of") && sketch.word(at - 2).equals("out");
            if (!(in || out) || !sketch.free(at)) {
                continue;
            }
            int place = at;
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(FieldInfo::isNumber)
                    .filter(info -> Fields.speaksOf(info, STOCK) && Fields.match(info, sketch, place) >= Fields.SYNONYM)
                    .findFirst();
            boolean compared = field.isPresent()
                    && sketch.conditions.stream()
                            .anyMatch(condition -> condition
                                    .column()
                                    .equals(field.get().field().name()));
            if (compared) {
                sketch.take(out ? at - 2 : at - 1, at + 1, Role.VALUE);
            } else if (field.isPresent()) {
                int negation = Negations.placeBefore(sketch, out ? at - 2 : at - 1);
                boolean none = out != (negation != Negations.NONE);
                sketch.negate(negation);
                sketch.where(field.get().field().name(), none ? "{} = 0" : "{} > 0");
                sketch.take(out ? at - 2 : at - 1, at + 1, Role.VALUE);
                sketch.understood(
                        (none ? "none" : "some") + " in " + field.get().field().name());
            }
        }
    }

    /** What the descriptions of fields say about values. */
    private static void glosses(Sketch sketch) {
        for (FieldInfo field : sketch.table().fields()) {
            boolean known = sketch.conditions.stream()
                    .anyMatch(
                            condition -> condition.column().equals(field.field().name()));
            for (Gloss gloss : known ? List.<Gloss>of() : field.glosses()) {
                Set<Integer> places = gloss.in(sketch);
                if (!places.isEmpty()) {
                    int first = places.iterator().next();
                    int negation = Negations.placeBefore(sketch, first);
                    boolean not = negation != Negations.NONE;
                    sketch.negate(negation);
                    sketch.where(field.field().name(), not ? gloss.opposite() : gloss.pattern());
                    places.forEach(at -> sketch.take(at, at + 1, Role.VALUE));
                    sketch.understood("'" + sketch.text(first, first + 1) + "' as the description of "
                            + field.field().name() + " says" + (not ? ", but not so" : ""));
                    break;
                }
            }
        }
    }

    private static boolean adverb(FieldInfo field, String lemma) {
        return lemma.endsWith("ly") && field.name().equals(lemma.substring(0, lemma.length() - 2));
    }
}
