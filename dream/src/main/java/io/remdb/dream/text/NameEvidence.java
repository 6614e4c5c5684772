package io.remdb.dream.text;

import java.util.Set;

/** What speaks for and against a word being somebody's name, over all texts of the window. Not thread-safe. */
final class NameEvidence {
    /** What people do with people; things do it rarely. */
    private static final Set<String> DONE_BY_PEOPLE = Set.of(
            "says",
            "said",
            "asks",
            "asked",
            "tells",
            "told",
            "thinks",
            "thought",
            "wants",
            "wanted",
            "writes",
            "wrote",
            "rings",
            "rang",
            "calls",
            "called",
            "answers",
            "answered",
            "replied",
            "agrees",
            "agreed",
            "knows",
            "knew",
            "likes",
            "liked",
            "loves",
            "loved",
            "hates",
            "hated",
            "promised",
            "promises",
            "suggests",
            "suggested",
            "offered",
            "laughed",
            "smiled",
            "hopes",
            "hoped",
            "feels",
            "felt",
            "believes",
            "mentioned",
            "insists",
            "insisted",
            "thanked",
            "texted",
            "emailed",
            "phoned",
            "sent",
            "sends",
            "brought",
            "noticed",
            "forgot",
            "wonders",
            "complained",
            "explained",
            "apologised",
            "apologized",
            "decided",
            "cried",
            "slept",
            "argued",
            "joked",
            "went",
            "came",
            "ran",
            "walked",
            "waited",
            "helped",
            "gave",
            "arrived",
            "stayed",
            "lives",
            "lived");

    private static final Set<String> DONE_TO_PEOPLE = Set.of(
            "with",
            "ask",
            "asked",
            "tell",
            "told",
            "telling",
            "asking",
            "thank",
            "meet",
            "met",
            "call",
            "ring",
            "rang",
            "phone",
            "text",
            "email",
            "remind",
            "invite",
            "invited",
            "let",
            "interview",
            "interviewed",
            "dear",
            "hi",
            "hello",
            "hey",
            "thanks",
            "says",
            "said",
            "help",
            "joined",
            "married",
            "see",
            "saw",
            "hire",
            "hired");

    /** What stands before places and things. */
    private static final Set<String> BEFORE_OTHERS = Set.of(
            "in", "at", "near", "the", "a", "an", "this", "that", "of", "on", "into", "via", "through", "around",
            "outside", "reading", "using");

    private static final Set<String> AFTER_OTHERS = Set.of(
            "street",
            "road",
            "lane",
            "avenue",
            "square",
            "park",
            "station",
            "airport",
            "hospital",
            "university",
            "college",
            "school",
            "church",
            "hotel",
            "bridge",
            "hill",
            "river",
            "lake",
            "castle",
            "palace",
            "ltd",
            "inc",
            "corp",
            "gmbh",
            "plc",
            "llc",
            "team",
            "office",
            "app",
            "page",
            "site",
            "server",
            "database",
            "trip",
            "flight");

    private static final double TITLED = 1.5;
    private static final double ENOUGH = 1;
    private static final double LISTED = 0.9;
    private static final double LISTED_ONLY_OPENING = 0.6;
    private static final double LIKE_A_PERSON = 0.75;
    private static final double CALLED = 0.7;
    private static final double OWNS = 0.2;
    private static final double FULL_NAME = 0.4;
    private static final double UNLIKE_A_PERSON = 1.2;
    private static final double ALSO_A_WORD = 0.8;
    private static final double MODEL = 0.5;

    /** Of rare names the model knows little, so that its no counts for less. */
    private static final double MODEL_SAYS_NO = 0.25;

    private int count;
    private int inside;
    private int active;
    private int passive;
    private int called;
    private int possessive;
    private int titled;
    private int others;
    private boolean author;
    private double model;

    void add(NameOccurrence occurrence) {
        count++;
        inside += occurrence.opening() ? 0 : 1;
        active += DONE_BY_PEOPLE.contains(occurrence.after()) ? 1 : 0;
        passive += DONE_TO_PEOPLE.contains(occurrence.before()) ? 1 : 0;
        called += occurrence.called() ? 1 : 0;
        possessive += occurrence.possessive() ? 1 : 0;
        titled += occurrence.title().isEmpty() ? 0 : 1;
        others += BEFORE_OTHERS.contains(occurrence.before()) || AFTER_OTHERS.contains(occurrence.after()) ? 1 : 0;
    }

    /** It is said who speaks. */
    void authored() {
        author = true;
    }

    /** What an embedding model takes the word for: 1 a person, -1 something else, 0 it does not say. */
    void judged(double judgement) {
        model = judgement;
    }

    /**
     * Whether it is somebody's name.
     *
     * @param name the word, or several
     * @param listed whether the first of them is a given name in a list
     * @param kin whether it says what somebody is to the one who speaks, such as Mum
     * @param asWord how often it is written small, and is a thing: with an article before
     */
    boolean person(String name, boolean listed, boolean kin, int asWord) {
        if (author) {
            return true;
        }
        double sum = titled > 0 ? TITLED : 0;
        if (kin) {
            return true; // written large, it is used as a name
        }
        if (Words.functional(name)) {
            // "She said" is said of nobody by name; of Will and May it can be.
            return titled > 0 || (listed && inside > 0 && active + passive + called > 0);
        }
        if (listed) {
            sum += inside > 0 ? LISTED : LISTED_ONLY_OPENING;
        }
        sum += share(active, LIKE_A_PERSON)
                + share(passive, LIKE_A_PERSON)
                + share(called, CALLED)
                + share(possessive, OWNS);
        sum += name.indexOf(' ') > 0 && listed ? FULL_NAME : 0;
        sum += (model > 0 ? MODEL : MODEL_SAYS_NO) * model;
        sum -= UNLIKE_A_PERSON * others / Math.max(1, count);
        sum -= asWord > count ? ALSO_A_WORD : 0;
        return sum >= ENOUGH;
    }

    /** Once is something; more often is more. */
    private double share(int times, double most) {
        return times == 0 ? 0 : most * (0.7 + 0.3 * Math.min(1, (double) times / Math.max(1, count)));
    }

    boolean titled() {
        return titled > 0;
    }
}
