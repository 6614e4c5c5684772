package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.sql.TableShape.ShapeColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.h2.value.TypeInfo;

/**
 * Finds the comparison that failed because a column meets a value of another type: H2 names the types, not the place. Looks for
 * a column beside a constant that does not suit it, then for a CAST, and then for the constant that H2 quotes.
 */
final class TypeMistakes {
    private static final Set<String> COMPARISONS = Set.of("=", "<", ">", "!");
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/");

    /** Tokens beyond which nobody looks for a place by eye either, and looking for it takes long. */
    private static final int LONGEST = 5_000;

    private final VisibleTables tables;
    private final Words words;
    private final Columns columns;

    /**
     * For one statement.
     *
     * @param columns of tables
     */
    TypeMistakes(VisibleTables tables, Columns columns) {
        this.tables = tables;
        this.words = tables.words();
        this.columns = columns;
    }

    /** The columns of what has a name in FROM. */
    @FunctionalInterface
    interface Columns {
        Optional<ShapeColumn> find(String table, String column);
    }

    /**
     * A constant beside a column.
     *
     * @param first its first token
     * @param last its last token; another one for a number with a sign
     * @param listed whether it stands in IN (...)
     */
    record Constant(int first, int last, boolean listed) {}

    /** The error with its place; empty when it is not plain to see. */
    Optional<RemException> explain(String message) {
        if (words.size() > LONGEST) {
            return Optional.empty();
        }
        boolean calculated = message.contains("Data conversion error");
        for (boolean parameters : new boolean[] {false, true}) {
            for (int i = 0; i < words.size(); i++) {
                Optional<RemException> mistake = atColumn(i, calculated, parameters);
                if (mistake.isPresent()) {
                    return mistake;
                }
            }
        }
        return atQuoted(message).or(this::atCast);
    }

    private Optional<RemException> atColumn(int token, boolean calculated, boolean parameters) {
        Optional<ShapeColumn> column = columnAt(token);
        if (column.isEmpty()) {
            return Optional.empty();
        }
        Optional<RemException> element = atElement(column.get(), token);
        if (element.isPresent()) {
            return element;
        }
        for (Constant constant : constantsBeside(token, calculated)) {
            Optional<String> hint = words.is(constant.last(), "?")
                    ? Optional.of("Give ? a value of the column's type").filter(unsure -> parameters)
                    : TypeHints.of(column.get(), words, constant);
            if (hint.isPresent()) {
                return Optional.of(mistake(column.get(), constant).hint(hint.get()));
            }
        }
        return Optional.empty();
    }

    /** A constant before {@code = ANY(list)}, which meets the elements of a list. */
    private Optional<RemException> atElement(ShapeColumn list, int token) {
        int any = behindQualifiers(token) - 1;
        boolean quantified = words.is(any, "ANY") || words.is(any, "SOME") || words.is(any, "ALL");
        boolean elements = quantified && words.is(any + 1, "(") && isSymbol(any - 1, COMPARISONS);
        if (!elements || !(list.type().getExtTypeInfo() instanceof TypeInfo type)) {
            return Optional.empty();
        }
        int last = isSymbol(any - 2, COMPARISONS) ? any - 3 : any - 2;
        if (!isConstant(last) || words.is(last, "?")) {
            return Optional.empty();
        }
        ShapeColumn element = new ShapeColumn(list.name(), list.source(), list.field(), type, list.index());
        Constant constant = new Constant(last, last, false);
        return TypeHints.of(element, words, constant)
                .map(hint -> mistake(element, constant, "The elements of a list meet a value that is not of their type")
                        .hint(hint));
    }

    /** The token before a column and the names that qualify it. */
    private int behindQualifiers(int column) {
        int before = column - 1;
        while (words.is(before, ".")) {
            before -= 2;
        }
        return before;
    }

    private RemException mistake(ShapeColumn column, Constant constant) {
        return mistake(column, constant, "A column meets a value that is not of its type");
    }

    private RemException mistake(ShapeColumn column, Constant constant, String says) {
        RemException error = new RemException(ErrorCode.INVALID_QUERY, says)
                .with("field", column.name())
                .with("type", TypeHints.name(column));
        String text = words.sql().substring(words.start(constant.first()), words.end(constant.last()));
        return Place.mark(error, words.sql(), words.start(constant.first()), text);
    }

