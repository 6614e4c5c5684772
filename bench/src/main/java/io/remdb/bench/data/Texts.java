package io.remdb.bench.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sentences from word lists. A word is a function word, a general word, one of its {@link Category}, or a rare name; inside
 * each list the frequency of a word is inverse to its rank, as Zipf found it in languages.
 */
final class Texts {
    static final int RARE_WORDS = 20_000;

    private static final List<String> FUNCTION_WORDS = List.of(("the of and to a in is that for it as was with be by on"
                    + " not this are at from but have an they which or one had were there been their has would what will"
                    + " if can all when so no said who more about up them some could him into its then two out time only"
                    + " my do like now over such our man me even most made after also did many before must through")
            .split(" "));
    private static final List<String> GENERAL_WORDS = List.of(("work year people way place part group problem fact"
                    + " change result idea reason case form method order point view system example question effect need"
                    + " study report line kind start end small large early late high low common simple open strong clear"
                    + " new old different important possible general local public real similar recent rare single main"
                    + " show find use give take become keep begin help turn follow lead learn grow build describe explain"
                    + " measure compare reduce increase require produce contain improve prevent support suggest reach"
                    + " often usually rarely almost always together already nearly perhaps instead later quickly slowly"
                    + " value level rate size range amount number share degree process structure pattern source model"
                    + " region period detail feature surface material quality condition standard practice service"
                    + " decision control experience influence relation tradition community generation"
                    + " discovery experiment collection observation calculation")
            .split(" "));
    private static final List<String> SYLLABLES = List.of(("ka ro mi tel var en dor lu sha bri on pel ta nor wick as"
                    + " gre lin mo sto ul fen har jo ben ci dra el fa gim hol ist ker lam nu")
            .split(" "));

    private static final double[] FUNCTION_RANKS = zipf(FUNCTION_WORDS.size());
    private static final double[] GENERAL_RANKS = zipf(GENERAL_WORDS.size());
    private static final double[] CATEGORY_RANKS =
            zipf(Category.PROGRAMMING.words().size());
    private static final double[] RARE_RANKS = zipf(RARE_WORDS);

    private Texts() {}

    /** Words joined to sentences of 6 to 17 words. */
    static String sentences(Noise noise, Category category, int words) {
        StringBuilder text = new StringBuilder(words * 7);
        int left = 0;
        for (int i = 0; i < words; i++) {
            String word = word(noise, category);
            if (left == 0) {
                left = 6 + noise.nextInt(12);
                text.append(i == 0 ? "" : ". ").append(capitalised(word));
            } else {
                text.append(' ').append(word);
            }
            left--;
        }
        return text.append('.').toString();
    }

    /** A few words that say something, without function words. */
    static String contentWords(Noise noise, Category category, int words) {
        List<String> chosen = new ArrayList<>(words);
        while (chosen.size() < words) {
            String word = word(noise, category);
            if (!FUNCTION_WORDS.contains(word) && !chosen.contains(word)) {
                chosen.add(word);
            }
        }
        return String.join(" ", chosen);
    }

    static String capitalised(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static String word(Noise noise, Category category) {
        double kind = noise.nextDouble();
        if (kind < 0.45) {
            return FUNCTION_WORDS.get(draw(noise, FUNCTION_RANKS));
        }
        if (kind < 0.70) {
            return GENERAL_WORDS.get(draw(noise, GENERAL_RANKS));
        }
        if (kind < 0.95) {
            List<String> words = category.words();
            return words.get(Math.min(words.size() - 1, draw(noise, CATEGORY_RANKS)));
        }
        return rareWord(draw(noise, RARE_RANKS));
    }

    private static String rareWord(int rank) {
        Noise noise = new Noise(rank);
        StringBuilder word = new StringBuilder();
        int syllables = 3 + noise.nextInt(2);
        for (int i = 0; i < syllables; i++) {
            word.append(SYLLABLES.get(noise.nextInt(SYLLABLES.size())));
        }
        return word.toString();
    }

    private static int draw(Noise noise, double[] cumulative) {
        int found = Arrays.binarySearch(cumulative, noise.nextDouble());
        return Math.min(cumulative.length - 1, found >= 0 ? found + 1 : -found - 1);
    }

    private static double[] zipf(int count) {
        double[] cumulative = new double[count];
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += 1.0 / (i + 1);
            cumulative[i] = total;
        }
        for (int i = 0; i < count; i++) {
            cumulative[i] /= total;
        }
        return cumulative;
    }
}
