package io.remdb.sql;

import io.remdb.catalog.Catalog;
import io.remdb.sql.SyntaxTranslation.Edit;
import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.value.FieldType;
import io.remdb.value.Grouping;
import io.remdb.value.Grouping.Measured;
import io.remdb.value.Predicate;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds statements that are {@link GroupedStatement}s. It goes by words, and only by those that it knows: whatever else is in a statement
 * leaves all of it to H2, mistakes included. For one statement.
 */
final class GroupedStatements {
    private static final Pattern NEEDED =
            Pattern.compile("\\b(?:count|sum|avg|min|max)\\s*\\(|\\bgroup\\b", Pattern.CASE_INSENSITIVE);

    /** Clauses of a query, in their order. */
    private static final List<String> CLAUSES =
            List.of("FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH");

    /** More than one query, or what sees single rows of a group. */
    private static final Set<String> REFUSED = Set.of(
            "SELECT",
            "WITH",
            "UNION",
            "EXCEPT",
            "MINUS",
            "INTERSECT",
            "JOIN",
            "OVER",
            "WINDOW",
            "QUALIFY",
            "DISTINCT",
            "FILTER",
            "WITHIN",
            "FOR",
            "ROLLUP",
            "CUBE",
            "GROUPING",
            "SETS",
            "ALL",
            "ROWNUM",
            "_ROWID_");

    /** Words in front of a parenthesis that make the same of a group's value as of each of its rows. */
    private static final Set<String> HARMLESS = Set.of(
            "ABS",
            "AND",
            "BY",
            "CASE",
            "CAST",
            "CEIL",
            "CEILING",
            "CHAR_LENGTH",
            "COALESCE",
            "CONCAT",
            "ELSE",
            "FLOOR",
            "GREATEST",
            "HAVING",
            "IN",
            "LEAST",
            "LENGTH",
            "LOWER",
            "MOD",
            "NOT",
            "NULLIF",
            "OR",
            "POWER",
            "ROUND",
            "SELECT",
            "SIGN",
            "SQRT",
            "THEN",
            "TRIM",
            "TRUNC",
            "UPPER",
            "WHEN",
            "WHERE",
            "YEAR",
            "MONTH",
            "DAY",
            "DATE_TRUNC");

    /** An index keeps all but UUIDs. */
    private static final Set<ScalarType> KEPT = EnumSet.complementOf(EnumSet.of(ScalarType.UUID));

    private final Words words;
    private final Catalog catalog;
    /** By clause, its first token. */
    private final TreeMap<Integer, String> clauses = new TreeMap<>();

    private final List<Edit> edits = new ArrayList<>();
    private final List<GroupColumn> columns = new ArrayList<>();
    private final List<ShapeColumn> keys = new ArrayList<>();
    /** By aggregate, its place among the columns. */
    private final Map<GroupColumn, Integer> aggregates = new LinkedHashMap<>();

    private final List<Measured> measures = new ArrayList<>();
    private final List<ShapeColumn> measured = new ArrayList<>();
    private @Nullable TableShape shape;
    private String alias = "";

    private GroupedStatements(Words words, Catalog catalog) {
        this.words = words;
        this.catalog = catalog;
    }

    /**
     * The statement, if it is one.
     *
     * @param plain how H2 would be given it otherwise
     */
    static Optional<GroupedStatement> find(SyntaxTranslation plain, Catalog catalog) {
        if (!NEEDED.matcher(plain.written()).find() || !plain.calls().isEmpty()) {
            return Optional.empty();
        }
        return new GroupedStatements(Words.of(plain.written()).withoutEnd(), catalog).read(plain);
    }

    private Optional<GroupedStatement> read(SyntaxTranslation plain) {
        if (!words.is(0, "SELECT") || !isPlain() || !findClauses() || !readTable() || !readKeys()) {
            return Optional.empty();
        }
        if (!readAggregates() || namesHideColumns() || !isWorthIt()) {
            return Optional.empty();
        }
        Clause where = clause("WHERE");
        if (where != null && where.last() == where.first()) {
            return Optional.empty(); // a mistake, which H2 says
        }
        int start = where == null ? 0 : words.start(where.first());
        int end = where == null ? 0 : words.end(where.last());
        if (plain.edits().stream().anyMatch(edit -> edit.start() < start || edit.end() > end)) {
            return Optional.empty();
        }
        if (where != null) {
            edits.add(new Edit(start, end, ""));
        }
        edits.sort(Comparator.comparingInt(Edit::start));
        int before = parameters(0, start);
        int within = parameters(start, end);
        int all = parameters(0, words.sql().length());
        List<Integer> left = IntStream.range(0, all)
                .filter(parameter -> parameter < before || parameter >= before + within)
                .boxed()
                .toList();
        List<Predicate.Column> keyColumns = keys.stream()
                .map(column -> Objects.requireNonNull(PredicateTranslator.target(column)))
                .toList();
        return Optional.of(new GroupedStatement(
                Objects.requireNonNull(shape),
                new Grouping(Predicate.Constant.TRUE, keyColumns, measures),
                where == null ? null : words.sql().substring(words.start(where.first() + 1), end),
                alias,
                before,
                within,
                List.copyOf(columns),
                plain.with(edits, left, all)));
    }

