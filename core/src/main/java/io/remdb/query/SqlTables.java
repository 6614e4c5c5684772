package io.remdb.query;

import io.remdb.sql.SqlToken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What stands in SQL where a table may, as far as its words say: names behind FROM, JOIN and the commas between them, and the functions that
 * stand for tables.
 *
 * @param tables names in small letters, those of common table expressions too
 * @param functions names in small letters; {@code search} with its table goes to {@code tables}
 */
public record SqlTables(Set<String> tables, Set<String> functions) {
    /** What has rows of every table. */
    private static final Set<String> OF_ALL = Set.of("kv", "lookup");

    /** What ends the list behind FROM. */
    private static final Set<String> CLAUSES = Set.of(
            "SELECT",
            "WHERE",
            "GROUP",
            "HAVING",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "WINDOW",
            "QUALIFY",
            "ON",
            "USING");

    public SqlTables {
        tables = Set.copyOf(tables);
        functions = Set.copyOf(functions);
    }

    /** Those of a text, which need not be right. */
    public static SqlTables of(String sql) {
        return new Reading(sql).read();
    }

    /**
     * Whether rows of one table are read, and of no other one.
     *
     * @param isTable whether the database has a table of a name
     */
    public boolean isOnly(String table, Predicate<String> isTable) {
        String own = table.toLowerCase(Locale.ROOT);
        return tables.contains(own)
                && tables.stream().noneMatch(name -> !name.equals(own) && (OF_ALL.contains(name) || isTable.test(name)))
                && functions.stream().noneMatch(OF_ALL::contains);
    }

    private static final class Reading {
        private final List<SqlToken> tokens;
        private final Set<String> tables = new LinkedHashSet<>();
        private final Set<String> functions = new LinkedHashSet<>();

        /** For each open parenthesis, whether commas within it separate tables. */
        private final Deque<Boolean> lists = new ArrayDeque<>(List.of(false));

        private boolean expected;

        Reading(String sql) {
            tokens = SqlToken.tokenize(sql).stream()
                    .filter(token -> token.kind() != SqlToken.Kind.COMMENT)
                    .toList();
        }

        SqlTables read() {
            for (int at = 0; at < tokens.size(); at++) {
                SqlToken token = tokens.get(at);
                if (token.is("(")) {
                    lists.push(expected);
                } else if (token.is(")")) {
                    expected = false;
                    if (lists.size() > 1) {
                        lists.pop();
                    }
                } else if (token.is("FROM") || token.is("JOIN") || (token.is("TABLE") && !is(at + 1, "("))) {
                    expected = true;
                    list(true);
                } else if (token.is(",")) {
                    expected = Boolean.TRUE.equals(lists.peek());
                } else if (CLAUSES.stream().anyMatch(token::is)) {
                    expected = false;
                    list(false);
                } else if (expected && token.isName()) {
                    expected = is(at + 1, "."); // what stands before a point is the schema
                    if (!expected) {
                        add(at);
                    }
                }
            }
            return new SqlTables(tables, functions);
        }

        private void list(boolean ofTables) {
            lists.pop();
            lists.push(ofTables);
        }

        private boolean is(int at, String symbol) {
            return at < tokens.size() && tokens.get(at).is(symbol);
        }

        private void add(int at) {
            String name = tokens.get(at).name();
            if (!is(at + 1, "(")) {
                tables.add(name);
                return;
            }
            functions.add(name);
            if (name.equals("search") && at + 2 < tokens.size()) {
                SqlToken table = tokens.get(at + 2);
                String text = table.text().replaceAll("^'|'$", "");
                tables.add(text.toLowerCase(Locale.ROOT));
            }
        }
    }
}
