package io.remdb.ingest.source;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a folder is passed over: the patterns of its {@code .gitignore} and {@code .remignore}, in the form of the first, on top of those
 * of the folders above. The last pattern that matches decides; one that begins with {@code !} takes back. Immutable.
 */
final class IgnoreRules {
    /** The rules of a folder that has none, and none above. */
    static final IgnoreRules NONE = new IgnoreRules(null, Path.of(""), List.of());

    private static final List<String> FILES = List.of(".gitignore", ".remignore");
    private static final int MOST_BYTES = 1 << 20;

    /** One pattern; {@code folders}: only folders match. */
    private record Rule(Pattern pattern, boolean folders, boolean takesBack) {}

    private final @Nullable IgnoreRules above;
    private final Path folder;
    private final List<Rule> rules;

    private IgnoreRules(@Nullable IgnoreRules above, Path folder, List<Rule> rules) {
        this.above = above;
        this.folder = folder;
        this.rules = rules;
    }

    /** The rules inside a folder. */
    IgnoreRules inside(Path inner) {
        List<Rule> found = new ArrayList<>();
        for (String name : FILES) {
            Path file = inner.resolve(name);
            if (Files.isRegularFile(file)) {
                lines(file).forEach(line -> add(line, found));
            }
        }
        return found.isEmpty() ? this : new IgnoreRules(this, inner, found);
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new RemException(ErrorCode.TOO_LARGE, "A file of ignore rules is larger than the limit")
                        .with("path", file)
                        .with("limit_bytes", MOST_BYTES);
            }
            return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A file of ignore rules cannot be read", e)
                    .with("path", file)
                    .with("reason", e.getMessage());
        }
    }

    private static void add(String line, List<Rule> rules) {
        String pattern = line.stripTrailing();
        boolean takesBack = pattern.startsWith("!");
        if (takesBack) {
            pattern = pattern.substring(1);
        }
        boolean folders = pattern.endsWith("/");
        if (folders) {
            pattern = pattern.substring(0, pattern.length() - 1);
        }
        if (!pattern.isEmpty() && !line.startsWith("#")) {
            rules.add(new Rule(Pattern.compile(expression(pattern)), folders, takesBack));
        }
    }

    /** A pattern with a slash is about the place below the folder of its file, one without about names anywhere below. */
    private static String expression(String pattern) {
        boolean placed = pattern.contains("/");
        String glob = pattern.startsWith("/") ? pattern.substring(1) : pattern;
        StringBuilder expression = new StringBuilder(placed ? "" : "(?:.*/)?");
        int i = 0;
        while (i < glob.length()) {
            if (glob.startsWith("**/", i)) {
                expression.append("(?:.*/)?");
                i += 3;
            } else if (glob.startsWith("**", i)) {
                expression.append(".*");
                i += 2;
            } else {
                i += appendSign(glob, i, expression);
            }
        }
        return expression.toString();
    }

    /** Appends what one sign of a glob stands for; how long it is. */
    private static int appendSign(String glob, int at, StringBuilder expression) {
        char sign = glob.charAt(at);
        switch (sign) {
            case '*' -> expression.append("[^/]*");
            case '?' -> expression.append("[^/]");
            case '[' -> {
                int close = glob.indexOf(']', at + 2);
                if (close > 0) {
                    String set = glob.substring(at + 1, close)
                            .replace("\\", "\\\\")
                            .replace("[", "\\[")
                            .replace("&&", "&\\&");
                    expression
                            .append('[')
                            .append(set.startsWith("!") ? "^" + set.substring(1) : set)
                            .append(']');
                    return close + 1 - at;
                }
                expression.append("\\[");
            }
            case '\\' -> {
                if (at + 1 < glob.length()) {
                    expression.append(Pattern.quote(glob.substring(at + 1, at + 2)));
                    return 2;
                }
                expression.append("\\\\");
            }
            default -> expression.append(Pattern.quote(String.valueOf(sign)));
        }
        return 1;
    }

    boolean ignores(Path path, boolean isFolder) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            Rule rule = rules.get(i);
            if ((isFolder || !rule.folders)
                    && rule.pattern.matcher(relative(path)).matches()) {
                return !rule.takesBack;
            }
        }
        return above != null && above.ignores(path, isFolder);
    }

    private String relative(Path path) {
        return folder.relativize(path).toString().replace('\\', '/');
    }
}
