package io.remdb.ask.local;

import io.remdb.ask.local.Token.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What English words mean for a question to a database: data, not rules. All words are base forms. */
final class Vocabulary {
    /** Words that carry no meaning of their own here. */
    private static final Set<String> STOP_WORDS = set(
            "a an the this that these those i me my mine we us our you your he she it its they them their there here of in on at to from for by with"
                    + " and or but as be do have can could will would shall should may might must please show list give get find"
                    + " display tell fetch return retrieve bring search look see want need like let know which what who whom whose where when how why"
                    + " any some all every each entire so just only also then than such into out up down off over per"
                    + " is are was were am been has had does did not no"
                    + " exist available record row entry result item thing database table stored data information info detail"
                    + " currently now ever already still yet again far kind type sort name named called many much about regarding concerning very single together anything everything there's what's who's"
                    + " i'm i've don't isn't aren't wasn't doesn't didn't thank thanks hi hello hey ok okay");

    /** What an adjective says of the number or time it compares. */
    enum Order {
        /** The greatest first. */
        DESCENDING,
        /** The smallest first. */
        ASCENDING
    }

    /**
     * An adjective that orders rows.
     *
     * @param order which come first in its superlative
     * @param nouns the base forms of names of fields that it speaks of; empty: any that is mentioned
     */
    record Adjective(Order order, Set<String> nouns) {}

    private static final Set<String> MONEY = Set.of("price", "cost", "total", "amount", "budget", "fee");
    private static final Set<String> AGE = Set.of("age");
    private static final Set<String> SIZE =
            Set.of("size", "area", "capacity", "volume", "quantity", "budget", "amount", "total", "headcount");
    private static final Set<String> TIME = Set.of("time");

    /** Adjectives by their plain form. */
    private static final Map<String, Adjective> ADJECTIVES = Map.ofEntries(
            Map.entry("expensive", new Adjective(Order.DESCENDING, MONEY)),
            Map.entry("dear", new Adjective(Order.DESCENDING, MONEY)),
            Map.entry("pricey", new Adjective(Order.DESCENDING, MONEY)),
            Map.entry("costly", new Adjective(Order.DESCENDING, MONEY)),
            Map.entry("cheap", new Adjective(Order.ASCENDING, MONEY)),
            Map.entry("affordable", new Adjective(Order.ASCENDING, MONEY)),
            Map.entry("heavy", new Adjective(Order.DESCENDING, Set.of("weight", "mass"))),
            Map.entry("light", new Adjective(Order.ASCENDING, Set.of("weight", "mass"))),
            Map.entry("tall", new Adjective(Order.DESCENDING, Set.of("height"))),
            Map.entry("long", new Adjective(Order.DESCENDING, Set.of("length", "duration", "distance", "page"))),
            Map.entry(
                    "short",
                    new Adjective(Order.ASCENDING, Set.of("length", "duration", "distance", "height", "page"))),
            Map.entry("wide", new Adjective(Order.DESCENDING, Set.of("width"))),
            Map.entry("deep", new Adjective(Order.DESCENDING, Set.of("depth"))),
            Map.entry("large", new Adjective(Order.DESCENDING, SIZE)),
            Map.entry("big", new Adjective(Order.DESCENDING, SIZE)),
            Map.entry("small", new Adjective(Order.ASCENDING, SIZE)),
            Map.entry("hot", new Adjective(Order.DESCENDING, Set.of("temperature"))),
            Map.entry("warm", new Adjective(Order.DESCENDING, Set.of("temperature"))),
            Map.entry("cold", new Adjective(Order.ASCENDING, Set.of("temperature"))),
            Map.entry("cool", new Adjective(Order.ASCENDING, Set.of("temperature"))),
            Map.entry("humid", new Adjective(Order.DESCENDING, Set.of("humidity"))),
            Map.entry("dry", new Adjective(Order.ASCENDING, Set.of("humidity"))),
            Map.entry("windy", new Adjective(Order.DESCENDING, Set.of("wind"))),
            Map.entry("fast", new Adjective(Order.DESCENDING, Set.of("speed"))),
            Map.entry("slow", new Adjective(Order.ASCENDING, Set.of("speed"))),
            Map.entry("good", new Adjective(Order.DESCENDING, Set.of("rating", "score", "grade"))),
            Map.entry("bad", new Adjective(Order.ASCENDING, Set.of("rating", "score", "grade"))),
            Map.entry("rated", new Adjective(Order.DESCENDING, Set.of("rating", "score"))),
            Map.entry("paid", new Adjective(Order.DESCENDING, Set.of("salary", "pay", "wage", "income"))),
            Map.entry("popular", new Adjective(Order.DESCENDING, Set.of("popularity", "view", "sale", "rating"))),
            Map.entry("old", new Adjective(Order.ASCENDING, TIME)),
            Map.entry("quick", new Adjective(Order.ASCENDING, Set.of("duration", "minute", "second", "hour"))),
            Map.entry("strong", new Adjective(Order.DESCENDING, Set.of())),
            Map.entry("weak", new Adjective(Order.ASCENDING, Set.of())),
            Map.entry("rich", new Adjective(Order.DESCENDING, MONEY)),
            Map.entry("near", new Adjective(Order.ASCENDING, Set.of("distance"))),
            Map.entry("far", new Adjective(Order.DESCENDING, Set.of("distance"))),
            Map.entry("young", new Adjective(Order.ASCENDING, AGE)),
            Map.entry("early", new Adjective(Order.ASCENDING, TIME)),
            Map.entry("first", new Adjective(Order.ASCENDING, TIME)),
            Map.entry("new", new Adjective(Order.DESCENDING, TIME)),
            Map.entry("recent", new Adjective(Order.DESCENDING, TIME)),
            Map.entry("late", new Adjective(Order.DESCENDING, TIME)),
            Map.entry("last", new Adjective(Order.DESCENDING, TIME)),
            Map.entry("high", new Adjective(Order.DESCENDING, Set.of())),
            Map.entry("great", new Adjective(Order.DESCENDING, Set.of())),
            Map.entry("maximum", new Adjective(Order.DESCENDING, Set.of())),
            Map.entry("low", new Adjective(Order.ASCENDING, Set.of())),
            Map.entry("minimum", new Adjective(Order.ASCENDING, Set.of())),
            Map.entry("few", new Adjective(Order.ASCENDING, Set.of())));

