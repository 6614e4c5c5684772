package io.remdb.query;

import io.remdb.EdgeDirection;
import io.remdb.SearchMode;
import io.remdb.text.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of the dialect, and what a misspelt one may have meant. */
final class Dialect {
    static final String LOOKUP = "LOOKUP 'key' [, 'key' ...]";
    static final String FUZZY = "FUZZY 'text' [IN table] [LIMIT n]";
    static final String SEARCH =
            "SEARCH 'text' IN table [WHERE condition] [ORDER BY field] [LIMIT n] [MODE hybrid|semantic|keyword]";
    static final String TRAVERSE =
            "TRAVERSE FROM 'id or key' [DEPTH n] [DIRECTION out|in|both] [TYPE 'rel' [, 'rel']] [LIMIT n]";

    /** What a statement may start with. */
    static final List<String> VERBS = List.of(
            "LOOKUP",
            "FUZZY",
            "SEARCH",
            "TRAVERSE",
            "EXPLAIN",
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "WITH",
            "VALUES",
            "TABLE");

    static final List<String> MODES =
            Arrays.stream(SearchMode.values()).map(Dialect::lower).toList();
    static final List<String> DIRECTIONS =
            Arrays.stream(EdgeDirection.values()).map(Dialect::lower).toList();
    static final List<String> SEARCH_CLAUSES = List.of("WHERE", "ORDER", "LIMIT", "MODE");
    static final List<String> FUZZY_CLAUSES = List.of("IN", "LIMIT");
    static final List<String> TRAVERSE_CLAUSES = List.of("DEPTH", "DIRECTION", "TYPE", "LIMIT");

    /** Where a name is expected these start a clause; a table or field of this name is written in quotes. */
    private static final Set<String> RESERVED =
            Set.of("IN", "WHERE", "ORDER", "BY", "LIMIT", "MODE", "FROM", "ASC", "DESC", "NULLS");

    /** Words of SQL after which an operand must come: what follows is a column, whatever its name. */
    private static final Set<String> BEFORE_OPERAND = Set.of(
            "AND",
            "OR",
            "NOT",
            "LIKE",
            "ILIKE",
            "REGEXP",
            "IN",
            "IS",
            "BETWEEN",
            "ESCAPE",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "FROM",
            "DISTINCT",
            "SYMMETRIC",
            "ASYMMETRIC");

    /** Words of SQL that may follow an operand. */
    private static final Set<String> AFTER_OPERAND = Set.of(
            "AND", "OR", "NOT", "LIKE", "ILIKE", "REGEXP", "IN", "IS", "BETWEEN", "ESCAPE", "WHEN", "THEN", "ELSE",
            "END", "COLLATE", "AT", "FORMAT", "DAY", "HOUR", "MINUTE", "MONTH", "SECOND", "YEAR", "TO", "OVER",
            "FILTER", "WITHIN");

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Dialect() {}

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static boolean isPlainName(String name) {
        return PLAIN_NAME.matcher(name).matches() && !isReserved(name);
    }

    static boolean isReserved(String word) {
        return RESERVED.contains(upper(word));
    }

    static boolean wantsOperandAfter(String word) {
        return BEFORE_OPERAND.contains(upper(word));
    }

    static boolean mayFollowOperand(String word) {
        return AFTER_OPERAND.contains(upper(word));
    }

    /** The verb that a word is a misspelling of. */
    static Optional<String> misspeltVerb(String word) {
        return Suggestions.misspelt(upper(word), VERBS).filter(verb -> !verb.equalsIgnoreCase(word));
    }

    /** The clause that a word is a misspelling of. */
    static Optional<String> misspeltClause(String word, List<String> clauses) {
        return Suggestions.misspelt(upper(word), clauses).map(clause -> clause.equals("ORDER") ? "ORDER BY" : clause);
    }

    static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
