package io.remdb.ask.local;

import io.remdb.Entity;
import io.remdb.KeyMatch;
import io.remdb.RemDatabase;
import io.remdb.ask.local.Token.Kind;
import io.remdb.text.Uuids;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the rows that a question names: by the names that are known by heart, by the key index, and by what is like a key. */
final class AnchorFinder {
    private static final int KEYS_AT_ONCE = 100;
    private static final int LONGEST = ValueDictionary.LONGEST;

    /** A name with errors counts from here on; the best must be the only one that is as like. */
    private static final double LIKE_ENOUGH = 0.55;

    private static final double OTHER_CASE = 0.7;

    private final RemDatabase database;
    private final Domain domain;
    private final String text;
    private final List<Token> tokens;

    AnchorFinder(RemDatabase database, Domain domain, String text, List<Token> tokens) {
        this.database = database;
        this.domain = domain;
        this.text = text;
        this.tokens = tokens;
    }

    /** The rows, the longest names first; several where one name is that of several rows. */
    List<Anchor> find() {
        List<Anchor> found = new ArrayList<>(known());
        found.addAll(byId());
        found.addAll(lookedUp());
        List<Anchor> kept = longest(found);
        kept.addAll(alike(kept));
        return identified(kept);
    }

    /** With the ids of the rows whose names others have too: a team and a project of one name, two people. */
    private List<Anchor> identified(List<Anchor> anchors) {
        List<String> keys = anchors.stream()
                .filter(anchor -> !anchor.field().equals(FieldInfo.ID))
                .map(Anchor::key)
                .distinct()
                .toList();
        List<Entity> rows = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            rows.addAll(database.lookup(keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE))
                    .toArray(String[]::new)));
        }
        return anchors.stream().map(anchor -> identified(anchor, rows)).toList();
    }

    private Anchor identified(Anchor anchor, List<Entity> rows) {
        List<Entity> named =
                rows.stream().filter(row -> keys(row).contains(anchor.key())).toList();
        List<String> own = named.stream()
                .filter(row -> row.entityType().equals(anchor.table().name()))
                .map(row -> row.id().toString())
                .distinct()
                .toList();
        return named.stream().map(Entity::id).distinct().count() > 1 && !own.isEmpty() ? anchor.withIds(own) : anchor;
    }

    /** What a row is looked up by; of a table that is not asked all its texts, one of which it was. */
    private Set<String> keys(Entity row) {
        Set<String> keys = new HashSet<>();
        Optional<TableInfo> table = domain.table(row.entityType());
        row.properties().properties().forEach(property -> {
            boolean key = table.flatMap(info -> info.field(property.getKey()).map(info::isLookup))
                    .orElse(true);
            if (key && property.getValue().isString()) {
                keys.add(property.getValue().asString());
            }
        });
        return keys;
    }

    private List<Anchor> known() {
        List<Anchor> found = new ArrayList<>();
        for (int start = 0; start < tokens.size(); start++) {
            StringBuilder words = new StringBuilder();
            for (int end = start + 1; end <= Math.min(tokens.size(), start + LONGEST); end++) {
                String normal = Tokens.normal(tokens.get(end - 1).text());
                if (normal.isEmpty()) {
                    continue;
                }
                words.append(words.isEmpty() ? "" : " ").append(normal);
                for (TableInfo table : domain.tables()) {
                    for (ValueDictionary.Occurrence occurrence : table.names().of(words.toString())) {
                        if (isName(start, end)) {
                            found.add(new Anchor(
                                    start,
                                    end,
                                    table,
                                    occurrence.field(),
                                    occurrence.value(),
                                    certainty(start, end, occurrence.value())));
                        }
                    }
                }
            }
        }
        return found;
    }

    /** A single word is a name for certain only with its capital letters. */
    private double certainty(int start, int end, String name) {
        boolean same = end - start > 1
                || tokens.get(start).is(Kind.QUOTED)
                || tokens.get(start).text().equals(name);
        return same || !Character.isUpperCase(name.codePointAt(0)) ? 1 : OTHER_CASE;
    }

    /** A single common word, or a number, is a name only in quotes. */
    private boolean isName(int start, int end) {
        if (end - start > 1) {
            return !tokens.get(start).is(Kind.PUNCTUATION)
                    && !tokens.get(end - 1).is(Kind.PUNCTUATION);
        }
        Token token = tokens.get(start);
        return token.is(Kind.QUOTED) || (token.is(Kind.WORD) && !Vocabulary.isStopWord(token));
    }

    private List<Anchor> byId() {
        List<Anchor> found = new ArrayList<>();
        for (int at = 0; at < tokens.size(); at++) {
            int place = at;
            Uuids.parse(tokens.get(at).text())
                    .flatMap(database::get)
                    .ifPresent(entity -> domain.table(entity.entityType())
                            .ifPresent(table -> found.add(new Anchor(
                                    place,
                                    place + 1,
                                    table,
                                    FieldInfo.ID,
                                    entity.id().toString(),
                                    1))));
        }
        return found;
    }

    private List<Anchor> lookedUp() {
        Map<String, List<int[]>> spans = new LinkedHashMap<>();
        for (int start = 0; start < tokens.size(); start++) {
            for (int end = start + 1; end <= Math.min(tokens.size(), start + LONGEST); end++) {
                if (isName(start, end)) {
                    String key = text.substring(
                            tokens.get(start).start(), tokens.get(end - 1).end());
                    spans.computeIfAbsent(key, ignored -> new ArrayList<>()).add(new int[] {start, end});
                }
            }
        }
        List<String> keys = List.copyOf(spans.keySet());
        List<Anchor> found = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
            for (Entity entity : database.lookup(some.toArray(String[]::new))) {
                for (String key : some) {
                    named(entity, key)
                            .ifPresent(named -> spans.getOrDefault(key, List.of())
                                    .forEach(span -> found.add(
                                            new Anchor(span[0], span[1], named.table(), named.field(), key, 1))));
                }
            }
        }
        return found;
    }

    private record Named(TableInfo table, FieldInfo field) {}

    /** The field of a row that holds a key. */
    private Optional<Named> named(Entity entity, String key) {
        return domain.table(entity.entityType())
                .flatMap(table -> table.lookups().stream()
                        .filter(field -> entity.properties()
                                .path(field.field().name())
                                .asString("")
                                .equals(key))
                        .findFirst()
                        .map(field -> new Named(table, field)));
    }

    private static List<Anchor> longest(List<Anchor> found) {
        List<Anchor> kept = new ArrayList<>();
        found.stream()
                .sorted(Comparator.comparingInt(Anchor::length).reversed())
                .forEach(anchor -> {
                    boolean inside = kept.stream()
                            .anyMatch(other -> other.overlaps(anchor.start(), anchor.end()) && !other.sameSpan(anchor));
                    boolean known = kept.stream()
                            .anyMatch(other -> other.sameSpan(anchor)
                                    && other.table()
                                            .name()
                                            .equals(anchor.table().name())
                                    && other.key().equals(anchor.key()));
                    if (!inside && !known) {
                        kept.add(anchor);
                    }
                });
        return kept;
    }

    /** What is in quotes, or has capital letters within a sentence, is a name even with errors in it, or in part. */
    private List<Anchor> alike(List<Anchor> taken) {
        List<Anchor> found = new ArrayList<>();
        for (int start = 0; start < tokens.size(); start++) {
            int end = endOfName(start);
            if (end > start) {
                int from = start;
                if (taken.stream().noneMatch(anchor -> anchor.overlaps(from, end))) {
                    alike(start, end).ifPresent(found::add);
                }
                start = end - 1;
            }
        }
        return found;
    }

    private int endOfName(int start) {
        Token first = tokens.get(start);
        if (first.is(Kind.QUOTED)) {
            return start + 1;
        }
        int end = start;
        while (end < tokens.size() && isProper(end)) {
            end++;
        }
        return end;
    }

    private boolean isProper(int at) {
        Token token = tokens.get(at);
        boolean code = token.is(Kind.WORD) && token.text().chars().anyMatch(Character::isDigit);
        return code || (token.capitalised() && at > 0 && !Vocabulary.isStopWord(token) && !TimeWords.isName(token));
    }

    /** The row whose name has these words among others, where there is one alone. */
    private Optional<Anchor> partOfOne(int start, int end) {
        List<Anchor> found = new ArrayList<>();
        for (TableInfo table : domain.tables()) {
            for (ValueDictionary.Occurrence one : PartialNames.whole(table.names(), tokens, start, end)) {
                found.add(new Anchor(start, end, table, one.field(), one.value(), PartialNames.LIKELY));
            }
        }
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private Optional<Anchor> alike(int start, int end) {
        String name =
                text.substring(tokens.get(start).start(), tokens.get(end - 1).end());
        String normal = Tokens.normal(name);
        // What is a value of a field is not taken for a name with errors.
        if (domain.tables().stream()
                .anyMatch(table -> !table.values().of(normal).isEmpty())) {
            return Optional.empty();
        }
        Optional<Anchor> part = partOfOne(start, end);
        if (part.isPresent()
                || domain.tables().stream()
                        .anyMatch(table -> !PartialNames.whole(table.values(), tokens, start, end)
                                .isEmpty())) {
            return part;
        }
        List<KeyMatch> matches = database.fuzzy(name).limit(2).run().stream()
                .filter(match -> domain.table(match.entity().entityType()).isPresent())
                .toList();
        if (matches.isEmpty() || matches.getFirst().score() < LIKE_ENOUGH) {
            return Optional.empty();
        }
        KeyMatch best = matches.getFirst();
        boolean only =
                matches.size() == 1 || matches.get(1).score() < best.score() || best.tier() == KeyMatch.Tier.EXACT;
        return only
                ? named(best.entity(), best.key())
                        .map(named -> new Anchor(start, end, named.table(), named.field(), best.key(), best.score()))
                : Optional.empty();
    }
}
