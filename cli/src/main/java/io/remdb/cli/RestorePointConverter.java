package io.remdb.cli;

import io.remdb.RemException;
import io.remdb.RestorePoint;
import java.time.ZoneId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code latest}, the number of an entry of the log, or a time: one without a zone is where the command runs, a day is its end. */
final class RestorePointConverter implements ITypeConverter<RestorePoint> {
    private static final int LONGEST_NUMBER = 18;

    @Override
    public RestorePoint convert(String text) {
        if (text.equals("latest")) {
            return RestorePoint.LATEST;
        }
        if (text.length() <= LONGEST_NUMBER && !text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
            try {
                return new RestorePoint.Sequence(Long.parseLong(text));
            } catch (RemException e) {
                throw new TypeConversionException(e.text());
            }
        }
        try {
            return new RestorePoint.Time(
                    new DateOrTime.Converter().convert(text).end(ZoneId.systemDefault()));
        } catch (TypeConversionException _) {
            throw new TypeConversionException(
                    "'" + text + "' is neither 'latest' nor an entry of the log such as 812 nor a"
                            + " time such as 2026-03-01T12:30:00Z");
        }
    }
}
