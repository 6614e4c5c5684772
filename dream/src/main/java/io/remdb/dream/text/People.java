package io.remdb.dream.text;

import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.activity.Vectors;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.text.Uuids;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who the people of a window are: those who speak, and words written large that behave as people do in all texts together (a title before, a verb of
 * speech behind, called by it), are given names in a list, or are taken for people by the embedding model. First every text is given to {@link
 * #learn}, then {@link #settle} decides; after that it is immutable.
 */
public final class People {
    private static final int MOST_NAMES = 50_000;

    /** So that the vectors of all of them are never in memory. */
    private static final int NAMES_AT_ONCE = 500;

    /** By so much a word must be more like names of people than like others, and by so much less to be taken for another. */
    private static final double MODEL_MARGIN = 0.03;

    private static final double MODEL_MARGIN_OTHER = 0.12;

    private static final int SHORTEST_SMALL = 3;

    /** What stands before a thing, or before somebody else's father. */
    private static final Set<String> DETERMINERS = Set.of(
            "a", "an", "the", "this", "that", "these", "those", "some", "no", "every", "each", "one", "your", "his",
            "her", "their", "its");

    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    private static final Set<String> KIN = Set.of(
            "mum",
            "mom",
            "mummy",
            "mommy",
            "mother",
            "dad",
            "daddy",
            "father",
            "papa",
            "mama",
            "grandma",
            "grandpa",
            "granny",
            "gran",
            "nana",
            "granddad",
            "grandad",
            "grandmother",
            "grandfather",
            "auntie",
            "aunt",
            "uncle");

    /** Names of people, and of other things, from all over the world: a word is like those of its kind. */
    private static final List<String> PERSONS = List.of(
            "John", "Maria", "Ahmed", "Wei", "Sarah", "Ivan", "Kwame", "Yoko", "Pedro", "Ingrid", "Deepak", "Chiara");

    private static final List<String> OTHERS = List.of(
            "London",
            "Berlin",
            "Tokyo",
            "Nairobi",
            "Google",
            "Siemens",
            "Nike",
            "Windows",
            "Python",
            "Excel",
            "Monday",
            "July",
            "Christmas",
            "Bible",
            "Hamlet",
            "Table",
            "House",
            "Weather",
            "Dog",
            "Bread",
            "Project",
            "Meeting");

    private final Set<String> givenNames = WordList.read("given-names.txt");
    private final Map<String, NameEvidence> evidence = new LinkedHashMap<>();
    private final Map<String, String> titles = new HashMap<>();
    private final Map<String, Integer> things = new HashMap<>();
    private final Map<String, String> shown = new HashMap<>();

    /** Who is meant by a first name, also where it is written small, as many people write everything. */
    private final Map<String, String> small = new HashMap<>();

    /** Takes in a text, and who said it. */
    public void learn(Item item) {
        if (item.author() != null) {
            evidenceOf(item.author()).ifPresent(NameEvidence::authored);
        }
        for (NameOccurrence occurrence : NameOccurrence.in(item.text())) {
            evidenceOf(occurrence.name()).ifPresent(known -> known.add(occurrence));
            if (!occurrence.title().isEmpty()) {
                titles.putIfAbsent(occurrence.name(), occurrence.title());
            }
        }
        forEachSmall(item.text(), (before, word) -> {
            if (DETERMINERS.contains(before) && (things.size() < MOST_NAMES || things.containsKey(word))) {
                things.merge(word, 1, Integer::sum);
            }
        });
    }

    private Optional<NameEvidence> evidenceOf(String name) {
        return evidence.size() >= MOST_NAMES && !evidence.containsKey(name)
                ? Optional.empty()
                : Optional.of(evidence.computeIfAbsent(name, ignored -> new NameEvidence()));
    }

    /** Decides who is a person, by what has been learnt. */
    public void settle(EmbeddingModel model) {
        judge(model);
        List<String> people = new ArrayList<>();
        evidence.forEach((name, known) -> {
            String first = lower(name.split(" ")[0]);
            boolean kin = KIN.contains(lower(name));
            if (known.person(name, givenNames.contains(first), kin, things.getOrDefault(lower(name), 0))) {
                people.add(name);
            }
        });
        Map<String, List<String>> byWord = new HashMap<>();
        people.forEach(name -> Arrays.stream(name.split(" "))
                .distinct()
                .forEach(word -> byWord.computeIfAbsent(word, ignored -> new ArrayList<>())
                        .add(name)));
        for (String name : people) {
            shown.put(name, fullName(name, byWord.getOrDefault(name.split(" ")[0], List.of())));
        }
        people.forEach(name -> small.merge(lower(name.split(" ")[0]), shown.get(name), People::onlyOne));
        small.keySet()
                .removeIf(word -> word.length() < SHORTEST_SMALL || Words.functional(word) || things.containsKey(word));
    }

    /** A first name that two people have is nobody's. */
    private static String onlyOne(String one, String other) {
        return one.equals(other) ? one : "";
    }

    private void judge(EmbeddingModel model) {
        List<String> names = List.copyOf(evidence.keySet());
        if (names.isEmpty()) {
            return;
        }
        List<float[]> persons = model.embedDocuments(PERSONS);
        List<float[]> others = model.embedDocuments(OTHERS);
        Iterator<NameEvidence> known = evidence.values().iterator();
        for (int from = 0; from < names.size(); from += NAMES_AT_ONCE) {
            for (float[] vector :
                    model.embedDocuments(names.subList(from, Math.min(names.size(), from + NAMES_AT_ONCE)))) {
                double margin = nearest(vector, persons) - nearest(vector, others);
                double judgement = margin > MODEL_MARGIN ? 1 : margin < -MODEL_MARGIN_OTHER ? -1 : 0;
                known.next().judged(judgement); // in the order of the names
            }
        }
    }

    private static double nearest(float[] vector, List<float[]> labels) {
        return labels.stream()
                .mapToDouble(label -> Vectors.cosine(vector, label))
                .max()
                .orElse(0);
    }

    /** {@code Anna} is {@code Anna Berg} where there is one Anna with another name. */
    private String fullName(String name, List<String> sharingAWord) {
        List<String> longer = sharingAWord.stream()
                .filter(other -> !other.equals(name)
                        && Arrays.asList(other.split(" ")).containsAll(Arrays.asList(name.split(" "))))
                .toList();
        String full = longer.size() == 1 ? longer.getFirst() : name;
        String title = titles.get(full);
        return title == null || full.indexOf(' ') > 0 ? full : title + " " + full;
    }

    /** Those whom an activity is with or about, in the order in which they are met; not the one whose session it is. */
    public List<String> of(Activity activity) {
        Set<String> found = new LinkedHashSet<>();
        for (Item item : activity.items()) {
            if (item.author() != null && shown.containsKey(item.author())) {
                found.add(shown.get(item.author()));
            }
            for (NameOccurrence occurrence : NameOccurrence.in(item.text())) {
                known(occurrence).ifPresent(found::add);
            }
            forEachSmall(
                    item.text(), (before, word) -> writtenSmall(before, word).ifPresent(found::add));
        }
        found.remove("");
        found.removeIf(name -> isUser(name, activity.user()));
        return List.copyOf(found);
    }

    private Optional<String> writtenSmall(String before, String word) {
        if (DETERMINERS.contains(before)) {
            return Optional.empty();
        }
        String kin = KIN.contains(word) ? word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) : null;
        return Optional.ofNullable(small.getOrDefault(word, kin));
    }

    private static void forEachSmall(String text, BiConsumer<String, String> consumer) {
        Matcher matcher = WORD.matcher(text);
        String before = "";
        while (matcher.find()) {
            String word = matcher.group();
            if (Character.isLowerCase(word.codePointAt(0))) {
                consumer.accept(before, word);
            }
            before = lower(word);
        }
    }

    private Optional<String> known(NameOccurrence occurrence) {
        String whole = shown.get(occurrence.name());
        if (whole != null) {
            return Optional.of(whole);
        }
        // "Met Anna" and "Hi Anna Berg" begin with a word that is none of the name's.
        for (int start = 1; start < occurrence.words().size(); start++) {
            String rest = shown.get(String.join(
                    " ", occurrence.words().subList(start, occurrence.words().size())));
            if (rest != null) {
                return Optional.of(rest);
            }
        }
        // "Anna" is one of the people, where only "Anna Berg" was found out to be.
        return occurrence.words().size() == 1
                ? Optional.ofNullable(small.get(lower(occurrence.name())))
                : Optional.empty();
    }

    private static boolean isUser(String name, @Nullable String user) {
        if (user == null) {
            return false;
        }
        List<String> of = nameOfUser(user);
        List<String> words = Arrays.asList(lower(name).split(" "));
        return !of.isEmpty() && (of.containsAll(words) || words.containsAll(of));
    }

    /** The words of an id of a user that may be a name: what stands before the @ of an address; none of a number or a UUID. */
    private static List<String> nameOfUser(String user) {
        if (Uuids.parse(user.strip()).isPresent()) {
            return List.of();
        }
        int address = user.indexOf('@');
        String local = address > 0 ? user.substring(0, address) : user;
        return Arrays.stream(lower(local).split("[^\\p{L}\\p{M}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The words of names, stemmed: they are no topics. */
    public Set<String> stems(List<String> names) {
        Set<String> stems = new LinkedHashSet<>();
        names.forEach(name -> Arrays.stream(name.split(" ")).map(Words::stem).forEach(stems::add));
        return stems;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
