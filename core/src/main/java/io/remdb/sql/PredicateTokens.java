package io.remdb.sql;

import io.remdb.sql.Comparisons.Operator;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.h2.util.ParserUtil;
import org.jspecify.annotations.Nullable;

/** The tokens of a predicate, read one after the other, with the values of its parameters. Null means: left to H2. */
final class PredicateTokens {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,100}(?:[.][0-9]{1,100})?");
    private static final Pattern LOCAL_MOMENT = Pattern.compile("[0-9-]{10}[ T][0-9:.]{8,15}");
    private static final Pattern DURATION = Pattern.compile("[0-9]{1,6}");
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
    private static final Set<String> FREE_WORDS = Set.of(SqlSessions.FREE_WORDS);

    private final String text;
    private final List<SqlToken> tokens;
    private final List<?> parameters;
    private int at;
    private int nextParameter;
    private boolean negative;
    private boolean readParameter;
    private int gaveUpAt = -1;

    PredicateTokens(String text, List<?> parameters) {
        this.text = text;
        this.tokens = SqlToken.tokenize(text);
        this.parameters = parameters;
    }

    boolean atEnd() {
        return at == tokens.size();
    }

    boolean allParametersRead() {
        return nextParameter == parameters.size();
    }

    int position() {
        return at;
    }

    /** Remembers the first condition that is left to H2. */
    void gaveUpAt(int position) {
        gaveUpAt = gaveUpAt < 0 ? position : gaveUpAt;
    }

    /** What begins with the condition that is left to H2. */
    String rest() {
        int position = gaveUpAt < 0 ? at : gaveUpAt;
        return position < tokens.size() ? text.substring(tokens.get(position).start()) : "";
    }

    private @Nullable SqlToken peek(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead) : null;
    }

    /** Whether the next token is this keyword or symbol. */
    boolean sees(String word) {
        return seesAhead(0, word);
    }

    private boolean seesAhead(int ahead, String word) {
        SqlToken token = peek(ahead);
        return token != null && token.is(word);
    }

    /** Steps over this keyword or symbol when it comes next. */
    boolean take(String word) {
        if (sees(word)) {
            at++;
            return true;
        }
        return false;
    }

    /** A name that H2 takes for one, too. */
    @Nullable
    String name() {
        SqlToken token = peek(0);
        if (token == null) {
            return null;
        }
        boolean plain = token.kind() == SqlToken.Kind.WORD
                && PLAIN_NAME.matcher(token.text()).matches()
                && (FREE_WORDS.contains(token.text().toUpperCase(Locale.ROOT))
                        || !ParserUtil.isKeyword(token.text(), true));
        boolean quoted = token.kind() == SqlToken.Kind.QUOTED_NAME && text.charAt(token.start()) == '"';
        if (!plain && !quoted) {
            return null;
        }
        at++;
        return token.text();
    }

    /** How the next operator compares; {@link #negativeOperator} tells whether it is {@code <>}. Null when none comes. */
    @Nullable
    Operator operator() {
        negative = false;
        SqlToken first = peek(0);
        if (first == null || first.kind() != SqlToken.Kind.SYMBOL) {
            return null;
        }
        SqlToken second = peek(1);
        boolean adjoins = second != null && second.start() == first.start() + 1;
        String symbol = first.text() + (adjoins && second != null && "=>".contains(second.text()) ? second.text() : "");
        Operator operator = switch (symbol) {
            case "=" -> Operator.EQUAL;
            case "<" -> Operator.LESS;
            case "<=" -> Operator.LESS_OR_EQUAL;
            case ">" -> Operator.GREATER;
            case ">=" -> Operator.GREATER_OR_EQUAL;
            case "<>", "!=" -> Operator.EQUAL;
            default -> null;
        };
        if (operator != null) {
            negative = symbol.equals("<>") || symbol.equals("!=");
            at += symbol.length();
        }
        return operator;
    }

    boolean negativeOperator() {
        return negative;
    }

    /** Whether the last operand was a parameter. */
    boolean afterParameter() {
        return readParameter;
    }

    /** Whether a constant comes next, rather than a column. */
    boolean startsConstant() {
        SqlToken token = peek(0);
        if (token == null) {
            return false;
        }
        return switch (token.kind()) {
            case STRING, NUMBER, SYMBOL -> true;
            case WORD ->
                token.is("TRUE")
                        || token.is("FALSE")
                        || token.is("NULL")
                        || token.is("CURRENT_TIMESTAMP")
                        || isTypedLiteral(token)
                        || isNow();
            case QUOTED_NAME, COMMENT, UNFINISHED -> false;
        };
    }

    private boolean isTypedLiteral(SqlToken token) {
        SqlToken next = peek(1);
        return (token.is("DATE") || token.is("TIMESTAMP")) && next != null && next.kind() == SqlToken.Kind.STRING;
    }

    private boolean isNow() {
        return seesAhead(0, "NOW") && seesAhead(1, "(") && seesAhead(2, ")");
    }

    /** The constant that comes next; null when it is none, or one of those that are left to H2. */
    @Nullable
    Operand operand() {
        SqlToken token = peek(0);
        readParameter = token != null && token.is("?");
        if (token == null || !startsConstant()) {
            return null;
        }
        return switch (token.kind()) {
            case STRING -> string();
            case NUMBER -> number(false);
            case SYMBOL -> take("?") ? parameter() : take("-") ? number(true) : null;
            case WORD -> word(token);
            case QUOTED_NAME, COMMENT, UNFINISHED -> null;
        };
    }

    private @Nullable Operand word(SqlToken token) {
        if (isTypedLiteral(token)) {
            at++;
            return literal(token.is("DATE") ? ScalarType.DATE : ScalarType.TIMESTAMP);
        }
        if (isNow()) {
            at += 3;
            return moment();
        }
        at++;
        if (token.is("CURRENT_TIMESTAMP")) {
            return sees("(") ? null : moment();
        }
        return token.is("NULL") ? new Operand.None() : new Operand.Bool(token.is("TRUE"));
    }

    /** {@code DATE '2026-01-31'}, or a TIMESTAMP without an offset; with one it is a literal of another type. */
    private @Nullable Operand literal(ScalarType type) {
        return string() instanceof Operand.Text(String value)
                        && (type == ScalarType.DATE
                                || LOCAL_MOMENT.matcher(value).matches())
                ? Comparisons.parsed(type, value).map(Operand.Typed::new).orElse(null)
                : null;
    }

    /** Text in plain single quotes. */
    private @Nullable Operand string() {
        SqlToken token = peek(0);
        if (token == null || token.kind() != SqlToken.Kind.STRING || text.charAt(token.start()) != '\'') {
            return null;
        }
        at++;
        return new Operand.Text(token.text());
    }

    private @Nullable Operand number(boolean minus) {
        SqlToken token = peek(0);
        if (token == null
                || token.kind() != SqlToken.Kind.NUMBER
                || !NUMBER.matcher(token.text()).matches()) {
            return null;
        }
        at++;
        BigDecimal value = new BigDecimal(token.text());
        return new Operand.Numeric(minus ? value.negate() : value, false);
    }

    private @Nullable Operand parameter() {
        int index = nextParameter++;
        return index < parameters.size()
                ? Operand.ofParameter(parameters.get(index)).orElse(null)
                : null;
    }

    /** The moment of now, and what is added to it: {@code - INTERVAL '24' HOUR}. */
    private @Nullable Operand moment() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        boolean minus = sees("-");
        if (minus || sees("+")) {
            at++;
            Optional<Duration> duration = duration();
            if (duration.isEmpty()) {
                return null;
            }
            now = minus ? now.minus(duration.get()) : now.plus(duration.get());
        }
        return new Operand.Typed(new FieldValue.Timestamp(ChronoUnit.MICROS.between(Instant.EPOCH, now)));
    }

    private Optional<Duration> duration() {
        if (!take("INTERVAL")
                || !(string() instanceof Operand.Text(String length))
                || !DURATION.matcher(length).matches()) {
            return Optional.empty();
        }
        SqlToken unit = peek(0);
        at++;
        if (unit == null || sees("TO") || sees("(")) {
            return Optional.empty();
        }
        long count = Long.parseLong(length);
        return switch (unit.text().toUpperCase(Locale.ROOT)) {
            case "SECOND" -> Optional.of(Duration.ofSeconds(count));
            case "MINUTE" -> Optional.of(Duration.ofMinutes(count));
            case "HOUR" -> Optional.of(Duration.ofHours(count));
            case "DAY" -> Optional.of(Duration.ofDays(count));
            default -> Optional.empty();
        };
    }
}
