package io.remdb.ask.local;

/** Whether a word is another one with a typing error: one in a short word, two in a long one. */
final class Misspelling {
    private static final int SHORTEST = 5;
    private static final int LONG = 9;

    private Misspelling() {}

    static boolean is(String word, String right) {
        if (word.length() < SHORTEST || right.length() < SHORTEST || word.charAt(0) != right.charAt(0)) {
            return false;
        }
        int allowed = Math.min(word.length(), right.length()) >= LONG ? 2 : 1;
        return Math.abs(word.length() - right.length()) <= allowed && distance(word, right) <= allowed;
    }

    /** The optimal string alignment distance: a swap of neighbours is one error. */
    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int differs = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(steps[i - 1][j - 1] + differs, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                steps[i][j] = swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
            }
        }
        return steps[a.length()][b.length()];
    }
}
