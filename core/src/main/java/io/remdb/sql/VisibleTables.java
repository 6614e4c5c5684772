package io.remdb.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the queries around a place of a statement select from, for the words of an error: H2 says that a name is unknown, not what
 * could have stood there. Reads the words only, so it knows the columns of a subquery where they are plain to see.
 */
final class VisibleTables {
    /**
     * What a query selects from.
     *
     * @param name by which columns are qualified
     * @param table its name of its own; empty for a subquery
     * @param columns of it; empty when they are not plain to see
     */
    record Item(String name, String table, Optional<List<String>> columns) {
        boolean isCalled(String other) {
            return name.equalsIgnoreCase(other);
        }

        boolean mayHave(String column) {
            return columns.isEmpty() || columns.get().stream().anyMatch(column::equalsIgnoreCase);
        }
    }

    private static final Set<String> SETS = Set.of("union", "except", "minus", "intersect");
    private static final Set<String> BEHIND_FROM = Set.of(
            "where",
            "group",
            "having",
            "order",
            "limit",
            "offset",
            "fetch",
            "window",
            "qualify",
            "set",
            "values",
            "select",
            "when",
            "returning");

    private final Words words;
    private final Function<String, Optional<List<String>>> columnsOf;

    private final List<Item> around;

    /**
     * Of the words of a text.
     *
     * @param columnsOf the columns of a table, view or table function by its name; empty when there is none
     * @param around what is visible everywhere in the text
     */
    VisibleTables(Words words, Function<String, Optional<List<String>>> columnsOf, List<Item> around) {
        this.words = words;
        this.columnsOf = columnsOf;
        this.around = around;
    }

    Words words() {
        return words;
    }

    /** What can be named at a token, the innermost query's first. */
    List<Item> at(int token) {
        List<Item> items = new ArrayList<>();
        int inside = token;
        int open = enclosing(inside);
        items.addAll(ofBlock(open, inside));
        while (open >= 0) {
            inside = open;
            open = enclosing(inside);
            items.addAll(ofBlock(open, inside));
        }
        items.addAll(around);
        return items;
    }

    /** The parenthesis that is open at a token; -1 for none. */
    private int enclosing(int token) {
        int depth = 0;
        for (int i = token - 1; i >= 0; i--) {
            depth += words.is(i, ")") ? 1 : words.is(i, "(") ? -1 : 0;
            if (depth < 0) {
                return i;
            }
        }
        return -1;
    }

    /** The tables of the query that a token is in, between its parentheses and UNIONs. */
    private List<Item> ofBlock(int open, int token) {
        List<Item> items = new ArrayList<>();
        int end = open < 0 ? words.size() : words.closing(open);
        boolean inFrom = false;
        boolean expects = false;
        boolean passed = false;
        int i = open + 1;
        while (i < end) {
            passed |= i >= token;
            if (isWord(i, SETS)) {
                if (passed) {
                    return items;
                }
                items.clear();
                inFrom = false;
            } else if (startsTables(i)) {
                inFrom = true;
                expects = true;
            } else if (words.is(i, "JOIN") || words.is(i, ",")) {
                expects = inFrom;
            } else if (isWord(i, BEHIND_FROM)) {
                inFrom = false;
                expects = false;
            } else if (expects && !words.is(i, "LATERAL")) {
                expects = false;
                i = item(i, items);
                continue;
            }
            i = words.is(i, "(") ? words.closing(i) + 1 : i + 1;
        }
        return items;
    }

    private boolean startsTables(int i) {
        boolean from = words.is(i, "FROM") && !words.is(i - 1, "DISTINCT");
        boolean using = words.is(i, "USING") && !words.is(i + 1, "(");
        return from || using || words.is(i, "INTO") || (words.is(i, "UPDATE") && !words.is(i - 1, "THEN"));
    }

    private boolean isWord(int i, Set<String> known) {
        return words.isKind(i, SqlToken.Kind.WORD) && known.contains(words.at(i).name());
    }

    /** Reads what stands where a table may; gives the token behind it. */
    private int item(int first, List<Item> items) {
        if (words.is(first, "(")) {
            int close = words.closing(first);
            int alias = aliasBehind(close + 1);
            if (words.is(first + 1, "SELECT") || words.is(first + 1, "WITH") || words.is(first + 1, "VALUES")) {
                String name = alias < 0 ? "" : words.at(alias).text();
                items.add(new Item(name, "", columnsBetween(first, close)));
            } else {
                joined(first + 1, close, items);
            }
            return Math.max(close, alias) + 1;
        }
        if (!words.isName(first)) {
            return first + 1;
        }
        int last = first;
        while (words.is(last + 1, ".") && words.isName(last + 2)) {
            last += 2;
        }
        String table = words.at(last).text();
        int close = words.is(last + 1, "(") && !words.is(first - 1, "INTO") ? words.closing(last + 1) : last;
        int alias = aliasBehind(close + 1);
        Optional<List<String>> columns = columnsOf.apply(table).or(() -> ofCommonTable(table));
        items.add(new Item(alias < 0 ? table : words.at(alias).text(), table, columns));
        return Math.max(close, alias) + 1;
    }

    /** Tables that are joined inside parentheses. */
    private void joined(int from, int to, List<Item> items) {
        boolean expects = true;
        int i = from;
        while (i < to) {
            if (expects) {
                i = item(i, items);
                expects = false;
            } else {
                expects = words.is(i, "JOIN") || words.is(i, ",");
                i = words.is(i, "(") ? words.closing(i) + 1 : i + 1;
            }
        }
    }

    private int aliasBehind(int i) {
        if (words.is(i, "AS") && i + 1 < words.size()) {
            return i + 1;
        }
        return words.isName(i) && !isWord(i, BEHIND_FROM) && !isWord(i, SETS) && !words.is(i, "DEFAULT") ? i : -1;
    }

    /** WITH name (columns) AS (...). */
    private Optional<List<String>> ofCommonTable(String name) {
        for (int i = 0; i + 2 < words.size(); i++) {
            boolean defined = (words.is(i, "WITH") || words.is(i, "RECURSIVE") || words.is(i, ","))
                    && words.isName(i + 1)
                    && words.at(i + 1).text().equalsIgnoreCase(name);
            int behind = i + 2;
            if (defined && words.is(behind, "(")) {
                int close = words.closing(behind);
                return words.is(close + 1, "AS") ? Optional.of(names(behind + 1, close)) : Optional.empty();
            }
            if (defined && words.is(behind, "AS") && words.is(behind + 1, "(")) {
                return columnsBetween(behind + 1, words.closing(behind + 1));
            }
        }
        return Optional.empty();
    }

    private List<String> names(int from, int to) {
        List<String> names = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (words.isName(i)) {
                names.add(words.at(i).text());
            }
        }
        return names;
    }

    /** The columns of a query in parentheses, where each has a name. */
    private Optional<List<String>> columnsBetween(int open, int close) {
        if (!words.is(open + 1, "SELECT")) {
            return Optional.empty();
        }
        SelectList list = SelectList.behind(words, open + 1);
        List<String> names = new ArrayList<>();
        for (SelectList.Item item : list.items()) {
            int token = list.nameToken(item);
            if (item.last() >= close || list.isStar(item)) {
                return Optional.empty();
            }
            names.add(words.isName(token) ? words.at(token).text() : list.text(item));
        }
        return Optional.of(names);
    }
}
