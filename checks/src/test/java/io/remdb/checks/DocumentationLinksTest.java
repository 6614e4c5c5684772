package io.remdb.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That whoever begins with the README comes to every page, and to the section that a link names. */
class DocumentationLinksTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|mailto:)([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

    private record Link(Path from, Path to, String section) {}

    @Test
    void everyPageIsReachedFromTheReadme() throws IOException {
        Set<Path> reached = new HashSet<>();
        Deque<Path> next = new ArrayDeque<>(List.of(ProjectFiles.root().resolve("README.md")));
        while (!next.isEmpty()) {
            Path page = next.remove();
            if (Files.isDirectory(page)) {
                next.addAll(pages(page, 1));
            } else if (page.toString().endsWith(".md") && reached.add(page)) {
                links(page).stream().map(Link::to).forEach(next::add);
            }
        }
        assertThat(reached)
                .containsAll(pages(ProjectFiles.root().resolve("docs"), Integer.MAX_VALUE))
                .containsAll(pages(ProjectFiles.root().resolve("examples"), Integer.MAX_VALUE));
    }

    @Test
    void linksToASectionFindItsHeading() throws IOException {
        List<Link> broken = new ArrayList<>();
        int sections = 0;
        for (Path page : pages(ProjectFiles.root(), Integer.MAX_VALUE)) {
            for (Link link : links(page)) {
                if (!link.section().isEmpty() && link.to().toString().endsWith(".md")) {
                    sections++;
                    if (!Files.exists(link.to()) || !sections(link.to()).contains(link.section())) {
                        broken.add(link);
                    }
                }
            }
        }
        assertThat(sections).isGreaterThan(10);
        assertThat(broken).isEmpty();
    }

    private static List<Path> pages(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }

    private static List<Link> links(Path page) throws IOException {
        return LINK.matcher(FENCED.matcher(ProjectFiles.text(page)).replaceAll(""))
                .results()
                .map(found -> new Link(
                        page,
                        found.group(1).isEmpty()
                                ? page
                                : page.resolveSibling(found.group(1)).normalize(),
                        found.group(2) == null ? "" : found.group(2)))
                .toList();
    }

    /** As the pages of a repository name their headings: small letters, hyphens for blanks, no punctuation. */
    private static List<String> sections(Path page) throws IOException {
        return HEADING.matcher(FENCED.matcher(ProjectFiles.text(page)).replaceAll(""))
                .results()
                .map(found -> found.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
