package io.remdb.bench.chart;

import java.util.List;

/**
 * How a curve differs from the others: by colour, and by the shape of its points for those who do not see the colour. The
 * numbers of colours and shapes have no common divisor, so that all pairs are used before one comes again.
 *
 * @param colour dark enough for thin lines on white
 * @param shape of a point, as the data of an SVG path around 0, 0
 */
record CurveStyle(String colour, String shape) {
    private static final List<String> COLOURS =
            List.of("#1f6fb4", "#c44e00", "#117733", "#aa4499", "#7a6a00", "#882255", "#2a9d8f", "#332288", "#555555");
    private static final List<String> SHAPES = List.of(
            "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
            "M-3.5,-3.5h7v7h-7z",
            "M0,-5.5L4.5,3.5H-4.5z",
            "M0,-5.5L5.5,0L0,5.5L-5.5,0z",
            "M0,5.5L4.5,-3.5H-4.5z");

    /** The style of the curve with this number, from 0. */
    static CurveStyle of(int curve) {
        return new CurveStyle(COLOURS.get(curve % COLOURS.size()), SHAPES.get(curve % SHAPES.size()));
    }

    /** Joins points, given as the coordinates of an SVG polyline. */
    void drawLine(SvgDocument svg, String points) {
        svg.open("g", "fill", "none", "stroke", colour, "stroke-width", 2, "stroke-linejoin", "round");
        svg.empty("polyline", "points", points);
        svg.close();
    }

    void drawPoint(SvgDocument svg, double x, double y, String tooltip) {
        svg.open("path", "class", "point", "fill", colour, "d", shape, "transform", place(x, y));
        svg.content("title", tooltip);
        svg.close();
    }

    /** The key of the curve in the legend. */
    void drawKey(SvgDocument svg, double x, double y, double width) {
        svg.open("g", "stroke", colour, "stroke-width", 2);
        svg.line(x, y, x + width, y);
        svg.close();
        svg.empty("path", "fill", colour, "d", shape, "transform", place(x + width / 2, y));
    }

    private static String place(double x, double y) {
        return "translate(" + SvgDocument.number(x) + "," + SvgDocument.number(y) + ")";
    }
}
