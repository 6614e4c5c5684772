package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EditDistanceTest {
    @Test
    void eachKindOfErrorCountsOnce() {
        assertThat(EditDistance.of("tokio", "tokio", 2)).isZero();
        assertThat(EditDistance.of("tokio", "tokyo", 2)).isOne();
        assertThat(EditDistance.of("tokio", "tokioo", 2)).isOne();
        assertThat(EditDistance.of("tokio", "okio", 2)).isOne();
        assertThat(EditDistance.of("tokio", "otkio", 2)).isOne();
        assertThat(EditDistance.of("\uD83D\uDE80", "\uD83C\uDF89", 2)).isOne();
    }

    @Test
    void noPartIsChangedTwice() {
        assertThat(EditDistance.of("ca", "abc", 3)).isEqualTo(3);
    }

    @Test
    void isWhatTheWholeTableGivesOrOneMoreThanTheMost() {
        long seed = System.nanoTime();
        System.out.println("EditDistanceTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String left = word(random);
            String right = word(random);
            int most = random.nextInt(5);
            assertThat(EditDistance.of(left, right, most))
                    .as("%s %s within %d, seed %d", left, right, most, seed)
                    .isEqualTo(Math.min(wholeTable(left, right), most + 1));
        }
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(9);
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }

    private static int wholeTable(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], 1 + cost[i - 2][j - 2]);
                }
            }
        }
        return cost[left.length()][right.length()];
    }
}
