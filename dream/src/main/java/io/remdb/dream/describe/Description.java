package io.remdb.dream.describe;

import java.util.List;

/**
 * What an activity was.
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
    public Description {
        tags = List.copyOf(tags);
        emotionTags = List.copyOf(emotionTags);
        people = List.copyOf(people);
    }
}
