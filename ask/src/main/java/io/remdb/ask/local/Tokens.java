package io.remdb.ask.local;

import io.remdb.ask.local.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a text apart. */
final class Tokens {
    private static final Pattern PIECE = Pattern.compile("""
            "(?<q1>[^"]+)" | \u201c(?<q2>[^\u201d]+)\u201d | \u2018(?<q3>[^\u2019]+)\u2019 | `(?<q4>[^`]+)`
            | (?<![\\p{L}\\p{N}])'(?<q5>[^']+(?:'(?=\\p{L})[^']*)*)'(?![\\p{L}\\p{N}])
            | (?<code>[\\p{L}][\\p{L}\\p{N}+.-]*://[^\\s"'<>]*[^\\s"'<>.,;:!?)]
                | [\\p{L}\\p{N}._%+'-]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+
                | \\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}
                | \\d{4}-\\d{2}(?:-\\d{2}(?:T[\\d:.]+(?:Z|[+-]\\d{2}:?\\d{2})?)?)?(?![\\p{L}\\p{N}])
                | \\d{1,2}:\\d{2}
                | (?:\\p{L}+\\d|\\d+\\p{L})[\\p{L}\\p{N}]*(?:[-_./:][\\p{L}\\p{N}]+)+
                | \\p{L}[\\p{L}\\p{N}]*(?:[-_./:][\\p{L}\\p{N}]*\\d[\\p{L}\\p{N}]*)+
                | \\p{L}[\\p{L}\\p{N}]*(?:[_/][\\p{L}\\p{N}]+)+)
            | (?<number>\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)(?:[kK](?![\\p{L}\\p{N}]))?
            | (?<unit>[$\u00a3\u20ac%\u00b0])
            | (?<word>\\p{L}[\\p{L}\\p{N}]*(?:['\u2019]\\p{L}+|\\+\\+|\\#)?)
            | (?<other>[^\\s])
            """, Pattern.COMMENTS);

    private Tokens() {}

    /** The pieces of a text in order. */
    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = PIECE.matcher(text);
        while (matcher.find()) {
            tokens.add(token(matcher.toMatchResult()));
        }
        return tokens;
    }

    /** The base forms of a text's words and numbers with a space between, as a key for comparing. */
    static String normal(String text) {
        StringBuilder normal = new StringBuilder();
        for (Token token : of(text.replace('_', ' ').replace('-', ' '))) {
            if (!token.is(Kind.PUNCTUATION)) {
                normal.append(normal.isEmpty() ? "" : " ").append(token.lemma());
            }
        }
        return normal.toString();
    }

    private static Token token(MatchResult match) {
        for (String quotation : List.of("q1", "q2", "q3", "q4", "q5")) {
            if (match.group(quotation) != null) {
                return token(match, quotation, Kind.QUOTED);
            }
        }
        if (match.group("code") != null) {
            return token(match, "code", Kind.WORD);
        }
        if (match.group("number") != null) {
            String digits = match.group("number").replace(",", "");
            boolean thousands = match.group().endsWith("k") || match.group().endsWith("K");
            String value = thousands
                    ? new java.math.BigDecimal(digits).movePointRight(3).toPlainString()
                    : digits;
            return new Token(match.group(), value, match.start(), match.end(), Kind.NUMBER);
        }
        if (match.group("unit") != null) {
            return token(match, "unit", Kind.UNIT);
        }
        return match.group("word") != null ? token(match, "word", Kind.WORD) : token(match, "other", Kind.PUNCTUATION);
    }

    private static Token token(MatchResult match, String group, Kind kind) {
        String text = match.group(group);
        return new Token(
                text,
                kind == Kind.WORD ? Lemmas.of(text) : text.toLowerCase(java.util.Locale.ROOT),
                match.start(group),
                match.end(group),
                kind);
    }
}
