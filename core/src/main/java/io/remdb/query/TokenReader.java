package io.remdb.query;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.sql.Place;
import io.remdb.sql.SqlToken;
import io.remdb.text.Suggestions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of one statement from the left, and says where one is wrong. */
final class TokenReader {
    private static final int LONGEST_SHOWN = 40;

    private final String text;
    private final List<SqlToken> all;
    private final List<SqlToken> tokens;
    private final int end;
    private final String form;
    private int next;
    private int parameters;

    /** @param form how the statement is written: the hint where there is no better one */
    TokenReader(String text, String form) {
        this.text = text;
        this.form = form;
        this.all = SqlToken.tokenize(text);
        List<SqlToken> read = all.stream()
                .filter(token -> token.kind() != SqlToken.Kind.COMMENT)
                .toList();
        if (!read.isEmpty() && read.getLast().kind() == SqlToken.Kind.UNFINISHED) {
            throw Place.unfinished(text, read.getLast());
        }
        int count = read.size();
        while (count > 0 && read.get(count - 1).is(";")) {
            count--;
        }
        this.tokens = read.subList(0, count);
        this.end = count < read.size() ? read.get(count).start() : text.length();
    }

    /** How the statement is written. */
    String form() {
        return form;
    }

    boolean atEnd() {
        return next == tokens.size();
    }

    /** The token to be read; null at the end. */
    @Nullable
    SqlToken peek() {
        return peek(0);
    }

    @Nullable
    SqlToken peek(int ahead) {
        return next + ahead < tokens.size() ? tokens.get(next + ahead) : null;
    }

    boolean at(String keyword) {
        return at(0, keyword);
    }

    boolean at(int ahead, String keyword) {
        SqlToken token = peek(ahead);
        return token != null && token.is(keyword);
    }

    boolean take(String keyword) {
        boolean there = at(keyword);
        next += there ? 1 : 0;
        return there;
    }

    /** Takes the keyword of a clause that may stand once. */
    boolean once(String keyword, @Nullable Object given) {
        SqlToken token = peek();
        boolean there = take(keyword);
        if (there && given != null && token != null) {
            throw error(keyword + " is given twice", token).hint("Leave one of them out");
        }
        return there;
    }

    SqlToken take() {
        return tokens.get(next++);
    }

    /** Where the next token starts, or the statement ends. */
    int position() {
        SqlToken token = peek();
        return token == null ? end : token.start();
    }

    /** The text between two places, with blanks for comments. */
    String text(int from, int to) {
        StringBuilder cut = new StringBuilder(text.substring(from, to));
        for (SqlToken token : all) {
            if (token.kind() == SqlToken.Kind.COMMENT && token.start() >= from && token.start() < to) {
                for (int i = 0; i < token.text().length() && token.start() + i < to; i++) {
                    cut.setCharAt(token.start() - from + i, token.text().charAt(i) == '\n' ? '\n' : ' ');
                }
            }
        }
        return cut.toString();
    }

    /** Counts a {@code ?}, which has been read; its number. */
    int parameter() {
        SqlToken after = peek();
        SqlToken mark = tokens.get(next - 1);
        if (after != null && after.kind() == SqlToken.Kind.NUMBER && after.start() == mark.start() + 1) {
            throw error("Parameters have no numbers", after).hint("Write ? for each value, in the order of the values");
        }
        return parameters++;
    }

    int parameters() {
        return parameters;
    }

    /** A string or {@code ?}. */
    Argument<String> string(String what) {
        SqlToken token = peek();
        if (token == null) {
            throw missing(what);
        }
        if (token.is("?")) {
            take();
            return new Argument.Parameter<>(parameter());
        }
        if (token.kind() != SqlToken.Kind.STRING) {
            RemException error = error(what + " in single quotes is expected", token);
            boolean forgotten = token.kind() == SqlToken.Kind.QUOTED_NAME
                    || token.kind() == SqlToken.Kind.NUMBER
                    || (token.kind() == SqlToken.Kind.WORD && !Dialect.isReserved(token.text()));
            throw forgotten
                    ? error.hint("Text is written in single quotes: '"
                            + shortened(token.text().replace("'", "''")) + "'")
                    : error.hint("Write " + form);
        }
        if (text.charAt(token.start()) != '\'' && text.charAt(token.start()) != '$') {
            throw error("Strings in U&'...' are not read here", token)
                    .hint("Write the characters themselves in single quotes");
        }
        if (token.text().isBlank()) {
            throw badValue(what + " is empty", token).hint("Write " + form);
        }
        take();
        return new Argument.Given<>(token.text());
    }

