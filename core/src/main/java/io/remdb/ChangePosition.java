package io.remdb;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the log between two changes: everything before it has been seen. As text {@code 50}, behind all of entry 50, or
 * {@code 50:3}, behind the third change of entry 50.
 *
 * @param sequence all of the entries up to this one
 * @param number and so many changes of the next one; 0 for none
 */
public record ChangePosition(long sequence, int number) implements Comparable<ChangePosition> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(?::(\\d{1,9}))?");

    private static final Comparator<ChangePosition> ORDER =
            Comparator.comparingLong(ChangePosition::sequence).thenComparingInt(ChangePosition::number);

    /** @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for a number below 0 */
    public ChangePosition {
        if (sequence < 0 || number < 0) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A position in the log is 0 or more")
                    .with("sequence", sequence)
                    .with("number", number);
        }
    }

    /** Behind all of an entry; 0: before the first. */
    public static ChangePosition after(long sequence) {
        return new ChangePosition(sequence, 0);
    }

    /**
     * What {@link #toString} has made.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT}
     */
    public static ChangePosition parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw notOne(text);
        }
        long sequence = Long.parseLong(form.group(1));
        if (form.group(2) == null) {
            return after(sequence);
        }
        int number = Integer.parseInt(form.group(2));
        if (sequence == 0 || number == 0) {
            throw notOne(text);
        }
        return new ChangePosition(sequence - 1, number);
    }

    private static RemException notOne(String text) {
        return new RemException(ErrorCode.INVALID_ARGUMENT, "This is no position in the log")
                .with("value", text)
                .hint(
                        "It is the sequence of a change, such as 50, or with its number in a commit of several, such as 50:3");
    }

    @Override
    public int compareTo(ChangePosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return number == 0 ? Long.toString(sequence) : (sequence + 1) + ":" + number;
    }
}
