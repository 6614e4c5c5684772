package io.remdb.ask.llm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The ids in a text, divided into those that may stand there and others.
 *
 * @param text without the others
 * @param cited those that may, in the order of the text
 * @param dropped the others
 */
record Citations(String text, Set<UUID> cited, Set<UUID> dropped) {
    private static final String ID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private static final Pattern ONE = Pattern.compile(ID);

    /** A list of ids in brackets, or one without; with the space before it, which goes with it. */
    private static final Pattern GROUP =
            Pattern.compile("(\\s*)\\[\\s*(" + ID + "(?:[\\s,;]+" + ID + ")*)\\s*]|(\\s*)(" + ID + ")");

    static Citations of(String text, Set<UUID> known) {
        Set<UUID> cited = new LinkedHashSet<>();
        Set<UUID> dropped = new LinkedHashSet<>();
        String clean = GROUP.matcher(text).replaceAll(group -> {
            List<UUID> kept = new ArrayList<>();
            ids(group).forEach(id -> {
                if (known.contains(id)) {
                    kept.add(id);
                } else {
                    dropped.add(id);
                }
            });
            cited.addAll(kept);
            String space = group.group(1) != null ? group.group(1) : group.group(3);
            return kept.isEmpty()
                    ? ""
                    : space + kept.stream().map(UUID::toString).collect(Collectors.joining(", ", "[", "]"));
        });
        return new Citations(clean.strip(), cited, dropped);
    }

    private static List<UUID> ids(MatchResult group) {
        return ONE.matcher(group.group())
                .results()
                .map(match -> UUID.fromString(match.group().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
