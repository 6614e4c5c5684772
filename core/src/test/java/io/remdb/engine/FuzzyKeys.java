package io.remdb.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Keys such as people have them, and what fingers make of them. */
final class FuzzyKeys {
    private static final List<String> FIRST = List.of(
            "alice", "bob", "carol", "daniel", "erika", "franz", "giulia", "hannah", "ibrahim", "julia", "karen",
            "liang", "miguel", "nadia", "oscar", "priya", "quentin", "rosa", "stefan", "tomoko", "ursula", "viktor",
            "wanda", "yusuf");
    private static final List<String> LAST = List.of(
            "smith",
            "johnson",
            "garcia",
            "mueller",
            "rossi",
            "tanaka",
            "nguyen",
            "kowalski",
            "andersson",
            "okafor",
            "dubois",
            "petrov",
            "haddad",
            "silva",
            "novak",
            "larsen",
            "fischer",
            "moreau",
            "singh",
            "yamamoto");
    private static final List<String> HOSTS =
            List.of("company.com", "example.org", "mail.net", "university.edu", "acme.io");
    private static final List<String> TOPICS = List.of(
            "ownership",
            "async",
            "channels",
            "iterators",
            "closures",
            "generics",
            "macros",
            "lifetimes",
            "threads",
            "storage",
            "replication",
            "indexing",
            "vectors",
            "filters",
            "schemas",
            "migrations",
            "testing",
            "profiling");
    private static final List<String> PLACES =
            List.of("docs.rust-lang.org", "go.dev", "docs.python.org", "developer.mozilla.org", "wiki.archlinux.org");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-./@ ";

    private FuzzyKeys() {}

    /** Distinct addresses of people and pages, titles, and numbers of orders. */
    static List<String> realistic(Random random, int count) {
        Set<String> keys = new LinkedHashSet<>();
        while (keys.size() < count) {
            keys.add(
                    switch (random.nextInt(4)) {
                        case 0 -> of(random, FIRST) + "." + of(random, LAST) + "@" + of(random, HOSTS);
                        case 1 -> "https://" + of(random, PLACES) + "/" + of(random, TOPICS) + "/" + of(random, TOPICS);
                        case 2 ->
                            "Notes of " + of(random, FIRST) + " on " + of(random, TOPICS) + " and "
                                    + of(random, TOPICS);
                        default -> "ORD-%06X-%s".formatted(random.nextInt(1 << 24), of(random, LAST));
                    });
        }
        return List.copyOf(keys);
    }

    /** A letter more, less, another, or two exchanged. */
    static String withError(Random random, String key, int at) {
        StringBuilder typed = new StringBuilder(key);
        char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
        switch (random.nextInt(4)) {
            case 0 -> typed.insert(at, letter);
            case 1 -> typed.deleteCharAt(at);
            case 2 -> typed.setCharAt(at, letter);
            default -> {
                int other = at == 0 ? 1 : at - 1;
                typed.setCharAt(at, key.charAt(other));
                typed.setCharAt(other, key.charAt(at));
            }
        }
        return typed.toString();
    }

    private static String of(Random random, List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
