package io.remdb.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an age: a whole number with {@code s}, {@code m}, {@code h}, {@code d} or {@code w}, or 0. */
final class Age implements ITypeConverter<Duration> {
    private static final Pattern AGE = Pattern.compile("(\\d+)([smhdw])");
    private static final int MOST_DIGITS = 6;

    @Override
    public Duration convert(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher age = AGE.matcher(text);
        if (!age.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not an age: a whole number with s, m, h, d or w, such as 30d");
        }
        if (age.group(1).length() > MOST_DIGITS) {
            throw new TypeConversionException(
                    "'" + text + "' is too large: the largest is " + "9".repeat(MOST_DIGITS) + age.group(2));
        }
        long number = Long.parseLong(age.group(1));
        return switch (age.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }
}
