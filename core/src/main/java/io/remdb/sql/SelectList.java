package io.remdb.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one SELECT selects, as the statement has it.
 *
 * @param words of the statement
 * @param items each by its first and last token, in order
 */
record SelectList(Words words, List<Item> items) {
    /** One item, by its tokens. */
    record Item(int first, int last) {}

    private static final Set<String> BEHIND = Set.of(
            "from",
            "where",
            "group",
            "having",
            "qualify",
            "window",
            "order",
            "limit",
            "offset",
            "fetch",
            "for",
            "union",
            "except",
            "minus",
            "intersect");

    /** The list of the query that the result of a whole statement comes from; empty when that is no SELECT. */
    static Optional<SelectList> ofStatement(Words words) {
        int first = 0;
        while (words.is(first, "(")) {
            first++;
        }
        for (int i = first; i < words.size(); i++) {
            if (words.is(i, "SELECT")) {
                return Optional.of(behind(words, i));
            }
            if (words.is(i, "(")) {
                i = words.closing(i);
            }
        }
        return Optional.empty();
    }

    /** The list behind a SELECT. */
    static SelectList behind(Words words, int select) {
        int at = select + 1;
        if (words.is(at, "ALL")) {
            at++;
        } else if (words.is(at, "DISTINCT")) {
            at = words.is(at + 1, "ON") && words.is(at + 2, "(") ? words.closing(at + 2) + 1 : at + 1;
        }
        List<Item> items = new ArrayList<>();
        int first = at;
        while (at < words.size() && !ends(words, at)) {
            if (words.is(at, ",")) {
                items.add(new Item(first, at - 1));
                first = at + 1;
            }
            at = words.is(at, "(") ? words.closing(at) + 1 : words.is(at, "[") ? brackets(words, at) : at + 1;
        }
        if (at > first) {
            items.add(new Item(first, at - 1));
        }
        return new SelectList(words, List.copyOf(items));
    }

    private static int brackets(Words words, int open) {
        int depth = 0;
        for (int i = open; i < words.size(); i++) {
            depth += words.is(i, "[") ? 1 : words.is(i, "]") ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return words.size();
    }

    private static boolean ends(Words words, int at) {
        if (words.is(at, ")") || words.is(at, ";")) {
            return true;
        }
        if (!words.isKind(at, SqlToken.Kind.WORD)
                || !BEHIND.contains(words.at(at).name())) {
            return false;
        }
        boolean distinctFrom = words.is(at, "FROM") && words.is(at - 1, "DISTINCT");
        boolean withinGroup = words.is(at, "GROUP") && words.is(at - 1, "WITHIN");
        boolean exceptColumns = words.is(at, "EXCEPT") && words.is(at - 1, "*") && words.is(at + 1, "(");
        return !distinctFrom && !withinGroup && !exceptColumns;
    }

    /** Whether an item stands for all columns of something. */
    boolean isStar(Item item) {
        int last = item.last();
        if (words.is(last, ")") && words.is(words.opening(last) - 1, "EXCEPT")) {
            last = words.opening(last) - 2;
        }
        return words.is(last, "*") && (last == item.first() || words.is(last - 1, "."));
    }

    boolean hasStar() {
        return items.stream().anyMatch(this::isStar);
    }

    /** The item as it is written, in one line. */
    String text(Item item) {
        return words.sql()
                .substring(words.start(item.first()), words.end(item.last()))
                .replaceAll("\\s+", " ");
    }

    /** The last token of an item without parentheses around it all: its name, where it has one. */
    int nameToken(Item item) {
        int first = item.first();
        int last = item.last();
        while (first < last && words.is(first, "(") && words.closing(first) == last) {
            first++;
            last--;
        }
        return last;
    }
}