    private Optional<ShapeColumn> columnAt(int token) {
        if (!words.isName(token) || words.is(token + 1, ".") || words.is(token + 1, "(")) {
            return Optional.empty();
        }
        String name = words.at(token).text();
        String qualifier =
                words.is(token - 1, ".") && token > 1 ? words.at(token - 2).text() : "";
        return tables.at(token).stream()
                .filter(item -> qualifier.isEmpty() || item.isCalled(qualifier))
                .filter(item -> item.mayHave(name))
                .findFirst()
                .flatMap(item -> columns.find(item.table(), name));
    }

    /** The constants that an operator connects with the column whose last token this is. */
    private List<Constant> constantsBeside(int column, boolean calculated) {
        List<Constant> found = new ArrayList<>();
        int at = words.is(column + 1, "NOT") ? column + 2 : column + 1;
        IntPredicate operator = i -> isSymbol(i, COMPARISONS) || (calculated && isSymbol(i, ARITHMETIC));
        if (words.is(at, "IN") && words.is(at + 1, "(")) {
            list(at + 2, ",", found);
        } else if (words.is(at, "BETWEEN")) {
            list(at + 1, "AND", found);
        } else if (operator.test(at)) {
            int behind = isSymbol(at + 1, COMPARISONS) ? at + 2 : at + 1;
            constantAt(behind, false).ifPresent(found::add);
        }
        int before = behindQualifiers(column);
        if (words.is(before, "(") && words.is(before - 1, "IN")) {
            // Beside the wrong one of the two: 'x' IN (labels).
            int last = words.is(before - 2, "NOT") ? before - 3 : before - 2;
            if (isConstant(last)) {
                found.add(new Constant(last, last, false));
            }
        }
        if (before > 0 && operator.test(before)) {
            int last = isSymbol(before - 1, COMPARISONS) ? before - 2 : before - 1;
            if (isConstant(last)) {
                found.add(new Constant(last, last, false));
            }
        }
        return found;
    }

    private boolean isSymbol(int i, Set<String> symbols) {
        return words.isKind(i, SqlToken.Kind.SYMBOL)
                && symbols.contains(words.at(i).text());
    }

    private void list(int first, String separator, List<Constant> found) {
        int at = first;
        Optional<Constant> constant = constantAt(at, separator.equals(","));
        while (constant.isPresent()) {
            found.add(constant.get());
            at = constant.get().last() + 1;
            constant = words.is(at, separator) ? constantAt(at + 1, separator.equals(",")) : Optional.empty();
        }
    }

    private Optional<Constant> constantAt(int token, boolean listed) {
        boolean signed = words.is(token, "-") || words.is(token, "+");
        int last = signed && words.isKind(token + 1, SqlToken.Kind.NUMBER) ? token + 1 : token;
        return isConstant(last) ? Optional.of(new Constant(token, last, listed)) : Optional.empty();
    }

    private boolean isConstant(int token) {
        return words.isKind(token, SqlToken.Kind.STRING)
                || words.isKind(token, SqlToken.Kind.NUMBER)
                || words.is(token, "TRUE")
                || words.is(token, "FALSE")
                || words.is(token, "?");
    }

    /** The constant that H2 quotes last; dates come behind the name of their type. */
    private Optional<RemException> atQuoted(String message) {
        for (int i = 0; i < words.size(); i++) {
            boolean quoted = words.isKind(i, SqlToken.Kind.STRING)
                    && message.contains('"' + words.at(i).text() + '"');
            if (quoted) {
                RemException error =
                        new RemException(ErrorCode.INVALID_QUERY, "A text is not of the type that it must have");
                return Optional.of(Place.mark(
                                error, words.sql(), words.start(i), words.at(i).text())
                        .hint(
                                words.is(i - 1, "LIMIT") || words.is(i - 1, "OFFSET")
                                        ? words.at(i - 1).text() + " is a whole number from 0"
                                        : TypeHints.ofMessage(message)));
            }
        }
        return Optional.empty();
    }

    private Optional<RemException> atCast() {
        for (int i = 0; i < words.size(); i++) {
            boolean colons = words.is(i, ":") && words.is(i + 1, ":");
            if (colons || (words.is(i, "CAST") && words.is(i + 1, "("))) {
                RemException error = new RemException(ErrorCode.INVALID_QUERY, "A value cannot be converted");
                return Optional.of(
                        Place.mark(
                                        error,
                                        words.sql(),
                                        words.start(i),
                                        words.at(i).text())
                                .hint(
                                        "Convert only what can be: CASE WHEN regexp_like(x, '^[0-9]+$') THEN CAST(x AS INTEGER) END"));
            }
        }
        return Optional.empty();
    }
}
