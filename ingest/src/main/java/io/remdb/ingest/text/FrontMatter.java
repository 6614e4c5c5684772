package io.remdb.ingest.text;

import io.remdb.ingest.document.DocumentInfo;
import io.remdb.ingest.document.Languages;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands between two lines of three hyphens at the beginning of a Markdown file. Only its plain {@code key: value} lines are looked at;
 * nothing is loaded as YAML.
 *
 * @param lines how many lines it takes, with the blank ones behind it
 * @param values by their keys, in small letters
 */
record FrontMatter(int lines, Map<String, String> values) {
    private static final String BOUND = "---";
    private static final int MOST_LINES = 200;
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z_-]++):[ \\t]++(.++)");

    static Optional<FrontMatter> of(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().strip().equals(BOUND)) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < Math.min(lines.size(), MOST_LINES); i++) {
            String line = lines.get(i).strip();
            if (line.equals(BOUND) || line.equals("...")) {
                int end = i + 1;
                while (end < lines.size() && lines.get(end).isBlank()) {
                    end++;
                }
                return Optional.of(new FrontMatter(end, values));
            }
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                values.put(entry.group(1).toLowerCase(Locale.ROOT), unquoted(entry.group(2)));
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String value) {
        String plain = value.strip();
        boolean quoted = plain.length() >= 2
                && (plain.charAt(0) == '"' || plain.charAt(0) == '\'')
                && plain.charAt(plain.length() - 1) == plain.charAt(0);
        return quoted ? plain.substring(1, plain.length() - 1) : plain;
    }

    DocumentInfo info() {
        return new DocumentInfo(
                values.get("title"),
                values.get("author"),
                time(values.get("date")),
                time(values.get("updated")),
                0,
                Optional.ofNullable(values.get("lang"))
                        .flatMap(Languages::declared)
                        .orElse(null),
                List.of());
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
