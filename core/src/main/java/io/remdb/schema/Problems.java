package io.remdb.schema;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.text.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong with a schema document, each with the place (a JSON pointer), so that everything is reported at once. */
final class Problems {
    private static final int MOST_SHOWN = 50;

    private final Set<String> sentences = new LinkedHashSet<>();
    private final Set<String> suggestions = new LinkedHashSet<>();

    /** Adds a problem. */
    void add(String pointer, String message) {
        sentences.add((pointer.isEmpty() ? "/" : pointer) + ": " + message);
    }

    /** Adds that {@code name} is not one of {@code known}, with the nearest of them. */
    void addUnknown(String pointer, String message, String name, Collection<String> known) {
        Optional<String> nearest = Suggestions.misspelt(name, known);
        add(
                pointer,
                message
                        + nearest.map(found -> " (did you mean \"" + found + "\"?)")
                                .orElse(""));
        nearest.ifPresent(found -> suggestions.add("Did you mean \"" + found + "\" instead of \"" + name + "\"?"));
    }

    boolean isEmpty() {
        return sentences.isEmpty();
    }

    /** All of it as one error. */
    RemException toException(String source) {
        List<String> shown = new ArrayList<>(sentences);
        int more = shown.size() - MOST_SHOWN;
        if (more > 0) {
            shown = new ArrayList<>(shown.subList(0, MOST_SHOWN));
            shown.add("and " + more + " more");
        }
        String count = sentences.size() == 1 ? "a problem" : sentences.size() + " problems";
        RemException error = new RemException(
                        ErrorCode.INVALID_SCHEMA, "The schema has " + count + ": " + String.join("; ", shown))
                .with("source", source);
        return suggestions.isEmpty() ? error : error.hint(String.join(" ", suggestions));
    }
}
