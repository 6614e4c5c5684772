package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.text.Suggestions;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.jdbc.JdbcException;
import org.h2.message.DbException;
import org.h2.table.Column;
import org.jspecify.annotations.Nullable;

/** Says in our words what H2 found wrong: where, and what was probably meant. */
final class SqlErrors {
    private static final Pattern FIRST_QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"");
    private static final String MARK = "[*]";

    private static final List<String> FUNCTIONS = List.of(
            "abs",
            "array_agg",
            "array_contains",
            "avg",
            "bit_length",
            "cardinality",
            "cast",
            "ceil",
            "char_length",
            "coalesce",
            "concat",
            "concat_ws",
            "count",
            "current_date",
            "current_timestamp",
            "dateadd",
            "datediff",
            "date_trunc",
            "dense_rank",
            "exp",
            "extract",
            "first_value",
            "floor",
            "formatdatetime",
            "greatest",
            "instr",
            "json_array",
            "json_exists",
            "json_object",
            "json_query",
            "json_value",
            "lag",
            "last_value",
            "lead",
            "least",
            "left",
            "length",
            "listagg",
            "ln",
            "locate",
            "log",
            "lower",
            "lpad",
            "ltrim",
            "max",
            "median",
            "min",
            "mod",
            "nth_value",
            "ntile",
            "nullif",
            "octet_length",
            "percent_rank",
            "percentile_cont",
            "position",
            "power",
            "rank",
            "regexp_like",
            "regexp_replace",
            "regexp_substr",
            "repeat",
            "replace",
            "right",
            "round",
            "row_number",
            "rpad",
            "rtrim",
            "sign",
            "sqrt",
            "stddev_pop",
            "stddev_samp",
            "string_agg",
            "substring",
            "sum",
            "to_char",
            "translate",
            "trim",
            "trunc",
            "unnest",
            "upper",
            "var_pop",
            "var_samp",
            "year");

    private final Catalog catalog;

    SqlErrors(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The text that the user wrote and where it stands in the text that H2 was given.
     *
     * @param written by the user
     * @param given to H2
     * @param offset of {@code written} in {@code given}
     */
    record Source(String written, String given, int offset) {
        static Source of(String sql) {
            return new Source(sql, sql, 0);
        }
    }

    /** The error to show. */
    RemException explain(Throwable error, Source source, @Nullable PreparedSql statement) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof RemException known) {
                return inWritten(known, source);
            }
            if (cause instanceof StackOverflowError) {
                return StatementCheck.tooDeep(error);
            }
        }
        SQLException h2 = switch (error) {
            case DbException wrapped -> wrapped.getSQLException();
            case SQLException plain -> plain;
            default -> null;
        };
        if (h2 == null) {
            return new RemException(ErrorCode.INTERNAL, "The statement failed in a way that was not foreseen", error)
                    .with("problem", error.getClass().getSimpleName());
        }
        return explain(h2, source, statement);
    }

    /** Whether H2 has closed its database because of this, which it does when memory runs out. */
    static boolean closesDatabase(Throwable error) {
        int code = error instanceof DbException wrapped ? wrapped.getErrorCode() : 0;
        return code == org.h2.api.ErrorCode.OUT_OF_MEMORY || code == org.h2.api.ErrorCode.DATABASE_IS_CLOSED;
    }

    /** Whether the thread's stack was used up; H2 gives that as an error of its own. */
    static boolean overflowsStack(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof StackOverflowError) {
                return true;
            }
        }
        return false;
    }

    /** Errors of ours have their place in what H2 was given, or none. */
    private static RemException inWritten(RemException error, Source source) {
        Object position = error.details().get("position");
        if (source.offset() == 0 || position == null) {
            return error;
        }
        return Place.mark(error, source.written(), Integer.parseInt(position.toString()) - source.offset(), "");
    }

    private RemException explain(SQLException error, Source source, @Nullable PreparedSql statement) {
        String message = problem(error);
        return switch (error.getErrorCode()) {
            case org.h2.api.ErrorCode.SYNTAX_ERROR_1, org.h2.api.ErrorCode.SYNTAX_ERROR_2 ->
                MissingSyntax.in(source.written()).orElseGet(() -> syntax(message, source, statement, error));
            case org.h2.api.ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
                    org.h2.api.ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2,
                    org.h2.api.ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1 ->
                MissingSyntax.in(source.written()).orElseGet(() -> unknownTable(message, source));
            case org.h2.api.ErrorCode.AMBIGUOUS_COLUMN_NAME_1 ->
                at(
                                new RemException(ErrorCode.INVALID_QUERY, "More than one table has this column", error)
                                        .with("field", lastPart(quoted(message))),
                                message,
                                source)
                        .hint("Put the table's name before it: articles.title; USING does not make it one");
            case org.h2.api.ErrorCode.MUST_GROUP_BY_COLUMN_1 ->
                at(
                                new RemException(
                                                ErrorCode.INVALID_QUERY,
                                                "The column is neither grouped by nor aggregated",
                                                error)
                                        .with("field", lastPart(quoted(message))),
                                message,
                                source)
                        .hint(
                                "Name it, or what stands in the SELECT, in GROUP BY: a place such as GROUP BY 1 is not taken");
            case org.h2.api.ErrorCode.SCHEMA_NOT_FOUND_1 -> unknownTable(message, source);
            case org.h2.api.ErrorCode.COLUMN_NOT_FOUND_1 ->
                MissingSyntax.in(source.written()).orElseGet(() -> unknownColumn(message, source, statement));
            case org.h2.api.ErrorCode.FUNCTION_NOT_FOUND_1 ->
                MissingSyntax.in(source.written()).orElseGet(() -> unknownFunction(message, source));
            case org.h2.api.ErrorCode.TYPES_ARE_NOT_COMPARABLE_2,
                    org.h2.api.ErrorCode.DATA_CONVERSION_ERROR_1,
                    org.h2.api.ErrorCode.INVALID_DATETIME_CONSTANT_2 ->
                CountMistakes.ofSubquery(source.written(), message)
                        .or(() -> new TypeMistakes(visible(source, statement), this::column).explain(message))
                        .orElseGet(() -> otherwise(error, message, source));
            case org.h2.api.ErrorCode.COLUMN_COUNT_DOES_NOT_MATCH ->
                CountMistakes.in(source.written(), this::shapeOf).orElseGet(() -> otherwise(error, message, source));
            case org.h2.api.ErrorCode.INVALID_VALUE_2 ->
                CountMistakes.ofLimit(source.written(), message)
                        .or(() -> unknownZone(message, source, error))
                        .orElseGet(() -> otherwise(error, message, source));
            case org.h2.api.ErrorCode.ORDER_BY_NOT_IN_RESULT ->
                OrderMistakes.explain(source.written(), quoted(message), error);
            case org.h2.api.ErrorCode.SUM_OR_AVG_ON_WRONG_DATATYPE_1 ->
                point(
                                new RemException(ErrorCode.INVALID_QUERY, "What is summed up is no number", error),
                                quoted(message).replaceAll("[^\\p{L}_].*", ""),
                                source)
                        .with("problem", quoted(message))
                        .hint("Sum up numbers: sum(CAST(x AS DOUBLE PRECISION)) where each text of x is one");
            case org.h2.api.ErrorCode.STATEMENT_WAS_CANCELED -> StatementClock.timeout(error);
            case org.h2.api.ErrorCode.DATABASE_IS_CLOSED,
                    org.h2.api.ErrorCode.CONNECTION_BROKEN_1,
                    org.h2.api.ErrorCode.DATABASE_CALLED_AT_SHUTDOWN ->
                new RemException(ErrorCode.CLOSED, "The database has been closed", error);
            case org.h2.api.ErrorCode.ADMIN_RIGHTS_REQUIRED,
                    org.h2.api.ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1,
                    org.h2.api.ErrorCode.FEATURE_NOT_SUPPORTED_1 ->
                at(new RemException(ErrorCode.UNSUPPORTED, "SQL does not do this here", error), message, source);
            case org.h2.api.ErrorCode.OUT_OF_MEMORY -> MemoryGuard.tooLarge(error);
            case org.h2.api.ErrorCode.GENERAL_ERROR_1 ->
                new RemException(ErrorCode.INTERNAL, "The statement failed in a way that was not foreseen", error)
                        .with("problem", message);
            default -> otherwise(error, message, source);
        };
    }

    private static RemException otherwise(SQLException error, String message, Source source) {
        return at(
                        new RemException(ErrorCode.INVALID_QUERY, "The statement cannot be run", error)
                                .with("problem", message),
                        message,
                        source)
                .hint(SqlHints.of(error.getErrorCode()));
    }

    private VisibleTables visible(Source source, @Nullable PreparedSql statement) {
        List<Mention> mentions = mentions(statement);
        return new VisibleTables(
                Words.of(source.written()), name -> columnsOf(name, mentions), around(source, mentions));
    }

    private Optional<ShapeColumn> column(String table, String name) {
        if (table.equalsIgnoreCase(KvTable.NAME)) {
            return column(KvTable.columns(), name);
        }
        Optional<TableShape> own = shapeOf(table);
        if (own.isEmpty() && table.equalsIgnoreCase(EdgesTable.NAME)) {
            return column(EdgesTable.columns(), name);
        }
        return own.flatMap(shape -> shape.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst());
    }

    private static Optional<ShapeColumn> column(List<Column> columns, String name) {
        return columns.stream()
                .filter(column -> column.getName().equalsIgnoreCase(name))
                .map(column -> new ShapeColumn(column.getName(), TableShape.Source.FIELD, null, column.getType(), 0))
                .findFirst();
    }

    private Optional<TableShape> shapeOf(String table) {
        return catalog.find(table).map(TableShape::of);
    }

    /** H2's sentence without the statement, its error number and our internal schema. */
    private static String problem(SQLException error) {
        String message = error instanceof JdbcException h2 ? h2.getOriginalMessage() : error.getMessage();
        String text = String.valueOf(message).replace("\"rem\".", "").replace("rem.", "");
        return text.replace(StoreTable.DELETED_AT_OF_STAR, TableShape.DELETED_AT);
    }

    private static RemException syntax(
            String message, Source source, @Nullable PreparedSql statement, SQLException cause) {
        RemException error = new RemException(ErrorCode.INVALID_QUERY, "The statement does not parse", cause);
        int position = markedPosition(message, source, statement);
        Optional<SqlToken> token = SqlToken.tokenize(source.written()).stream()
                .filter(candidate -> candidate.start() >= position)
                .findFirst();
        Place.mark(error, source.written(), position, token.map(SqlToken::text).orElse("end of the statement"));
        Optional<String> expected = ExpectedSyntax.of(message);
        expected.ifPresent(list -> error.with("expected", list));
        return error.hint(SqlHints.ofSyntax(source.written(), position, expected));
    }

    /** Where H2 put its mark into the statement, in what the user wrote. */
    private static int markedPosition(String message, Source source, @Nullable PreparedSql statement) {
        SyntaxTranslation translation = statement == null ? SyntaxTranslation.of("") : statement.translation();
        String given = statement == null ? source.given() : translation.text();
        int start = message.indexOf('"') + 1;
        for (int mark = message.indexOf(MARK, start); mark >= 0; mark = message.indexOf(MARK, mark + 1)) {
            String before = unquote(message.substring(start, mark));
            if (given.startsWith(before)) {
                int position = translation.original(before.length()) - source.offset();
                return Math.clamp(position, 0, source.written().length());
            }
        }
        return 0;
    }

    private RemException unknownTable(String message, Source source) {
        String name = lastPart(quoted(message));
        RemException error = new RemException(ErrorCode.UNKNOWN_TABLE, "No table has this name").with("table", name);
        List<String> names = catalog.tables().stream().map(CatalogTable::name).toList();
        point(error, name, source);
        Optional<String> near = Suggestions.nearest(name, names);
        return near.isPresent() ? suggest(error, near) : error.hint(SqlHints.tables(names));
    }

    private RemException unknownColumn(String message, Source source, @Nullable PreparedSql statement) {
        List<Mention> mentions = mentions(statement);
        return new UnknownColumn(source.written(), name -> columnsOf(name, mentions), around(source, mentions))
                .explain(quoted(message));
    }

    private static List<Mention> mentions(@Nullable PreparedSql statement) {
        return statement == null ? List.of() : statement.mentions();
    }

    /** The columns of a table, or of what else the statement mentions by a name. */
    private Optional<List<String>> columnsOf(String name, List<Mention> mentions) {
        return mentions.stream()
                .filter(mention -> mention.getName().equalsIgnoreCase(name))
                .map(Mention::columnNames)
                .findFirst()
                .or(() -> catalog.find(name).map(table -> TableShape.of(table).names()));
    }

    /** A predicate does not name the table that it is about. */
    private static List<VisibleTables.Item> around(Source source, List<Mention> mentions) {
        return source.offset() == 0
                ? List.of()
                : mentions.stream()
                        .map(mention -> new VisibleTables.Item(
                                mention.getName(), mention.getName(), Optional.of(mention.columnNames())))
                        .toList();
    }

    private static Optional<RemException> unknownZone(String message, Source source, Throwable cause) {
        if (!message.contains("\"time zone\"")) {
            return Optional.empty();
        }
        String zone = quoted(message).replace("'", "");
        RemException error =
                new RemException(ErrorCode.INVALID_QUERY, "No time zone has this name", cause).with("zone", zone);
        return Optional.of(
                point(error, zone, source).hint("A time zone is written 'Europe/Berlin', 'UTC' or '+02:00'"));
    }

    private static RemException unknownFunction(String message, Source source) {
        String name = lastPart(quoted(message)).toLowerCase(Locale.ROOT);
        RemException error =
                new RemException(ErrorCode.INVALID_QUERY, "No function has this name").with("function", name);
        return suggest(point(error, name, source), Suggestions.nearest(name, FUNCTIONS));
    }

    private static RemException suggest(RemException error, Optional<String> near) {
        near.ifPresent(name -> error.hint("Did you mean " + name + "?"));
        return error;
    }

    /** Points to the first thing that the message quotes, where the statement has it. */
    private static RemException at(RemException error, String message, Source source) {
        String quoted = quoted(message);
        return quoted.isEmpty() ? error : point(error, lastPart(function(quoted)), source);
    }

    /** Of a call its function. */
    private static String function(String quoted) {
        int arguments = quoted.indexOf('(');
        return arguments > 0 ? quoted.substring(0, arguments) : quoted;
    }

    /** Of what is not found in the statement no place is better than a wrong one. */
    private static RemException point(RemException error, String name, Source source) {
        return SqlToken.tokenize(source.written()).stream()
                .filter(candidate -> candidate.text().equalsIgnoreCase(name))
                .findFirst()
                .map(token -> Place.mark(error, source.written(), token.start(), token.text()))
                .orElse(error);
    }

    private static String quoted(String message) {
        Matcher matcher = FIRST_QUOTED.matcher(message);
        return matcher.find() ? unquote(matcher.group(1)) : "";
    }

    /** Undoes H2's quoting: quotes and backslashes doubled, other than plain characters in hexadecimal. */
    private static String unquote(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean doubled = (c == '"' || c == '\\') && i + 1 < text.length() && text.charAt(i + 1) == c;
            int digits = c != '\\' || doubled ? 0 : text.startsWith("+", i + 1) ? 6 : 4;
            int from = digits == 6 ? i + 2 : i + 1;
            if (digits > 0 && from + digits <= text.length()) {
                plain.appendCodePoint(Integer.parseInt(text.substring(from, from + digits), 16));
                i = from + digits - 1;
            } else {
                plain.append(c);
                i += doubled ? 1 : 0;
            }
        }
        return plain.toString();
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