    /** A whole number in a range, or {@code ?}. */
    Argument<Integer> number(Bounds bounds) {
        SqlToken token = peek();
        if (token == null) {
            throw missing("A number for " + bounds.clause());
        }
        if (token.is("?")) {
            take();
            return new Argument.Parameter<>(parameter());
        }
        if (token.kind() != SqlToken.Kind.NUMBER || !token.text().matches("[0-9]+")) {
            String given = shortened(withSign(token));
            throw Place.mark(bounds.broken(ErrorCode.INVALID_ARGUMENT, given), text, token.start(), given);
        }
        long number = token.text().length() > 9 ? Long.MAX_VALUE : Long.parseLong(token.text());
        if (!bounds.contain(number)) {
            throw mark(bounds.broken(ErrorCode.INVALID_ARGUMENT, shortened(token.text())), token);
        }
        take();
        return new Argument.Given<>((int) number);
    }

    /** A sign and the number behind it are two tokens, but one mistake. */
    private String withSign(SqlToken token) {
        SqlToken behind = token.is("-") || token.is("+") ? peek(1) : null;
        return behind != null && behind.kind() == SqlToken.Kind.NUMBER ? token.text() + behind.text() : token.text();
    }

    /** The name of a table or field. */
    String name(String what) {
        SqlToken token = peek();
        if (token == null) {
            throw missing(what);
        }
        boolean reserved = token.kind() == SqlToken.Kind.WORD && Dialect.isReserved(token.text());
        if (!token.isName() || reserved) {
            RemException error = error(what + " is expected", token);
            if (token.kind() == SqlToken.Kind.STRING) {
                throw error.hint("A name has no single quotes: " + shortened(token.text()));
            }
            throw error.hint(
                    reserved ? "Write " + form + "; a name like this is written in double quotes" : "Write " + form);
        }
        if (text.startsWith("&", token.start() + 1)) {
            throw error("Names in U&\"...\" are not read", token).hint("Write the name itself in double quotes");
        }
        if (token.text().isBlank()) {
            throw error(what + " is empty", token).hint("Write " + form);
        }
        take();
        return token.text();
    }

    /** One of a few words; its lower case. */
    String word(String clause, List<String> words) {
        SqlToken token = peek();
        String choice = String.join(", ", words);
        if (token == null) {
            throw missing("A word after " + clause).hint("Write one of " + choice);
        }
        String word = token.text().toLowerCase(Locale.ROOT);
        if (token.kind() != SqlToken.Kind.WORD || !words.contains(word)) {
            RemException error = badValue(clause + " has no such value", token);
            if (words.contains(word)) {
                throw error.hint("Write it without quotes: " + clause + " " + word);
            }
            Optional<String> near = Suggestions.nearest(word, words);
            throw error.hint(near.map(meant -> "Did you mean " + meant + "? It is one of " + choice)
                    .orElse("Write one of " + choice));
        }
        take();
        return word;
    }

    /** The error for something that is missing at the end. */
    RemException missing(String what) {
        RemException error = new RemException(ErrorCode.INVALID_QUERY, what + " is missing");
        return Place.mark(error, text, position(), atEnd() ? "end of the statement" : shortened(take().text()))
                .hint("Write " + form);
    }

    /** The error for one value more than there may be. */
    RemException tooMany(int most) {
        RemException error = new RemException(ErrorCode.INVALID_QUERY, "There are more values than a statement takes");
        return Place.mark(error.with("most", most), text, position(), atEnd() ? "" : shortened(take().text()))
                .hint("Give 1 to " + most + " of them, and the others in another statement");
    }

    RemException error(String sentence, SqlToken token) {
        return mark(new RemException(ErrorCode.INVALID_QUERY, sentence), token);
    }

    /** The error for a value that may not stand where it stands: the same as where it is the argument of a call. */
    private RemException badValue(String sentence, SqlToken token) {
        return mark(new RemException(ErrorCode.INVALID_ARGUMENT, sentence), token);
    }

    private RemException mark(RemException error, SqlToken token) {
        return Place.mark(error, text, token.start(), shortened(token.text()));
    }

    static String shortened(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
