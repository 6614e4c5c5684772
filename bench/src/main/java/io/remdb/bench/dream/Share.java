package io.remdb.bench.dream;

import java.util.Locale;

/**
 * So many right ones of those found, and of those that there are.
 *
 * @param right found, and there
 * @param found all that were found
 * @param there all that there are
 */
record Share(int right, int found, int there) {
    static final Share NONE = new Share(0, 0, 0);

    Share plus(Share other) {
        return new Share(right + other.right, found + other.found, there + other.there);
    }

    double precision() {
        return found == 0 ? 1 : (double) right / found;
    }

    double recall() {
        return there == 0 ? 1 : (double) right / there;
    }

    double f1() {
        return found + there == 0 ? 1 : 2.0 * right / (found + there);
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "P %.3f  R %.3f  F1 %.3f  (%d right, %d found, %d there)",
                precision(),
                recall(),
                f1(),
                right,
                found,
                there);
    }
}
