package io.remdb.dream.local;

import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.activity.Item.Kind;
import io.remdb.dream.describe.Describer;
import io.remdb.dream.describe.Description;
import io.remdb.dream.describe.MomentType;
import io.remdb.dream.local.CentralSentences.Sentence;
import io.remdb.dream.local.Labels.Match;
import io.remdb.dream.text.People;
import io.remdb.dream.text.Sentences;
import io.remdb.dream.text.Texts;
import io.remdb.dream.text.WordCounts;
import io.remdb.embedding.EmbeddingModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Describes without a language model, offline, and always the same way. */
public final class LocalDescriber implements Describer {
    /** Its name. */
    public static final String NAME = "local";

    private static final int LONGEST_NAME = 60;
    private static final int NAME_PHRASES = 2;

    /** Sentences of one activity that are looked at: the first and the last ones of a longer one. */
    private static final int MOST_SENTENCES = 120;

    private static final double TYPE_MARGIN = 0.02;
    private static final double MOOD_SIMILARITY = 0.37;
    private static final double MOOD_MARGIN = 0.05;
    private static final int FEWEST_MOOD_WORDS = 4;
    private static final int MOST_MOODS = 2;
    private static final String NEUTRAL = "neutral";

    /** Moods are those of who says I. */
    private static final Pattern FIRST_PERSON = Pattern.compile("\\b(?:I|I'm|I’m|I've|I'd|me|my|we|we're|us|our)\\b");

    private final EmbeddingModel model;
    private final People people;
    private final KeyPhrases keyPhrases;
    private final Labels<MomentType> types;
    private final Labels<String> moods;

    /**
     * Describes activities of a window.
     *
     * @param people who its people are
     * @param counts its words
     */
    public LocalDescriber(EmbeddingModel model, People people, WordCounts counts) {
        this.model = model;
        this.people = people;
        this.keyPhrases = new KeyPhrases(model, counts);
        this.types = new Labels<>(model, typeDescriptions());
        this.moods = new Labels<>(model, moodDescriptions());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe(Activity activity) {
        List<Sentence> sentences = sentences(activity.told());
        float[] centre = activity.centre();
        List<String> names = people.of(activity);
        Set<String> notTopics = people.stems(names);
        if (activity.user() != null) {
            notTopics.addAll(people.stems(List.of(activity.user())));
        }
        List<String> texts =
                new ArrayList<>(activity.told().stream().map(Item::text).toList());
        activity.resources().forEach(resource -> texts.add(resource.title()));
        List<String> tags = keyPhrases.of(texts, centre, notTopics);
        return new Description(
                title(tags, activity),
                CentralSentences.summary(sentences, centre),
                type(activity, centre),
                tags,
                moods(sentences),
                names);
    }

    private List<Sentence> sentences(List<Item> items) {
        List<String> texts = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        List<Kind> kinds = new ArrayList<>();
        List<Integer> unknown = new ArrayList<>();
        for (Item item : items) {
            List<String> sentences = Sentences.of(item.text());
            for (String sentence : sentences) {
                // A message of one sentence has its vector already.
                float[] vector = sentences.size() == 1 ? item.vector() : new float[0];
                if (vector.length == 0) {
                    unknown.add(texts.size());
                }
                texts.add(sentence);
                vectors.add(vector);
                kinds.add(item.kind());
            }
        }
        unknown.removeIf(i -> !nearAnEnd(i, texts.size()));
        List<float[]> embedded =
                model.embedDocuments(unknown.stream().map(texts::get).toList());
        for (int i = 0; i < unknown.size(); i++) {
            vectors.set(unknown.get(i), embedded.get(i));
        }
        List<Sentence> all = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (nearAnEnd(i, texts.size())) {
                all.add(new Sentence(texts.get(i), vectors.get(i), kinds.get(i)));
            }
        }
        return all;
    }

    private static boolean nearAnEnd(int sentence, int all) {
        return sentence < MOST_SENTENCES / 2 || sentence >= all - MOST_SENTENCES / 2;
    }

    private static String title(List<String> tags, Activity activity) {
        StringBuilder title = new StringBuilder();
        for (String tag : tags.subList(0, Math.min(NAME_PHRASES, tags.size()))) {
            title.append(title.isEmpty() ? "" : ", ").append(tag);
        }
        if (title.isEmpty()) {
            String text = activity.told().getFirst().text();
            title.append(Texts.line(text, LONGEST_NAME));
        }
        int first = title.isEmpty() ? 0 : title.offsetByCodePoints(0, 1);
        return title.substring(0, first).toUpperCase(Locale.ROOT) + title.substring(first);
    }

