package io.remdb.ask.local;

/**
 * One piece of a question.
 *
 * @param text as it stands there; of a quotation without the quotes
 * @param lemma the base form in small letters: {@code countries} is {@code country}
 * @param start of {@code text} in the question, from 0
 * @param end after its last character
 * @param kind what it is
 */
record Token(String text, String lemma, int start, int end, Kind kind) {
    /** What a piece of a question is. */
    enum Kind {
        WORD,
        NUMBER,
        /** A sign of money or per cent beside a number. */
        UNIT,
        /** What stands in quotes, as one piece. */
        QUOTED,
        PUNCTUATION
    }

    /** The word in small letters, as it stands there. */
    String lower() {
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** Whether the word begins with a capital letter. */
    boolean capitalised() {
        return kind == Kind.WORD && Character.isUpperCase(text.codePointAt(0));
    }
}
