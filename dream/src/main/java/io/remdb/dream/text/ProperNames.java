package io.remdb.dream.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is written as a name in a text, whatever it names. */
public final class ProperNames {
    private ProperNames() {}

    /** The names in the order in which they are met; one word at the beginning of a sentence is none. */
    public static List<String> in(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (NameOccurrence occurrence : NameOccurrence.in(text)) {
            if (!occurrence.opening() || occurrence.words().size() > 1) {
                names.add(occurrence.name());
            }
        }
        return List.copyOf(names);
    }
}
