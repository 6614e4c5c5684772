package io.remdb.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class LineChartTest {
    private static final Offset<Double> ROUNDED = within(0.011);
    /** Labels of the y axis stand with their middle on the line, their coordinate is that of their foot. */
    private static final double HALF_A_LABEL = 4;

    @Test
    void pointsAreWhereTheAxesSay() {
        Svg svg = draw(curve("a", null, 10_000, 0.01, 100_000, 0.1, 1_000_000, 10));

        List<List<Double>> points = svg.points("a");

        assertThat(points).hasSize(3).isEqualTo(svg.corners("a"));
        assertThat(points.get(0).get(0)).isCloseTo(svg.label("10,000", "x"), ROUNDED);
        assertThat(points.get(1).get(0)).isCloseTo(svg.label("100,000", "x"), ROUNDED);
        assertThat(points.get(2).get(0)).isCloseTo(svg.label("1,000,000", "x"), ROUNDED);
        assertThat(points.get(0).get(1)).isCloseTo(svg.label("0.01", "y") - HALF_A_LABEL, ROUNDED);
        assertThat(points.get(1).get(1)).isCloseTo(svg.label("0.1", "y") - HALF_A_LABEL, ROUNDED);
        assertThat(points.get(2).get(1)).isCloseTo(svg.label("10", "y") - HALF_A_LABEL, ROUNDED);
        assertThat(points.get(2).get(1)).as("up").isLessThan(points.get(0).get(1));
    }

    @Test
    void pointBetweenPowersOfTenIsBetweenThem() {
        Svg svg = draw(curve("a", null, 10_000, 1, 31_622.7766, 3.16227766, 100_000, 10));

        List<List<Double>> points = svg.points("a");

        assertThat(points.get(1).get(0))
                .isCloseTo((points.get(0).get(0) + points.get(2).get(0)) / 2, ROUNDED);
        assertThat(points.get(1).get(1))
                .isCloseTo((points.get(0).get(1) + points.get(2).get(1)) / 2, ROUNDED);
    }

    @Test
    void curvesWithOneLimitShareItsLine() {
        Svg svg = draw(
                curve("a", new Curve.Limit(1, "1 ms"), 10, 0.5),
                curve("b", new Curve.Limit(1, "1 ms, recall >= .95"), 10, 2),
                curve("c", new Curve.Limit(10, "10 ms"), 10, 2),
                curve("d", null, 10, 3));

        List<Element> limits = svg.ofClass("g", "limit");

        assertThat(limits)
                .hasSize(2)
                .allSatisfy(limit ->
                        assertThat(limit.getAttribute("stroke-dasharray")).isNotEmpty());
        assertThat(Double.valueOf(Svg.all(limits.getFirst(), "line").getFirst().getAttribute("y1")))
                .isCloseTo(svg.label("1", "y") - HALF_A_LABEL, ROUNDED);
        assertThat(svg.texts())
                .contains("budget 1", "budget 10", "budget")
                .contains("a (budget: 1 ms)", "b (budget: 1 ms, recall >= .95)", "c (budget: 10 ms)", "d");
    }

    @Test
    void limitIsInsideTheFrameThoughNoPointIsNear() {
        Svg svg = draw(curve("a", new Curve.Limit(1000, "1 s"), 10, 0.5));

        assertThat(svg.label("1,000", "y"))
                .isLessThan(svg.points("a").getFirst().get(1));
        assertThat(svg.ofClass("g", "limit")).hasSize(1);
    }

    @Test
    void hasItsOwnBackgroundAndEverythingInIt() {
        Svg svg = draw(curve("a", null, 10, 1));

        Element background = Svg.all(svg.root(), "rect").getFirst();
        assertThat(background.getAttribute("width")).isEqualTo(svg.root().getAttribute("width"));
        assertThat(background.getAttribute("height")).isEqualTo(svg.root().getAttribute("height"));
        assertThat(background.getAttribute("fill")).isEqualTo("#ffffff");
        assertThat(svg.all("script")).isEmpty();
        assertThat(svg.all("style")).isEmpty();
        assertThat(svg.texts()).contains("title", "across", "upwards", "a", "caption");
        assertThat(svg.texts()).doesNotContain("budget");
    }

    @Test
    void longCaptionsAreBrokenBetweenWords() {
        String caption = "word ".repeat(50).strip();
        String drawn = new LineChart("t", "x", "y", List.of(curve("a", null, 1, 1)), List.of(caption)).svg();

        List<Element> lines = Svg.all(Svg.parse(drawn).ofClass("g", "captions").getFirst(), "text");

        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.getTextContent()).matches("word( word)*"));
        assertThat(lines.getFirst().getTextContent() + " " + lines.getLast().getTextContent())
                .isEqualTo(caption);
    }

    @Test
    void manyCurvesDifferInColourOrShape() {
        assertThat(IntStream.range(0, 45).mapToObj(CurveStyle::of)).doesNotHaveDuplicates();
    }

    @Test
    void whatHasNoPlaceOnALogarithmicAxisIsRefused() {
        assertThatThrownBy(() -> new Curve.Point(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Curve.Point(1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Curve.Limit(Double.NaN, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> draw()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> draw(curve("a", null))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Svg draw(Curve... curves) {
        return Svg.parse(new LineChart("title", "across", "upwards", List.of(curves), List.of("caption")).svg());
    }

    private static Curve curve(String label, Curve.@Nullable Limit limit, double... coordinates) {
        List<Curve.Point> points = IntStream.range(0, coordinates.length / 2)
                .mapToObj(number -> new Curve.Point(coordinates[2 * number], coordinates[2 * number + 1]))
                .toList();
        return new Curve(label, points, limit);
    }
}
