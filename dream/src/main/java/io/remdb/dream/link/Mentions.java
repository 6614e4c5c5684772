package io.remdb.dream.link;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.KeyMatch;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.text.ProperNames;
import io.remdb.dream.text.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Finds entities that an activity names: their key is one of its phrases, or so like one that the score of a fuzzy lookup is above {@value
 * #LIKE_ENOUGH}. Only what is written as a name, is a person or a tag is looked up, and only in tables that are not the activity itself.
 */
public final class Mentions {
    static final double LIKE_ENOUGH = 0.9;
    private static final int MOST_NAMES = 40;
    private static final int SHORTEST = 3;
    private static final int FUZZY_MATCHES = 3;
    private static final int MOST_REMEMBERED = 2_000;
    private static final Set<String> NOT_NAMED =
            Set.of("messages", "sessions", "moments", "schemas", "themes", "dream_runs", "dream_locks");

    /** Each is as long as {@code P8_SEARCH_TIMEOUT_MS}: two minutes by default. */
    private static final int ATTEMPTS = 24;

    private final RemDatabase database;

    /** The same names are met again and again. */
    private final Map<String, List<KeyMatch>> alike = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<KeyMatch>> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** Looks in a database. */
    public Mentions(RemDatabase database) {
        this.database = database;
    }

    /**
     * Entities and how sure it is that they are meant.
     *
     * @param people of the activity
     * @param tags of it; those that its texts do not say, since somebody found a word for it, name nothing
     */
    public Map<UUID, Double> of(Activity activity, Collection<String> people, Collection<String> tags) {
        Set<UUID> inside = new LinkedHashSet<>();
        activity.items().forEach(item -> inside.addAll(item.ids()));
        Map<UUID, Double> found = new LinkedHashMap<>();
        List<String> candidates = candidates(activity, people, tags);
        if (candidates.isEmpty()) {
            return found;
        }
        for (Entity entity : database.lookup(candidates.toArray(String[]::new))) {
            add(entity, 1, inside, found);
        }
        for (String candidate : candidates) {
            for (KeyMatch match : alike.computeIfAbsent(candidate, this::alike)) {
                add(match.entity(), match.score(), inside, found);
            }
        }
        return found;
    }

    private List<KeyMatch> alike(String candidate) {
        return matches(candidate).stream()
                .filter(match -> match.score() > LIKE_ENOUGH && wholeWords(candidate, match.key()))
                .toList();
    }

    /** Waits for an index that is being built: nobody waits for a dream. */
    private List<KeyMatch> matches(String candidate) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.fuzzy(candidate).limit(FUZZY_MATCHES).run();
            } catch (RemException e) {
                if (e.code() != ErrorCode.TIMEOUT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** A key that only begins with the same letters is another name. */
    private static boolean wholeWords(String candidate, String key) {
        return key.length() <= candidate.length() || !Character.isLetterOrDigit(key.charAt(candidate.length()));
    }

    private static void add(Entity entity, double score, Set<UUID> inside, Map<UUID, Double> found) {
        if (!NOT_NAMED.contains(entity.entityType()) && !inside.contains(entity.id())) {
            found.merge(entity.id(), score, Math::max);
        }
    }

    private static List<String> candidates(Activity activity, Collection<String> people, Collection<String> tags) {
        Set<String> said = new HashSet<>();
        for (Item item : activity.items()) {
            said.addAll(Words.stems(item.title()));
            said.addAll(Words.stems(item.text()));
            said.addAll(Words.stems(item.author() == null ? "" : item.author()));
        }
        Set<String> candidates = new LinkedHashSet<>();
        // "Anna" finds Anna Berg, who is called so elsewhere.
        people.stream()
                .filter(name -> Words.stems(name).stream().anyMatch(said::contains))
                .forEach(candidates::add);
        tags.stream().filter(tag -> said.containsAll(Words.stems(tag))).forEach(candidates::add);
        for (Item item : activity.items()) {
            candidates.addAll(ProperNames.in(item.text()));
        }
        candidates.removeIf(candidate -> candidate.length() < SHORTEST);
        return new ArrayList<>(candidates).subList(0, Math.min(MOST_NAMES, candidates.size()));
    }
}
