package io.remdb.dream.llm;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.describe.Describer;
import io.remdb.dream.describe.Description;
import io.remdb.dream.text.People;
import io.remdb.dream.text.Texts;
import io.remdb.embedding.EstimatedTokenizer;
import io.remdb.json.Json;
import io.remdb.llm.LanguageModel;
import io.remdb.llm.Reply;
import io.remdb.llm.Request;
import io.remdb.llm.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes with a language model. A long activity is described in parts, and the parts' descriptions together. A reply that is of no use is asked for
 * once more; after that the activity is for another describer. A service that is away several times in a row, and a run that has asked often enough, are
 * not asked again. One thread.
 */
public final class LlmDescriber implements Describer {
    /** Tokens of one request that tell of the activity. */
    public static final int MOST_INPUT_TOKENS = 12_000;

    /** Requests of one run. */
    public static final int MOST_CALLS = 500;

    private static final int FAILURES_IN_A_ROW = 3;
    private static final int ATTEMPTS = 2;
    private static final int MAX_OUTPUT_TOKENS = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final LanguageModel model;
    private final People people;
    private final int mostInputTokens;
    private final int mostCalls;
    private Usage usage;
    private int asked;
    private int failures;

    /** Describes with a model, which stays the caller's to close. */
    public LlmDescriber(LanguageModel model, People people) {
        this(model, people, MOST_INPUT_TOKENS, MOST_CALLS);
    }

    /** The same with other limits. */
    public LlmDescriber(LanguageModel model, People people, int mostInputTokens, int mostCalls) {
        this.model = model;
        this.people = people;
        this.mostInputTokens = mostInputTokens;
        this.mostCalls = mostCalls;
        this.usage = Usage.none(model);
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public Description describe(Activity activity) {
        List<ArrayNode> parts = parts(activity);
        DescriptionReply replies = new DescriptionReply(activity, people);
        ObjectNode user = Json.object();
        user.put("user", activity.user());
        user.put("start", activity.start().toString());
        user.put("end", activity.end().toString());
        if (parts.size() == 1) {
            user.set("messages", parts.getFirst());
            return ask(user, replies);
        }
        ArrayNode described = Json.mapper().createArrayNode();
        for (int i = 0; i < parts.size(); i++) {
            ObjectNode part = user.deepCopy();
            part.put("part", (i + 1) + " of " + parts.size());
            part.set("messages", parts.get(i));
            Description description = ask(part, replies);
            described.add(json(description));
        }
        user.set("parts", described);
        return ask(user, replies);
    }

    private static ObjectNode json(Description description) {
        ObjectNode json = Json.object();
        json.put("name", description.name());
        json.put("summary", description.summary());
        json.put("moment_type", description.type().text());
        description.tags().forEach(json.putArray("tags")::add);
        description.emotionTags().forEach(json.putArray("emotion_tags")::add);
        description.people().forEach(json.putArray("people")::add);
        return json;
    }

    private Description ask(ObjectNode user, DescriptionReply replies) {
        RemException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ObjectNode asking = user.deepCopy();
            if (last != null) {
                asking.put("your_last_answer_was_of_no_use", last.getMessage());
            }
            Reply reply = complete(asking);
            try {
                return replies.read(reply);
            } catch (RemException e) {
                if (reply.end() == Reply.End.REFUSED) {
                    throw e; // it will not change its mind
                }
                last = e;
            }
        }
        throw last == null ? new RemException(ErrorCode.INTERNAL, "Nothing was asked") : last;
    }

    private Reply complete(ObjectNode user) {
        if (asked >= mostCalls) {
            throw new RemException(ErrorCode.TOO_LARGE, "The run has asked the language model often enough")
                    .with("calls", mostCalls);
        }
        if (failures >= FAILURES_IN_A_ROW) {
            throw new RemException(ErrorCode.UNAVAILABLE, "The language model was of no use several times in a row")
                    .with("failures", failures);
        }
        asked++;
        try {
            Reply reply = model.complete(new Request(
                    Prompt.SYSTEM, Json.text(user), "moment", Prompt.SCHEMA.deepCopy(), MAX_OUTPUT_TOKENS, LIMIT));
            usage = usage.plus(model, reply);
            failures = 0;
            return reply;
        } catch (RemException e) {
            failures++;
            throw e;
        }
    }

    /** The messages and texts, in as few pieces as fit into a request each. */
    private List<ArrayNode> parts(Activity activity) {
        List<ArrayNode> parts = new ArrayList<>();
        ArrayNode part = Json.mapper().createArrayNode();
        double tokens = 0;
        for (Item item : activity.items()) {
            for (String text : pieces(item.text())) {
                ObjectNode json = json(item, text);
                double here = EstimatedTokenizer.tokens(Json.text(json));
                if (tokens + here > mostInputTokens && !part.isEmpty()) {
                    parts.add(part);
                    part = Json.mapper().createArrayNode();
                    tokens = 0;
                }
                part.add(json);
                tokens += here;
            }
        }
        parts.add(part);
        return parts;
    }

    /** A text that is longer than a request is told in pieces. */
    private List<String> pieces(String text) {
        // Half of it, so that quotation marks and what is around it fit too; a character has at most two tokens.
        int longest = Math.max(1, mostInputTokens / 4);
        List<String> pieces = new ArrayList<>();
        for (String rest = text; !rest.isEmpty(); ) {
            String piece = Texts.cut(rest, Math.max(2, longest));
            pieces.add(piece);
            rest = rest.substring(piece.length());
        }
        return pieces;
    }

    private static ObjectNode json(Item item, String text) {
        ObjectNode json = Json.object();
        json.put("at", item.time().toString());
        json.put("kind", item.kind().name().toLowerCase(Locale.ROOT));
        if (item.author() != null) {
            json.put("by", item.author());
        }
        if (!item.title().isEmpty()) {
            json.put("title", item.title());
        }
        json.put("text", text);
        return json;
    }
}
