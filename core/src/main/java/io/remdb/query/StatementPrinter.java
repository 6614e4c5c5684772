package io.remdb.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints statements with every default written out. Clauses stand in the order of the {@code ?} in them, since a parameter is known by
 * its place in the text.
 */
final class StatementPrinter {
    /** A clause and the number of its first {@code ?}. */
    private record Clause(String text, int firstParameter) {}

    private final StringBuilder text = new StringBuilder();
    private final List<Clause> clauses = new ArrayList<>();

    private StatementPrinter(String start) {
        text.append(start);
    }

    static String print(Statement.Lookup lookup) {
        return "LOOKUP " + list(lookup.keys());
    }

    static String print(Statement.Fuzzy fuzzy) {
        StatementPrinter printer = new StatementPrinter("FUZZY " + text(fuzzy.text()));
        if (fuzzy.table() != null) {
            printer.text.append(" IN ").append(name(fuzzy.table()));
        }
        return printer.clause("LIMIT", List.of(fuzzy.limit())).print();
    }

    static String print(Statement.Search search) {
        StatementPrinter printer =
                new StatementPrinter("SEARCH " + text(search.text()) + " IN " + name(search.table()));
        Condition condition = search.condition();
        if (condition != null) {
            int first = condition.parameters() == 0 ? Integer.MAX_VALUE : condition.firstParameter();
            printer.clauses.add(new Clause("WHERE " + condition.text(), first));
        }
        if (!search.order().isEmpty()) {
            String terms = search.order().stream().map(StatementPrinter::term).collect(Collectors.joining(", "));
            printer.clauses.add(new Clause("ORDER BY " + terms, Integer.MAX_VALUE));
        }
        return printer.clause("LIMIT", List.of(search.limit()))
                .word("MODE", search.mode().name().toLowerCase(Locale.ROOT))
                .print();
    }

    static String print(Statement.Traverse traverse) {
        StatementPrinter printer = new StatementPrinter("TRAVERSE FROM " + text(traverse.start()))
                .clause("DEPTH", List.of(traverse.depth()))
                .word("DIRECTION", traverse.direction().name().toLowerCase(Locale.ROOT));
        if (!traverse.types().isEmpty()) {
            printer.clause("TYPE", traverse.types());
        }
        return printer.clause("LIMIT", List.of(traverse.limit())).print();
    }

    private StatementPrinter clause(String keyword, List<? extends Argument<?>> arguments) {
        int first = Integer.MAX_VALUE;
        for (Argument<?> argument : arguments) {
            if (argument instanceof Argument.Parameter<?>(int number)) {
                first = Math.min(first, number);
            }
        }
        clauses.add(new Clause(keyword + " " + list(arguments), first));
        return this;
    }

    private StatementPrinter word(String keyword, String word) {
        clauses.add(new Clause(keyword + " " + word, Integer.MAX_VALUE));
        return this;
    }

    private String print() {
        clauses.stream()
                .sorted(Comparator.comparingInt(Clause::firstParameter))
                .forEach(clause -> text.append(' ').append(clause.text()));
        return text.toString();
    }

    private static String list(List<? extends Argument<?>> arguments) {
        return arguments.stream().map(StatementPrinter::text).collect(Collectors.joining(", "));
    }

    private static String text(Argument<?> argument) {
        return switch (argument) {
            case Argument.Given<?>(String value) -> "'" + value.replace("'", "''") + "'";
            case Argument.Given<?>(Object value) -> value.toString();
            case Argument.Parameter<?> parameter -> "?";
        };
    }

    private static String term(Order order) {
        String nulls = order.nulls() == Order.Nulls.SMALLEST ? "" : " NULLS " + order.nulls();
        return name(order.field()) + " " + order.direction() + nulls;
    }

    private static String name(String name) {
        return Dialect.isPlainName(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
