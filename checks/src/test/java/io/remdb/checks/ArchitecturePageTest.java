package io.remdb.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** That what {@code docs/architecture.md} shows and names is there. */
class ArchitecturePageTest {
    private static final Pattern ARROW = Pattern.compile("(?m)^ +([a-z-]+) --> ([a-z-]+)$");
    /** Words of SQL are in capitals. */
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]+[A-Za-z0-9]*)[`.(]");

    private static final Set<String> OF_JAVA = Set.of("System", "ServiceLoader");

    /** Measures inner pieces, and is part of no other build. */
    private static final String OUTSIDE = "jmh";

    private static final String PREFIX = "rem-";

    private static Path page() {
        return ProjectFiles.root().resolve("docs/architecture.md");
    }

    @Test
    void theClassesThatItNamesExist() throws IOException {
        Set<String> sources = ProjectFiles.javaSources().stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        Set<String> named = CLASS_NAME
                .matcher(ProjectFiles.text(page()))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !OF_JAVA.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(100);
        assertThat(sources).containsAll(named);
    }

    @Test
    void itsPictureIsThatOfTheBuild() throws Exception {
        Map<String, Set<String>> modules = modules();
        Set<String> arrows = new TreeSet<>();
        modules.forEach((module, uses) -> uses.stream()
                .filter(used -> uses.stream().noneMatch(other -> reaches(modules, other, used)))
                .forEach(used -> arrows.add(module + " --> " + used)));
        Set<String> drawn = ARROW.matcher(ProjectFiles.text(page()))
                .results()
                .map(found -> found.group(1) + " --> " + found.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(drawn).isEqualTo(arrows);
    }

    /** Whether one module uses another, itself or through others. */
    private static boolean reaches(Map<String, Set<String>> modules, String from, String to) {
        return modules.getOrDefault(from, Set.of()).stream()
                .anyMatch(used -> used.equals(to) || reaches(modules, used, to));
    }

    /** By module, those that it uses when it runs. */
    private static Map<String, Set<String>> modules() throws Exception {
        Map<String, Set<String>> modules = new TreeMap<>();
        try (Stream<Path> folders = Files.list(ProjectFiles.root())) {
            for (Path folder : folders.filter(each -> Files.exists(each.resolve("pom.xml")))
                    .filter(each -> Files.isDirectory(each.resolve("src/main")))
                    .filter(each -> !each.endsWith(OUTSIDE))
                    .toList()) {
                modules.put(folder.getFileName().toString(), used(folder.resolve("pom.xml")));
            }
        }
        return modules;
    }

    private static Set<String> used(Path pom) throws IOException, ParserConfigurationException, SAXException {
        Document document;
        try (InputStream in = Files.newInputStream(pom)) {
            document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(in);
        }
        Set<String> used = new HashSet<>();
        for (Element dependency : elements(document.getElementsByTagName("dependency"))) {
            String name = text(dependency, "artifactId");
            if (text(dependency, "groupId").equals("io.remdb")
                    && !text(dependency, "scope").equals("test")) {
                used.add(name.substring(PREFIX.length()));
            }
        }
        return used;
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .map(Element.class::cast)
                .toList();
    }

    /** Of a child; empty where there is none. */
    private static String text(Element element, String child) {
        return elements(element.getElementsByTagName(child)).stream()
                .map(Element::getTextContent)
                .findFirst()
                .orElse("");
    }
}
