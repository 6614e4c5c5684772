package io.remdb.text;

import java.util.Locale;
import java.util.Set;

/** Names that differ by more than case, as those of columns must. */
public final class UniqueNames {
    private UniqueNames() {}

    /**
     * The name, or the first of name_2, name_3, ... that is not taken; takes it.
     *
     * @param taken in lower case
     */
    public static String take(String name, Set<String> taken) {
        String candidate = name;
        for (int suffix = 2; !taken.add(candidate.toLowerCase(Locale.ROOT)); suffix++) {
            candidate = name + "_" + suffix;
        }
        return candidate;
    }
}
