package io.remdb.ask.local;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** English names of countries and of what comes from there, as codes of ISO 3166: tables hold the code, people say the name. */
final class Countries {
    private static final Map<String, String> CODES = new HashMap<>();

    static {
        for (String code : Locale.getISOCountries()) {
            String name = Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
            CODES.put(Tokens.normal(name), code);
        }
        String adjectives =
                "german DE french FR spanish ES italian IT british GB english GB uk GB dutch NL belgian BE austrian AT swiss CH swedish SE"
                        + " britain GB england GB scotland GB america US holland NL norwegian NO danish DK finnish FI polish PL czech CZ portuguese PT irish IE greek GR hungarian HU romanian RO"
                        + " bulgarian BG american US usa US canadian CA mexican MX brazilian BR japanese JP chinese CN korean KR indian IN"
                        + " australian AU russian RU ukrainian UA turkish TR croatian HR slovak SK slovenian SI estonian EE latvian LV lithuanian LT icelandic IS";
        String[] words = adjectives.split(" ");
        CODES.put("great britain", "GB");
        for (int i = 0; i < words.length; i += 2) {
            CODES.put(words[i], words[i + 1]);
        }
    }

    private Countries() {}

    /** The code of a country by the base forms of its name. */
    static Optional<String> code(String normal) {
        return Optional.ofNullable(CODES.get(normal));
    }
}
