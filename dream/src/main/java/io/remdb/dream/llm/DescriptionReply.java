package io.remdb.dream.llm;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.describe.Description;
import io.remdb.dream.describe.MomentType;
import io.remdb.dream.text.People;
import io.remdb.dream.text.Texts;
import io.remdb.llm.Reply;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a model says an activity was, and leaves out what it has made up. */
final class DescriptionReply {
    private static final int MOST_TAGS = 10;
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}]*");

    private final Activity activity;
    private final People people;
    private final Set<String> said;

    DescriptionReply(Activity activity, People people) {
        this.activity = activity;
        this.people = people;
        StringBuilder all = new StringBuilder();
        for (Item item : activity.items()) {
            all.append(item.author() == null ? "" : item.author())
                    .append(' ')
                    .append(item.title())
                    .append(' ')
                    .append(item.text())
                    .append('\n');
        }
        this.said = Set.copyOf(words(all.toString()));
    }

    /** @throws RemException {@link ErrorCode#LANGUAGE_MODEL_FAILED} for a reply that is none */
    Description read(Reply reply) {
        ObjectNode json = reply.json();
        String name = Texts.line(json.path("name").asString(""), Description.LONGEST_NAME);
        String summary = json.path("summary").asString("").strip();
        if (name.isEmpty() || summary.isEmpty()) {
            throw new RemException(ErrorCode.LANGUAGE_MODEL_FAILED, "The language model's description is incomplete")
                    .with("model", reply.model());
        }
        return new Description(
                name,
                summary,
                type(json.path("moment_type").asString("")),
                tags(json.path("tags")),
                tags(json.path("emotion_tags")),
                names(json.path("people")));
    }

    /** Not every service holds a model to the schema. */
    private static MomentType type(String text) {
        try {
            return MomentType.of(text);
        } catch (RemException unknown) {
            return MomentType.OTHER;
        }
    }

    private static List<String> tags(JsonNode array) {
        Set<String> tags = new LinkedHashSet<>();
        for (JsonNode tag : array) {
            String text = Texts.line(tag.asString("").toLowerCase(Locale.ROOT), Description.LONGEST_TAG);
            if (!text.isEmpty() && tags.size() < MOST_TAGS) {
                tags.add(text);
            }
        }
        return List.copyOf(tags);
    }

    /** Nobody whose name the texts do not say: the last word of it, which is that of a family or the only one. Written as elsewhere in the window. */
    private List<String> names(JsonNode array) {
        List<String> found = people.of(activity);
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode node : array) {
            String name = Texts.line(node.asString(""), Description.LONGEST_NAME);
            List<String> words = words(name);
            if (words.isEmpty() || !said.contains(words.getLast())) {
                continue;
            }
            List<String> known = new ArrayList<>(found);
            known.removeIf(other -> !other.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)));
            names.add(known.size() == 1 ? known.getFirst() : name);
        }
        return List.copyOf(names);
    }

    private static List<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