    private static final Map<String, String> IRREGULAR_SUPERLATIVES = Map.of(
            "best", "good", "worst", "bad", "most", "", "least", "", "latest", "late", "top", "", "fewest", "few",
            "bottom", "");

    private static final Map<String, String> IRREGULAR_COMPARATIVES =
            Map.of("better", "good", "worse", "bad", "more", "", "less", "", "fewer", "");

    /** Words that stand for the same thing, for names of tables, fields and relations. Each line is a group. */
    private static final Map<String, Set<String>> SYNONYMS = groups(
            "person people human individual somebody someone colleague coworker employee staff user member",
            "customer client buyer shopper member",
            "product item goods article_of_trade merchandise",
            "order purchase",
            "buy purchase order",
            "document file doc paper",
            "resource chunk passage",
            "message chat post",
            "session conversation chat",
            "moment event activity",
            "article post story",
            "project initiative",
            "team group squad crew",
            "manager boss lead supervisor head",
            "manage lead head supervise run report_to",
            "write author pen draft compose create",
            "work assign contribute involve",
            "cite reference mention quote",
            "belong part member",
            "link connect relate associate",
            "salary pay wage income",
            "price cost",
            "cost spend pay",
            "city town",
            "country nation",
            "category field genre topic area subject",
            "tag label keyword",
            "status state",
            "role job position title",
            "mood emotion feeling",
            "kind type sort",
            "reading measurement observation sample",
            "sensor station device probe",
            "temperature heat warmth",
            "humidity moisture",
            "rating star review score",
            "stock inventory",
            "quantity amount number count",
            "total sum revenue turnover sale spend",
            "date day time when",
            "email mail address",
            "phone telephone number",
            "begin start open",
            "end finish complete close expire",
            "location place site where",
            "make manufacture produce",
            "brand maker manufacturer producer vendor");

    /** What "how high" asks for. */
    static final Set<String> HEIGHT = Set.of("height", "altitude", "elevation");

    /** Words that mean something only as the name of a field. */
    private static final Set<String> ONLY_FIELDS = Set.of("kind", "type", "sort", "name", "data");

