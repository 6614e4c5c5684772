package io.remdb.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A drawn document as an XML parser sees it. */
public record Svg(Element root) {
    private static final Pattern TRANSLATE = Pattern.compile("translate\\(([-0-9.]+),([-0-9.]+)\\)");

    /** Fails where the text is not well-formed. */
    public static Svg parse(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
            return new Svg(document.getDocumentElement());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /** All elements of a name, at any depth. */
    public List<Element> all(String name) {
        return all(root, name);
    }

    /** All texts that are shown. */
    public List<String> texts() {
        return all("text").stream().map(Element::getTextContent).toList();
    }

    /** The group of a curve, which has its name as title. */
    public Element curve(String label) {
        return ofClass("g", "curve").stream()
                .filter(group -> all(group, "title").getFirst().getTextContent().equals(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No curve " + label));
    }

    /** The names of the curves in the order in which they are drawn. */
    public List<String> curves() {
        return ofClass("g", "curve").stream()
                .map(group -> all(group, "title").getFirst().getTextContent())
                .toList();
    }

    /** Elements of a name and class. */
    public List<Element> ofClass(String name, String type) {
        return all(name).stream()
                .filter(element -> element.getAttribute("class").equals(type))
                .toList();
    }

    /** The x and y of the points of a curve. */
    public List<List<Double>> points(String label) {
        return all(curve(label), "path").stream().map(Svg::place).toList();
    }

    /** The x and y of the corners of a curve's line. */
    public List<List<Double>> corners(String label) {
        String points = all(curve(label), "polyline").getFirst().getAttribute("points");
        return List.of(points.split(" ", -1)).stream()
                .map(point -> point.split(",", -1))
                .map(point -> List.of(Double.valueOf(point[0]), Double.valueOf(point[1])))
                .toList();
    }

    /** A coordinate of the text: where an axis has the label. */
    public double label(String text, String coordinate) {
        Element label = all("text").stream()
                .filter(element -> element.getTextContent().equals(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No text " + text + " in " + texts()));
        return Double.parseDouble(label.getAttribute(coordinate));
    }

    /** Elements of a name below another. */
    static List<Element> all(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(number -> (Element) found.item(number))
                .toList();
    }

    private static List<Double> place(Element element) {
        Matcher translate = TRANSLATE.matcher(element.getAttribute("transform"));
        assertThat(translate.matches()).as(element.getAttribute("transform")).isTrue();
        return List.of(Double.valueOf(translate.group(1)), Double.valueOf(translate.group(2)));
    }
}
