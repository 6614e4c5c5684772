package io.remdb.ingest.document;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Guesses in what language a text is: by its script where one language has that nearly alone, else by the words that every text of a
 * language is full of. Says nothing where it is not sure. Thread-safe.
 */
public final class Languages {
    /** As much as is looked at; more would not change the answer. */
    private static final int SAMPLE_CHARACTERS = 20_000;

    private static final int FEWEST_LETTERS = 40;
    private static final int FEWEST_WORDS = 5;
    /** Of all words of a text, function words are a third and more in their own language. */
    private static final double LEAST_SHARE = 0.12;

    private static final double LEAST_LEAD = 1.5;

    private static final Map<UnicodeScript, String> BY_SCRIPT = Map.of(
            UnicodeScript.HIRAGANA, "ja",
            UnicodeScript.KATAKANA, "ja",
            UnicodeScript.HANGUL, "ko",
            UnicodeScript.HAN, "zh",
            UnicodeScript.GREEK, "el",
            UnicodeScript.HEBREW, "he",
            UnicodeScript.THAI, "th");

    private static final Map<String, List<String>> FUNCTION_WORDS = Map.ofEntries(
            Map.entry(
                    "en", words("the of and to in is that it for was on are as with be this have from or by not you")),
            Map.entry(
                    "de", words("der die und das ist nicht ein eine zu den mit von auf für im sich dem auch es wird")),
            Map.entry("fr", words("le la les de des et est une un pour dans que qui pas sur du au avec ce il")),
            Map.entry("es", words("el la los las de y que en un una es por con para del se no como más su")),
            Map.entry("it", words("il la di che e un una per non con del della le si da sono gli è come nel")),
            Map.entry("pt", words("o a os as de e que em um uma para com não do da no na por mais se")),
            Map.entry("nl", words("de het een en van is dat op te in niet met voor zijn aan ook er maar om bij")),
            Map.entry("sv", words("och att det en är som på för av med den till inte om ett har de jag från var")),
            Map.entry("da", words("og det at en er som på for af med den til ikke om et har de jeg fra var")),
            Map.entry("pl", words("i w na z do się nie to że jest jak o po co ale za od przez dla czy")),
            Map.entry("cs", words("a v na se je že to s z do o i jako pro za ale jsou by po není")),
            Map.entry("tr", words("ve bir bu da de için ile çok olarak daha en ne gibi kadar olan var ama sonra her")),
            Map.entry("ru", words("и в не на что с по как к из у за это от так о же то он для")),
            Map.entry("uk", words("і в не на що з по як до та у за це від так о ж то він для")));

    private Languages() {}

    private static List<String> words(String spaced) {
        return List.of(spaced.split(" "));
    }

    /** The language of a text, two letters; empty where it is not clear. */
    public static Optional<String> guess(CharSequence text) {
        String sample = text.subSequence(0, Math.min(text.length(), SAMPLE_CHARACTERS))
                .toString()
                .toLowerCase(Locale.ROOT);
        Optional<String> byScript = byScript(sample);
        return byScript.isPresent() ? byScript : byWords(sample);
    }

    /** A declared language as two letters, such as {@code en} of {@code en-GB}; empty where that is none. */
    public static Optional<String> declared(String tag) {
        String language = Locale.forLanguageTag(tag.strip().replace('_', '-')).getLanguage();
        return language.length() == 2 ? Optional.of(language) : Optional.empty();
    }

    private static Optional<String> byScript(String sample) {
        Map<UnicodeScript, Integer> counts = new EnumMap<>(UnicodeScript.class);
        int letters = 0;
        for (int i = 0; i < sample.length(); i++) {
            char c = sample.charAt(i);
            if (Character.isLetter(c)) {
                letters++;
                counts.merge(UnicodeScript.of(c), 1, Integer::sum);
            }
        }
        if (letters < FEWEST_LETTERS) {
            return Optional.empty();
        }
        int kana = counts.getOrDefault(UnicodeScript.HIRAGANA, 0) + counts.getOrDefault(UnicodeScript.KATAKANA, 0);
        int all = letters;
        if (kana * 10 > all) {
            return Optional.of("ja");
        }
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() * 2 > all && BY_SCRIPT.containsKey(entry.getKey()))
                .findFirst()
                .map(entry -> BY_SCRIPT.get(entry.getKey()));
    }

    private static Optional<String> byWords(String sample) {
        Map<String, Integer> words = new HashMap<>();
        int total = 0;
        for (String word : sample.split("[^\\p{L}]+")) {
            if (!word.isEmpty()) {
                words.merge(word, 1, Integer::sum);
                total++;
            }
        }
        String best = "";
        int most = 0;
        int second = 0;
        for (Map.Entry<String, List<String>> language : FUNCTION_WORDS.entrySet()) {
            Set<String> known = new HashSet<>(language.getValue());
            int hits =
                    known.stream().mapToInt(word -> words.getOrDefault(word, 0)).sum();
            if (hits > most) {
                second = most;
                most = hits;
                best = language.getKey();
            } else {
                second = Math.max(second, hits);
            }
        }
        boolean clear = most >= FEWEST_WORDS && most >= LEAST_SHARE * total && most >= LEAST_LEAD * second;
        return clear ? Optional.of(best) : Optional.empty();
    }
}
