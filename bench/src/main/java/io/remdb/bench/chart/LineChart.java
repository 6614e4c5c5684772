package io.remdb.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Curves over two logarithmic axes: what grows as a power of x is a straight line, whatever its size.
 *
 * @param title above
 * @param xLabel what the x axis counts
 * @param yLabel what the y axis counts
 * @param curves at least one, each with at least one point
 * @param captions small lines below
 */
public record LineChart(String title, String xLabel, String yLabel, List<Curve> curves, List<String> captions) {
    private static final double WIDTH = 860;
    private static final double LEFT = 90;
    private static final double RIGHT = 750;
    private static final double TOP = 50;
    private static final double BOTTOM = 430;
    /** Between the frame and the ends of the scales, so that points and budgets there are told from the frame. */
    private static final double INSET = 14;

    private static final double LEGEND = BOTTOM + 72;
    private static final double LEGEND_LINE = 20;
    private static final double KEY_WIDTH = 34;
    private static final double CAPTION_LINE = 15;
    private static final int CAPTION_CHARACTERS = 130;

    private static final String BACKGROUND = "#ffffff";
    private static final String INK = "#222222";
    private static final String PALE_INK = "#555555";
    private static final String GRID = "#d4d4d4";
    private static final String MINOR_GRID = "#efefef";
    private static final String DASHES = "7 5";

    public LineChart {
        curves = List.copyOf(curves);
        captions = List.copyOf(captions);
        if (curves.isEmpty() || curves.stream().anyMatch(curve -> curve.points().isEmpty())) {
            throw new IllegalArgumentException("A chart needs curves, and a curve needs points");
        }
    }

    /** The whole document. */
    public String svg() {
        List<Double> limits = limits();
        List<String> captionLines =
                captions.stream().flatMap(LineChart::wrapped).toList();
        double legendEnd = LEGEND + LEGEND_LINE * (curves.size() + (limits.isEmpty() ? 0 : 1));
        LogScale xScale = scale(values(Curve.Point::x), LEFT + INSET, RIGHT - INSET);
        LogScale yScale = scale(
                DoubleStream.concat(values(Curve.Point::y), limits.stream().mapToDouble(Double::doubleValue)),
                BOTTOM - INSET,
                TOP + INSET);
        double captionsTop = legendEnd + LEGEND_LINE / 2;
        double height = captionsTop + CAPTION_LINE * captionLines.size();

        SvgDocument svg = new SvgDocument(WIDTH, height, title);
        svg.rectangle(0, 0, WIDTH, height, BACKGROUND);
        svg.open("g", "font-family", "sans-serif", "font-size", 12, "fill", INK);
        svg.content("text", title, "x", LEFT, "y", TOP - 20, "font-size", 18, "font-weight", "bold");
        drawXAxis(svg, xScale);
        drawYAxis(svg, yScale);
        svg.open("g", "stroke", PALE_INK);
        svg.rectangle(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, "none");
        svg.close();
        limits.forEach(limit -> drawLimit(svg, limit, yScale.position(limit)));
        for (int curve = 0; curve < curves.size(); curve++) {
            draw(svg, curves.get(curve), CurveStyle.of(curve), xScale, yScale);
        }
        drawLegend(svg, !limits.isEmpty());
        svg.open("g", "class", "captions", "font-size", 10, "fill", PALE_INK);
        for (int line = 0; line < captionLines.size(); line++) {
            svg.text(LEFT, captionsTop + CAPTION_LINE * line, captionLines.get(line));
        }
        return svg.finish();
    }

    /** Several curves with one limit share its line. */
    private List<Double> limits() {
        return curves.stream()
                .map(Curve::limit)
                .filter(Objects::nonNull)
                .map(Curve.Limit::y)
                .distinct()
                .sorted()
                .toList();
    }

    private DoubleStream values(ToDoubleFunction<Curve.Point> coordinate) {
        return curves.stream().flatMap(curve -> curve.points().stream()).mapToDouble(coordinate);
    }