    /** Verbs and nouns that so many sentences have that they are nothing to search for alone. */
    private static final Set<String> COMMON = set(
            "take part role happen make lie stand come go sell hold use put keep belong include say said involve place"
                    + " directly himself herself themselves join contain carry occur concern deal earn work worth cost around"
                    + " wrong everything anything something somebody someone everybody everyone anybody anyone nobody nothing"
                    + " offer move run bring turn write add own company only first last once together other another"
                    + " become leave mean let begin seem live believe sit lose include continue set watch follow stop spend"
                    + " remember appear stay fall cut reach pass decide return receive agree send lie lying attend"
                    + " full whole complete list present number sure please use mind instance among whom");

    private Vocabulary() {}

    static boolean maySayField(String lemma) {
        return ONLY_FIELDS.contains(lemma);
    }

    /** Whether a word is too common to be searched for alone. */
    static boolean isCommon(String lemma) {
        return COMMON.contains(lemma) || COMMON.contains(Lemmas.stem(lemma));
    }

    private static Set<String> set(String words) {
        return Set.copyOf(List.of(words.split(" ")));
    }

    private static Map<String, Set<String>> groups(String... lines) {
        Map<String, Set<String>> groups = new java.util.HashMap<>();
        for (String line : lines) {
            Set<String> group = set(line);
            group.forEach(word -> groups.merge(word, group, Vocabulary::union));
        }
        return Map.copyOf(groups);
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> union = new LinkedHashSet<>(a);
        union.addAll(b);
        return Set.copyOf(union);
    }

    static boolean isStopWord(Token token) {
        return token.is(Kind.PUNCTUATION)
                || Negations.is(token.lower())
                || (token.is(Kind.WORD) && (STOP_WORDS.contains(token.lower()) || STOP_WORDS.contains(token.lemma())));
    }

    /** The word and what else stands for the same. */
    static Set<String> synonyms(String lemma) {
        return SYNONYMS.getOrDefault(lemma, Set.of(lemma));
    }

    /** Whether two words say the same: one base form, one stem, or synonyms. */
    static boolean same(String lemma, String other) {
        return lemma.equals(other) || Lemmas.stem(lemma).equals(Lemmas.stem(other)) || areSynonyms(lemma, other);
    }

    static boolean areSynonyms(String lemma, String other) {
        return synonyms(lemma).contains(other)
                || synonyms(Lemmas.stem(lemma)).contains(other)
                || synonyms(lemma).stream().anyMatch(word -> Lemmas.stem(word).equals(Lemmas.stem(other)));
    }

    /** The base forms of a text's words that mean something. */
    static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (Token token : Tokens.of(text.replace('_', ' ').replace('-', ' '))) {
            if (token.is(Kind.WORD) && !STOP_WORDS.contains(token.lemma())) {
                words.add(token.lemma());
            }
        }
        return words;
    }

    /** The plain form of a superlative: {@code cheapest}, {@code best}; empty for {@code most} and {@code least} alone. */
    static java.util.Optional<String> superlative(String word) {
        return graded(word, "est", IRREGULAR_SUPERLATIVES);
    }

    /** The plain form of a comparative: {@code cheaper}, {@code better}; empty for {@code more} and {@code less} alone. */
    static java.util.Optional<String> comparative(String word) {
        return graded(word, "er", IRREGULAR_COMPARATIVES);
    }

    private static java.util.Optional<String> graded(String word, String ending, Map<String, String> irregular) {
        String known = irregular.get(word);
        if (known != null) {
            return java.util.Optional.of(known);
        }
        if (!word.endsWith(ending)) {
            return java.util.Optional.empty();
        }
        String cut = word.substring(0, word.length() - ending.length());
        return java.util.stream.Stream.of(
                        cut,
                        cut + "e",
                        cut.endsWith("i") ? cut.substring(0, cut.length() - 1) + "y" : cut,
                        cut.length() > 2 ? cut.substring(0, cut.length() - 1) : cut)
                .filter(ADJECTIVES::containsKey)
                .findFirst();
    }

    static java.util.Optional<Adjective> adjective(String plain) {
        return java.util.Optional.ofNullable(ADJECTIVES.get(plain));
    }
}
