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
import io.remdb.llm.LanguageModels;
import io.remdb.llm.Reply;
import io.remdb.llm.Request;
import io.remdb.llm.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes with a language model. A long activity is described in parts, and the parts' descriptions together, in as many rounds as it takes until they
 * fit into one request. A reply that is of no use is asked for once more; after that the activity is for another describer. A service that is away
 * several times in a row, and a run that has asked often enough, are not asked again. One thread.
 */
public final class LlmDescriber implements Describer {
    /** Tokens of one request that tell of the activity. */
    public static final int MOST_INPUT_TOKENS = 12_000;

    /** Requests of one run. */
    public static final int MOST_CALLS = 500;

    private static final int FAILURES_IN_A_ROW = 3;
    private static final int ATTEMPTS = 2;
    private static final int MAX_OUTPUT_TOKENS = 1_000;
    private static final Duration LIMIT = LanguageModels.BULK.deadline();

    private final LanguageModel model;
    private final People people;
    private final int mostInputTokens;
    private final int mostCalls;
    private Usage usage;
    private int asked;
    private int failures;
    private @Nullable RemException lastFailure;

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
        List<ArrayNode> parts = packed(messages(activity), 1);
        requireBudget(parts.size() == 1 ? 1 : parts.size() + 1);
        DescriptionReply replies = new DescriptionReply(activity, people);
        ObjectNode user = Json.object();
        user.put("user", activity.user());
        user.put("start", activity.start().toString());
        user.put("end", activity.end().toString());
        String of = "messages";
        while (parts.size() > 1) {
            List<ObjectNode> described = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                ObjectNode part = user.deepCopy();
                part.put("part", (i + 1) + " of " + parts.size());
                part.set(of, parts.get(i));
                described.add(json(ask(part, replies)));
            }
            of = "parts";
            parts = packed(described, 2); // so that each round has fewer
        }
        user.set(of, parts.getFirst());
        return ask(user, replies);
    }

    /** What cannot be finished is not begun. */
    private void requireBudget(int calls) {
        if (asked + calls > mostCalls) {
            throw new RemException(ErrorCode.TOO_LARGE, "The run has asked the language model often enough")
                    .with("calls", mostCalls);
        }
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
        requireBudget(1);
        if (failures >= FAILURES_IN_A_ROW && lastFailure != null) {
            throw new RemException(ErrorCode.UNAVAILABLE, "The language model was of no use several times in a row")
                    .with("failures", failures)
                    .because(lastFailure);
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
            lastFailure = e;
            throw e;
        }
    }

    private List<ObjectNode> messages(Activity activity) {
        List<ObjectNode> messages = new ArrayList<>();
        for (Item item : activity.items()) {
            pieces(item.text()).forEach(text -> messages.add(json(item, text)));
        }
        return messages;
    }

    /** In as few parts as fit into a request each, but at least so many in each. */
    private List<ArrayNode> packed(List<ObjectNode> all, int fewest) {
        List<ArrayNode> parts = new ArrayList<>();
        ArrayNode part = Json.mapper().createArrayNode();
        double tokens = 0;
        for (ObjectNode json : all) {
            double here = EstimatedTokenizer.tokens(Json.text(json));
            if (tokens + here > mostInputTokens && part.size() >= fewest) {
                parts.add(part);
                part = Json.mapper().createArrayNode();
                tokens = 0;
            }
            part.add(json);
            tokens += here;
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
