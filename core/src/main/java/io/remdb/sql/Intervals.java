package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.sql.SyntaxTranslation.Edit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts PostgreSQL's {@code interval '24 hours'} into the standard's words: {@code INTERVAL '86400' SECOND}. Years and months have no
 * fixed length, so they stay months and do not mix with days and hours.
 */
final class Intervals {
    private static final Pattern PART = Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*([a-z]+)\\s*,?");
    private static final int LONGEST_SINGULAR_ABBREVIATION = 2;
    private static final Map<String, BigDecimal> SECONDS = Map.ofEntries(
            Map.entry("millisecond", new BigDecimal("0.001")),
            Map.entry("ms", new BigDecimal("0.001")),
            Map.entry("second", BigDecimal.ONE),
            Map.entry("sec", BigDecimal.ONE),
            Map.entry("s", BigDecimal.ONE),
            Map.entry("minute", BigDecimal.valueOf(60)),
            Map.entry("min", BigDecimal.valueOf(60)),
            Map.entry("m", BigDecimal.valueOf(60)),
            Map.entry("hour", BigDecimal.valueOf(3_600)),
            Map.entry("hr", BigDecimal.valueOf(3_600)),
            Map.entry("h", BigDecimal.valueOf(3_600)),
            Map.entry("day", BigDecimal.valueOf(86_400)),
            Map.entry("d", BigDecimal.valueOf(86_400)),
            Map.entry("week", BigDecimal.valueOf(604_800)),
            Map.entry("w", BigDecimal.valueOf(604_800)));
    private static final Map<String, Integer> MONTHS = Map.of("month", 1, "mon", 1, "year", 12, "y", 12);
    private static final List<String> UNITS = List.of("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND");

    private Intervals() {}

    static void translate(Words words, List<Edit> edits) {
        for (int i = 0; i < words.size(); i++) {
            if (words.is(i, "INTERVAL") && words.isKind(i + 1, SqlToken.Kind.STRING)) {
                int unit = i + 2;
                if (UNITS.stream().noneMatch(name -> words.is(unit, name))) {
                    edits.add(new Edit(words.start(i), words.end(i + 1), standard(words, i + 1)));
                }
            }
        }
    }

    private static String standard(Words words, int literal) {
        String text = words.at(literal).text().toLowerCase(Locale.ROOT);
        BigDecimal seconds = BigDecimal.ZERO;
        BigDecimal months = BigDecimal.ZERO;
        Matcher parts = PART.matcher(text);
        int at = 0;
        while (parts.find() && parts.start() == at) {
            BigDecimal number = new BigDecimal(parts.group(1));
            String unit = parts.group(2);
            String single = singular(unit);
            if (SECONDS.containsKey(single)) {
                seconds = seconds.add(number.multiply(SECONDS.get(single)));
            } else if (MONTHS.containsKey(single)) {
                months = months.add(number.multiply(BigDecimal.valueOf(MONTHS.get(single))));
            } else {
                throw invalid(words, literal);
            }
            at = parts.end();
        }
        boolean both = seconds.signum() != 0 && months.signum() != 0;
        if (at == 0 || at < text.stripTrailing().length() || both || hasFraction(months)) {
            throw invalid(words, literal);
        }
        return months.signum() != 0
                ? "INTERVAL '" + months.toBigInteger() + "' MONTH"
                : "INTERVAL '" + seconds.stripTrailingZeros().toPlainString() + "' SECOND";
    }

    /** What is a unit as it stands is no plural: {@code ms} are not minutes. */
    private static String singular(String unit) {
        boolean plural = unit.length() > LONGEST_SINGULAR_ABBREVIATION && unit.endsWith("s");
        return plural && !SECONDS.containsKey(unit) ? unit.substring(0, unit.length() - 1) : unit;
    }

    private static boolean hasFraction(BigDecimal number) {
        return number.stripTrailingZeros().scale() > 0;
    }

    private static RemException invalid(Words words, int literal) {
        SqlToken token = words.at(literal);
        return Place.mark(
                        new RemException(ErrorCode.INVALID_QUERY, "An interval cannot be read"),
                        words.sql(),
                        token.start(),
                        token.text())
                .hint("Write interval '24' hour or interval '24 hours'; add months and days one after the other");
    }
}
