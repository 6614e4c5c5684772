package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.sql.VisibleTables.Item;
import io.remdb.text.Suggestions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Says of a column that does not exist where it stands and what could stand there. */
final class UnknownColumn {
    private static final Set<String> BEFORE_VALUES =
            Set.of("=", "<", ">", "|", "LIKE", "ILIKE", "REGEXP", "BETWEEN", "THEN", "ELSE");

    /** Tokens beyond which the first mention is as good as another. */
    private static final int LONGEST = 5_000;

    private final Words words;
    private final VisibleTables tables;

    /**
     * @param written by the user
     * @param columnsOf the columns of a table by its name
     * @param around what the text is about without naming it, as a predicate is about a table
     */
    UnknownColumn(String written, Function<String, Optional<List<String>>> columnsOf, List<Item> around) {
        this.words = Words.of(written);
        this.tables = new VisibleTables(words, columnsOf, around);
    }

    /** The error about a column that may be qualified. */
    RemException explain(String full) {
        int dot = full.lastIndexOf('.');
        String name = full.substring(dot + 1);
        String qualifier = dot < 0 ? "" : full.substring(full.lastIndexOf('.', dot - 1) + 1, dot);
        int token = find(qualifier, name);
        List<Item> visible = token < 0 ? List.of() : tables.at(token);
        boolean known =
                qualifier.isEmpty() || visible.isEmpty() || visible.stream().anyMatch(item -> item.isCalled(qualifier));
        return known
                ? unknownColumn(qualifier, name, token, visible)
                : unknownTable(qualifier, name, token - 2, visible);
    }

    /** The first mention of the name that means nothing where it stands; -1 when it is nowhere. */
    private int find(String qualifier, String name) {
        int first = -1;
        for (int i = 0; i < words.size(); i++) {
            boolean named = words.at(i).isName() && words.at(i).text().equalsIgnoreCase(name);
            boolean qualified = words.is(i - 1, ".");
            boolean meant = qualifier.isEmpty()
                    ? !qualified && !words.is(i + 1, ".") && !words.is(i - 1, "AS")
                    : qualified && words.at(i - 2).text().equalsIgnoreCase(qualifier);
            if (named && meant) {
                first = first < 0 ? i : first;
                if (words.size() > LONGEST) {
                    return first;
                }
                List<Item> visible = tables.at(i);
                boolean resolves = visible.stream()
                        .filter(item -> qualifier.isEmpty() || item.isCalled(qualifier))
                        .anyMatch(item -> item.mayHave(name));
                if (!resolves) {
                    return i;
                }
            }
        }
        return first;
    }

    private RemException unknownTable(String qualifier, String name, int token, List<Item> visible) {
        RemException error = new RemException(ErrorCode.UNKNOWN_TABLE, "No table of the statement is called this")
                .with("table", qualifier);
        mark(error, token);
        Optional<Item> renamed = visible.stream()
                .filter(item -> item.table().equalsIgnoreCase(qualifier))
                .findFirst();
        if (renamed.isPresent()) {
            String alias = renamed.get().name();
            return error.hint(qualifier + " is called " + alias + " in this statement: write " + alias + "." + name);
        }
        List<String> names =
                visible.stream().map(Item::name).filter(item -> !item.isEmpty()).toList();
        List<String> having = visible.stream()
                .filter(item -> item.columns().isPresent() && item.mayHave(name))
                .map(Item::name)
                .filter(item -> !item.isEmpty())
                .toList();
        Optional<String> near = Suggestions.nearest(qualifier, names);
        if (having.size() == 1 || (near.isPresent() && having.contains(near.get()))) {
            return error.hint(
                    "Did you mean " + near.filter(having::contains).orElse(having.getFirst()) + "." + name + "?");
        }
        return error.hint("What the statement reads here is called " + String.join(", ", names));
    }

    private RemException unknownColumn(String qualifier, String name, int token, List<Item> visible) {
        List<Item> possible = visible.stream()
                .filter(item -> qualifier.isEmpty() || item.isCalled(qualifier))
                .toList();
        RemException error = new RemException(ErrorCode.UNKNOWN_FIELD, "No column has this name").with("field", name);
        if (possible.size() == 1 && !possible.getFirst().table().isEmpty()) {
            error.with("table", possible.getFirst().table());
        }
        mark(error, token);
        List<String> names = possible.stream()
                .flatMap(item -> item.columns().orElse(List.of()).stream())
                .toList();
        return error.hint(hint(name, token, names));
    }

    private String hint(String name, int token, List<String> names) {
        if (name.equalsIgnoreCase("edges")) {
            return "Edges are not a column: TRAVERSE FROM and rem edge list show them, rem edge add writes them";
        }
        if (words.is(token - 1, "LIMIT") || words.is(token - 1, "OFFSET")) {
            return words.at(token - 1).text() + " takes a number or ?";
        }
        boolean quoted = token >= 0 && words.isKind(token, SqlToken.Kind.QUOTED_NAME);
        if (isNamedBySelect(name, token)) {
            return name + " is named by the SELECT: repeat its expression here, or select from a subquery";
        }
        Optional<String> near = Suggestions.nearest(name, names);
        if (near.isPresent() && near.get().equalsIgnoreCase(name)) {
            return "The column is not visible in this part of the statement";
        }
        if (near.isPresent() && !quoted) {
            return "Did you mean " + near.get() + "?";
        }
        return SqlHints.ofColumn(name, quoted, quoted || isValuePlace(token), names);
    }

    /** An alias is no column in WHERE and its like. */
    private boolean isNamedBySelect(String name, int token) {
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.is(i, "AS") && i + 1 != token && words.at(i + 1).text().equalsIgnoreCase(name)) {
                return words.isKind(i + 1, SqlToken.Kind.WORD) && !words.is(i + 2, "(");
            }
        }
        return false;
    }

    /** Whether a text may have been meant: not where a statement names what it assigns, orders by or selects. */
    private boolean isValuePlace(int token) {
        if (token <= 0) {
            return false;
        }
        if (BEFORE_VALUES.stream().anyMatch(word -> words.is(token - 1, word))) {
            return true;
        }
        boolean listed = words.is(token - 1, "(") || words.is(token - 1, ",");
        int open = listed ? opening(token) : -1;
        return open > 0 && (words.is(open - 1, "IN") || words.is(open - 1, "VALUES"));
    }

    private int opening(int token) {
        int depth = 0;
        for (int i = token - 1; i >= 0; i--) {
            depth += words.is(i, ")") ? 1 : words.is(i, "(") ? -1 : 0;
            if (depth < 0) {
                return i;
            }
        }
        return -1;
    }

    private void mark(RemException error, int token) {
        Place.mark(
                error,
                words.sql(),
                token < 0 ? 0 : words.start(token),
                token < 0 ? "" : words.at(token).text());
    }
}