    /** How many {@code ?} begin from one place in the statement up to, but without, another. */
    private int parameters(int from, int to) {
        return (int) IntStream.range(0, words.size())
                .filter(i -> words.is(i, "?") && words.start(i) >= from && words.start(i) < to)
                .count();
    }

    /** Whether nothing is in it that is never in one. */
    private boolean isPlain() {
        for (int i = 1; i < words.size(); i++) {
            SqlToken token = words.at(i);
            boolean word = token.kind() == SqlToken.Kind.WORD;
            if ((word && REFUSED.contains(token.text().toUpperCase(Locale.ROOT)))
                    || (token.isName() && token.name().equals(TableShape.DELETED_AT))
                    || (token.kind() == SqlToken.Kind.QUOTED_NAME
                            && token.text().startsWith(FunctionCall.TABLE_PREFIX))
                    || token.is(";")
                    || (token.is("?") && words.touchesNext(i) && words.isKind(i + 1, SqlToken.Kind.NUMBER))) {
                return false;
            }
        }
        return true;
    }

    /** A clause, by its tokens. */
    private record Clause(int first, int last) {}

    private boolean findClauses() {
        int next = 0;
        for (int i = 1; i < words.size(); i++) {
            if (words.is(i, "(")) {
                i = words.closing(i);
                continue;
            }
            SqlToken token = words.at(i);
            int place = token.kind() == SqlToken.Kind.WORD
                    ? CLAUSES.indexOf(token.text().toUpperCase(Locale.ROOT))
                    : -1;
            if (place >= 0) {
                if (place < next) {
                    return false;
                }
                next = place + 1;
                clauses.put(i, CLAUSES.get(place));
            }
        }
        return clauses.containsValue("FROM");
    }

    private @Nullable Clause clause(String name) {
        for (Map.Entry<Integer, String> entry : clauses.entrySet()) {
            if (entry.getValue().equals(name)) {
                Integer behind = clauses.higherKey(entry.getKey());
                return new Clause(entry.getKey(), (behind == null ? words.size() : behind) - 1);
            }
        }
        return null;
    }

    /** {@code FROM table}, {@code FROM table AS t} or {@code FROM table t}. */
    private boolean readTable() {
        Clause from = Objects.requireNonNull(clause("FROM"));
        int name = from.first() + 1;
        int last = from.last();
        boolean renamed = last > name;
        boolean as = words.is(name + 1, "AS");
        if (name > last
                || last - name > (as ? 2 : 1)
                || !words.isName(name)
                || !words.isName(last)
                || (as && !renamed)) {
            return false;
        }
        shape = catalog.find(words.at(name).text()).map(TableShape::of).orElse(null);
        alias = words.at(last).text();
        String called = words.sql().substring(words.start(last), words.end(last));
        edits.add(new Edit(words.start(name), words.end(last), '"' + GroupsTable.NAME + "\" " + called));
        return shape != null;
    }

    private boolean readKeys() {
        Clause group = clause("GROUP");
        if (group == null) {
            return true;
        }
        if (!words.is(group.first() + 1, "BY")) {
            return false;
        }
        int at = group.first() + 2;
        while (at <= group.last()) {
            int end = endOfColumn(at);
            ShapeColumn column = column(at, end);
            boolean ends = end == group.last();
            if (column == null || !isKept(column) || !(ends || words.is(end + 1, ","))) {
                return false;
            }
            if (!keys.contains(column)) {
                columns.add(new GroupColumn.Key(column, keys.size()));
                keys.add(column);
            }
            if (ends) {
                return true;
            }
            at = end + 2;
        }
        return false;
    }

    /** The last token of a name that another may stand before. */
    private int endOfColumn(int first) {
        return words.is(first + 1, ".") ? first + 2 : first;
    }

