package io.remdb.ingest.source;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a folder is passed over: the patterns of its {@code .gitignore} and {@code .remignore}, in the form of the first, on top of those
 * of the folders above. The last pattern that matches decides; one that begins with {@code !} takes back. Immutable.
 */
final class IgnoreRules {
    /** The rules of a folder that has none, and none above. */
    static final IgnoreRules NONE = new IgnoreRules(null, Path.of(""), List.of());

    private static final List<String> FILES = List.of(".gitignore", ".remignore");
    private static final String REPOSITORY = ".git";
    private static final int MOST_BYTES = 1 << 20;

    /** One pattern; {@code folders}: only folders match. */
    private record Rule(IgnorePattern pattern, boolean folders, boolean takesBack) {}

    private final @Nullable IgnoreRules above;
    private final Path folder;
    private final List<Rule> rules;

    private IgnoreRules(@Nullable IgnoreRules above, Path folder, List<Rule> rules) {
        this.above = above;
        this.folder = folder;
        this.rules = rules;
    }

    /** The rules that a folder which is named itself comes under: those of the folders above it, as far as they are of one repository. */
    static IgnoreRules above(Path folder) {
        List<Path> folders = new ArrayList<>();
        for (Path root = folder; root != null; root = root.getParent()) {
            folders.addFirst(root);
            if (look(root.resolve(REPOSITORY)).isPresent()) {
                folders.removeLast();
                IgnoreRules rules = NONE;
                for (Path each : folders) {
                    rules = rules.inside(each);
                }
                return rules;
            }
        }
        return NONE;
    }

    /** The rules inside a folder. */
    IgnoreRules inside(Path inner) {
        List<Rule> found = new ArrayList<>();
        for (String name : FILES) {
            Path file = inner.resolve(name);
            if (look(file).filter(BasicFileAttributes::isRegularFile).isPresent()) {
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
            throw unreadable(file, e);
        }
    }

    /** Rules that cannot be read are not taken for none: what they keep out may be secret. */
    private static Optional<BasicFileAttributes> look(Path file) {
        try {
            return Place.look(file);
        } catch (AccessDeniedException e) {
            return Optional.empty(); // of a folder above, which may belong to somebody else
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static RemException unreadable(Path file, IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "A file of ignore rules cannot be read", e)
                .with("path", file)
                .because(e);
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
            rules.add(new Rule(new IgnorePattern(pattern), folders, takesBack));
        }
    }

    boolean ignores(Path path, boolean isFolder) {
        List<String> names = rules.isEmpty() ? List.of() : names(path);
        for (int i = rules.size() - 1; i >= 0; i--) {
            Rule rule = rules.get(i);
            if ((isFolder || !rule.folders) && rule.pattern.matches(names)) {
                return !rule.takesBack;
            }
        }
        return above != null && above.ignores(path, isFolder);
    }

    private List<String> names(Path path) {
        List<String> names = new ArrayList<>();
        folder.relativize(path).forEach(name -> names.add(name.toString()));
        return names;
    }
}