    /** Several people who speak are talking with each other; otherwise what it is like, if that is clear. */
    private MomentType type(Activity activity, float[] centre) {
        long speakers = activity.messages().stream()
                .filter(item -> item.kind() == Kind.PERSON && item.author() != null)
                .map(Item::author)
                .distinct()
                .count();
        if (speakers > 1) {
            return MomentType.COMMUNICATION;
        }
        List<Match<MomentType>> ranked = types.ranked(centre);
        boolean clear = ranked.get(0).similarity() - ranked.get(1).similarity() >= TYPE_MARGIN;
        return clear ? ranked.getFirst().label() : MomentType.OTHER;
    }

    private List<String> moods(List<Sentence> sentences) {
        Map<String, Double> best = new LinkedHashMap<>();
        for (Sentence sentence : sentences) {
            if (!ofOneself(sentence)) {
                continue;
            }
            List<Match<String>> ranked = moods.ranked(sentence.vector());
            Match<String> nearest = ranked.get(0);
            if (!nearest.label().equals(NEUTRAL)
                    && nearest.similarity() >= MOOD_SIMILARITY
                    && nearest.similarity() - ranked.get(1).similarity() >= MOOD_MARGIN) {
                best.merge(nearest.label(), nearest.similarity(), Math::max);
            }
        }
        return best.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(MOST_MOODS)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean ofOneself(Sentence sentence) {
        return sentence.kind() == Kind.PERSON
                && sentence.text().split("\\s+").length >= FEWEST_MOOD_WORDS
                && FIRST_PERSON.matcher(sentence.text()).find();
    }

    private static Map<MomentType, List<String>> typeDescriptions() {
        Map<MomentType, List<String>> types = new LinkedHashMap<>();
        types.put(
                MomentType.WORK_SESSION,
                List.of(
                        "working on a task until it is done",
                        "fixing a problem, going through figures, preparing a report for work"));
        types.put(
                MomentType.LEARNING,
                List.of("explain to me how this works, I want to understand it", "studying, a lesson with exercises"));
        types.put(
                MomentType.PLANNING,
                List.of(
                        "what has to be done, when, and who does it",
                        "booking, ordering, making a list, choosing a date and a price"));
        types.put(
                MomentType.COMMUNICATION,
                List.of(
                        "notes of a conversation, a meeting, an interview or a telephone call",
                        "what he said and what she answered"));
        types.put(
                MomentType.REFLECTION,
                List.of(
                        "looking back at how it went and how I felt",
                        "thinking about myself, my life, my habits and my health"));
        types.put(
                MomentType.CREATION,
                List.of(
                        "writing a text, finding the right words",
                        "designing, drawing, composing, inventing something new"));
        return types;
    }

    private static Map<String, List<String>> moodDescriptions() {
        Map<String, List<String>> moods = new LinkedHashMap<>();
        moods.put("worried", List.of("I am worried that this will go wrong"));
        moods.put("frustrated", List.of("I am annoyed, this is frustrating and does not work"));
        moods.put("angry", List.of("I am angry, this is outrageous"));
        moods.put("sad", List.of("I am sad and miss somebody"));
        moods.put("tired", List.of("I am tired and exhausted, I slept badly"));
        moods.put("relieved", List.of("I am so relieved that it turned out well"));
        moods.put("happy", List.of("I am so happy, that was wonderful, the best day"));
        moods.put("excited", List.of("I am excited and can hardly wait, how wonderful"));
        moods.put("proud", List.of("I am proud of what I have done"));
        moods.put("grateful", List.of("I am grateful, thank you so much for this"));
        moods.put("curious", List.of("I wonder why that is, how interesting"));
        moods.put("confused", List.of("I am confused and do not understand this"));
        moods.put("focused", List.of("I am concentrating on my work without interruption"));
        moods.put("amused", List.of("ha, that is funny, it made me laugh"));
        // What is said most of the time has no mood, and must have somewhere to be near to.
        moods.put(
                NEUTRAL,
                List.of("I will do that, noted", "here are the facts and figures", "what do I have to do next?"));
        return moods;
    }
}