    private static LogScale scale(DoubleStream values, double from, double to) {
        var range = values.summaryStatistics();
        return LogScale.over(range.getMin(), range.getMax(), from, to);
    }

    private void drawXAxis(SvgDocument svg, LogScale scale) {
        svg.open("g", "class", "x axis", "text-anchor", "middle");
        for (LogScale.Tick tick : scale.ticks()) {
            double x = scale.position(tick.value().doubleValue());
            drawGridLine(svg, tick, x, TOP, x, BOTTOM);
            if (tick.labelled()) {
                svg.text(x, BOTTOM + 18, tick.text());
            }
        }
        svg.content("text", xLabel, "x", (LEFT + RIGHT) / 2, "y", BOTTOM + 42, "font-size", 13);
        svg.close();
    }

    private void drawYAxis(SvgDocument svg, LogScale scale) {
        svg.open("g", "class", "y axis", "text-anchor", "end");
        for (LogScale.Tick tick : scale.ticks()) {
            double y = scale.position(tick.value().doubleValue());
            drawGridLine(svg, tick, LEFT, y, RIGHT, y);
            if (tick.labelled()) {
                svg.text(LEFT - 8, y + 4, tick.text());
            }
        }
        String place = "translate(20," + SvgDocument.number((TOP + BOTTOM) / 2) + ") rotate(-90)";
        svg.content("text", yLabel, "transform", place, "text-anchor", "middle", "font-size", 13);
        svg.close();
    }

    private static void drawGridLine(
            SvgDocument svg, LogScale.Tick tick, double fromX, double fromY, double toX, double toY) {
        svg.open("g", "stroke", tick.decade() ? GRID : MINOR_GRID);
        svg.line(fromX, fromY, toX, toY);
        svg.close();
    }

    private static void drawLimit(SvgDocument svg, double limit, double y) {
        svg.open("g", "class", "limit", "stroke", PALE_INK, "stroke-width", 1.5, "stroke-dasharray", DASHES);
        svg.line(LEFT, y, RIGHT, y);
        svg.close();
        svg.text(RIGHT + 6, y + 4, "budget " + LogScale.number(limit));
    }

    private void draw(SvgDocument svg, Curve curve, CurveStyle style, LogScale xScale, LogScale yScale) {
        svg.open("g", "class", "curve");
        svg.content("title", curve.label());
        String places = curve.points().stream()
                .map(point -> SvgDocument.number(xScale.position(point.x())) + ","
                        + SvgDocument.number(yScale.position(point.y())))
                .collect(Collectors.joining(" "));
        style.drawLine(svg, places);
        for (Curve.Point point : curve.points()) {
            String tooltip = curve.label() + ": " + LogScale.number(point.y()) + " " + yLabel + ", "
                    + LogScale.number(point.x()) + " " + xLabel;
            style.drawPoint(svg, xScale.position(point.x()), yScale.position(point.y()), tooltip);
        }
        svg.close();
    }

    private void drawLegend(SvgDocument svg, boolean limited) {
        svg.open("g", "class", "legend");
        for (int line = 0; line < curves.size(); line++) {
            Curve curve = curves.get(line);
            double y = LEGEND + LEGEND_LINE * line;
            Curve.Limit limit = curve.limit();
            CurveStyle.of(line).drawKey(svg, LEFT, y, KEY_WIDTH);
            String budget = limit == null ? "" : " (budget: " + limit.text() + ")";
            svg.text(LEFT + KEY_WIDTH + 8, y + 4, curve.label() + budget);
        }
        if (limited) {
            double y = LEGEND + LEGEND_LINE * curves.size();
            svg.open("g", "stroke", PALE_INK, "stroke-width", 1.5, "stroke-dasharray", DASHES);
            svg.line(LEFT, y, LEFT + KEY_WIDTH, y);
            svg.close();
            svg.text(LEFT + KEY_WIDTH + 8, y + 4, "budget");
        }
        svg.close();
    }

    /** SVG breaks no lines. */
    private static Stream<String> wrapped(String caption) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : caption.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > CAPTION_CHARACTERS) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines.stream();
    }
}