    /** The column that tokens name; null when they do something else. */
    private @Nullable ShapeColumn column(int first, int last) {
        boolean qualified = last == first + 2;
        if (!words.isName(first) || !words.isName(last)) {
            return null;
        }
        if (qualified && !words.at(first).text().equalsIgnoreCase(alias)) {
            return null;
        }
        String name = words.at(last).text();
        return Objects.requireNonNull(shape).columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    /** Whether the values of a column can be had without the rows. */
    private static boolean isKept(ShapeColumn column) {
        return switch (column.source()) {
            case FIELD -> isOf(column, KEPT);
            case CREATED_AT, MODIFIED_AT -> true;
            case ID, ENTITY_TYPE, DELETED_AT -> false;
        };
    }

    private static boolean isOf(ShapeColumn column, Set<ScalarType> types) {
        return column.field() != null
                && column.field().type() instanceof FieldType.Scalar(ScalarType type)
                && types.contains(type);
    }

    /** Puts a column of the table of groups where an aggregate is; whatever else is called must be harmless. */
    private boolean readAggregates() {
        Clause where = clause("WHERE");
        for (int i = 1; i < words.size(); i++) {
            boolean inWhere = where != null && i >= where.first() && i <= where.last();
            if (inWhere || !words.is(i + 1, "(") || !isWordOrName(i)) {
                continue;
            }
            GroupColumn aggregate = words.is(i - 1, ".") ? null : aggregate(i);
            if (aggregate != null) {
                int place = aggregates.computeIfAbsent(aggregate, unseen -> {
                    columns.add(unseen);
                    return columns.size() - 1;
                });
                int close = words.closing(i + 1);
                String column = GroupedStatement.columnName(aggregate, place);
                edits.add(new Edit(words.start(i), words.end(close), "MAX(\"" + column + "\")"));
                i = close;
            } else if (!words.isKind(i, SqlToken.Kind.WORD)
                    || !HARMLESS.contains(words.at(i).text().toUpperCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    private boolean isWordOrName(int i) {
        return words.isKind(i, SqlToken.Kind.WORD) || words.isKind(i, SqlToken.Kind.QUOTED_NAME);
    }

    private @Nullable GroupColumn aggregate(int at) {
        int close = words.closing(at + 1);
        if (words.is(at, "COUNT") && words.is(at + 2, "*") && close == at + 3) {
            return new GroupColumn.Rows();
        }
        for (GroupColumn.Function function : GroupColumn.Function.values()) {
            if (words.is(at, function.name()) && close > at + 2 && endOfColumn(at + 2) == close - 1) {
                ShapeColumn column = column(at + 2, close - 1);
                return column == null || !takes(function, column)
                        ? null
                        : new GroupColumn.Aggregate(function, column, measure(function, column));
            }
        }
        return null;
    }

    private static boolean takes(GroupColumn.Function function, ShapeColumn column) {
        return switch (function) {
            case COUNT -> isKept(column);
            case SUM, AVG -> isOf(column, Set.of(ScalarType.INTEGER, ScalarType.NUMBER));
            // Texts have another order in the index.
            case MIN, MAX -> isKept(column) && !isOf(column, Set.of(ScalarType.TEXT));
        };
    }

    private int measure(GroupColumn.Function function, ShapeColumn column) {
        Predicate.Column target = Objects.requireNonNull(PredicateTranslator.target(column));
        int place = measured.indexOf(column);
        if (place < 0) {
            measured.add(column);
            measures.add(new Measured(target, function.sums(), function.bounds()));
            return measures.size() - 1;
        }
        Measured before = measures.get(place);
        measures.set(
                place, new Measured(target, before.summed() || function.sums(), before.bounded() || function.bounds()));
        return place;
    }

    /** Whether what is selected has a name that a column has, or is everything there is: H2 might find another thing by it. */
    private boolean namesHideColumns() {
        SelectList list = SelectList.behind(words, 0);
        if (list.hasStar()) {
            return true;
        }
        for (SelectList.Item item : list.items()) {
            int last = item.last();
            boolean named = last > item.first() && words.isName(last) && !words.is(last - 1, ".");
            if (named && column(last, last) != null) {
                return true;
            }
        }
        return false;
    }

    /** Where there is neither a condition nor a key, the store counts, and indexes know their ends. */
    private boolean isWorthIt() {
        boolean known = columns.stream().allMatch(GroupedStatements::isKnownOfAll);
        return !columns.isEmpty() && (!known || clause("WHERE") != null);
    }

    private static boolean isKnownOfAll(GroupColumn column) {
        return switch (column) {
            case GroupColumn.Key _ -> false;
            case GroupColumn.Rows _ -> true;
            case GroupColumn.Aggregate aggregate ->
                aggregate.function().bounds() && aggregate.column().index() != 0;
        };
    }
}
