package io.remdb.schema;

import java.util.regex.Pattern;

/**
 * E-mail addresses by their form (Mailbox of RFC 5321, 4.1.2, in ASCII, as JSON Schema's {@code email} has it). Whether a domain exists is
 * not asked: lists of top-level domains go out of date, and addresses within an organisation have none of them.
 */
final class EmailAddress {
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern LOCAL = Pattern.compile(
            ATOM + "(?:\\." + ATOM + ")*+|\"(?:[\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\x20-\\x7e])*+\"");
    private static final Pattern DOMAIN =
            Pattern.compile(LABEL + "(?:\\." + LABEL + ")*+|\\[(?:\\d{1,3}(?:\\.\\d{1,3}){3}|IPv6:[0-9A-Fa-f:.]+)]");

    private EmailAddress() {}

    static boolean isOne(String text) {
        int at = text.lastIndexOf('@');
        return at > 0
                && at <= LONGEST_LOCAL
                && text.length() <= LONGEST
                && LOCAL.matcher(text).region(0, at).matches()
                && DOMAIN.matcher(text).region(at + 1, text.length()).matches();
    }
}
