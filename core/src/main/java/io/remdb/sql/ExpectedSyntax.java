package io.remdb.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What H2 expected where a statement does not parse, without what may stand anywhere and what only its parser knows. */
final class ExpectedSyntax {
    private static final String MARK = "; expected \"";
    private static final int MOST_SHOWN = 4;

    /** Words of the parser that mean the beginning of any expression. */
    private static final Set<String> VALUE = Set.of("INTERSECTS (", "INTERSECTS", "EXISTS", "UNIQUE");

    /** What may follow any operand. */
    private static final Set<String> OPERATORS = Set.of(
            "[",
            ".",
            "::",
            "AT",
            "FORMAT",
            "*",
            "/",
            "%",
            "+",
            "-",
            "||",
            "NOT",
            "IS",
            "ILIKE",
            "REGEXP",
            "OR",
            "OVERRIDING USER VALUE",
            "OVERRIDING SYSTEM VALUE",
            "DIRECT",
            "ALL (",
            "ANY (",
            "SOME (");

    private ExpectedSyntax() {}

    /** In few words; empty when it is too much to be of help. */
    static Optional<String> of(String message) {
        int start = message.indexOf(MARK);
        if (start < 0) {
            return Optional.empty();
        }
        List<String> all = List.of(
                message.substring(start + MARK.length()).replaceAll("\"$", "").split(", "));
        if (all.stream().anyMatch(VALUE::contains) || all.contains("ANY (")) {
            return Optional.of("a value");
        }
        boolean anyOperator = all.contains("OR");
        List<String> left = all.stream()
                .filter(word -> !OPERATORS.contains(word) && !(anyOperator && word.equals("AND")))
                .map(word -> word.equals("identifier") ? "a name" : word)
                .distinct()
                .toList();
        return left.isEmpty() || left.size() > MOST_SHOWN ? Optional.empty() : Optional.of(String.join(" or ", left));
    }
}
