package io.remdb.dream.describe;

import io.remdb.dream.text.Texts;
import java.util.List;

/**
 * What an activity was. Whoever says it, it fits into a row: in whole characters, without control characters, and not longer than is of use.
 *
 * @param name a few words
 * @param summary some sentences
 * @param type what kind of activity
 * @param tags topics, the most telling first
 * @param emotionTags moods of the people in it; empty where none is to be seen
 * @param people with or about whom it was
 */
public record Description(
        String name,
        String summary,
        MomentType type,
        List<String> tags,
        List<String> emotionTags,
        List<String> people) {
    /** The longest name of a moment or a person, in chars. */
    public static final int LONGEST_NAME = 120;

    /** The longest tag, in chars: it is indexed, and a longer one is no topic. */
    public static final int LONGEST_TAG = 60;

    private static final int LONGEST_SUMMARY = 4_000;

    public Description {
        name = Texts.line(name, LONGEST_NAME);
        summary = Texts.lines(summary, LONGEST_SUMMARY);
        tags = lines(tags, LONGEST_TAG);
        emotionTags = lines(emotionTags, LONGEST_TAG);
        people = lines(people, LONGEST_NAME);
    }

    private static List<String> lines(List<String> texts, int longest) {
        return texts.stream()
                .map(text -> Texts.line(text, longest))
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }
}
