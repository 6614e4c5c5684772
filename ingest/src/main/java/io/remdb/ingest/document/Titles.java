package io.remdb.ingest.document;

/** What names something is short, whatever a file says: it is written with every chunk. */
public final class Titles {
    /** Of a document or a heading. */
    static final int LONGEST = 500;

    private Titles() {}

    /** A title, shortened where it has more characters (code points). */
    public static String shortened(String title, int most) {
        // Half as many code points as characters at the most, so that a title of megabytes is not counted to its end.
        return title.length() <= most || title.codePointCount(0, Math.min(title.length(), 2 * most + 2)) <= most
                ? title
                : title.substring(0, title.offsetByCodePoints(0, most)) + "…";
    }
}
