package io.remdb.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How wide each column of a table is. Columns that are wider than their share give way to the others; columns for which
 * there is no room at all are hidden from the right.
 *
 * @param widths of the columns that are shown
 * @param numeric which of them are aligned to the right
 * @param hidden how many are not shown
 */
record TableLayout(List<Integer> widths, List<Boolean> numeric, int hidden) {
    static final TableLayout EMPTY = new TableLayout(List.of(), List.of(), 0);

    private static final int GAP = 2;
    private static final int NARROWEST = 8;
    private static final int WIDTH_OF_AN_ID = 36;

    static TableLayout of(List<String> header, List<List<String>> rows, int columns) {
        List<Integer> natural = new ArrayList<>();
        List<Boolean> numeric = new ArrayList<>();
        for (int column = 0; column < header.size(); column++) {
            int place = column;
            int widest = rows.stream()
                    .mapToInt(row -> Text.width(row.get(place)))
                    .max()
                    .orElse(0);
            natural.add(Math.max(Text.width(header.get(column)), widest));
            numeric.add(rows.stream().map(row -> row.get(place)).allMatch(TableLayout::isNumber));
        }
        int shown = natural.size();
        while (shown > 1 && leastWidth(natural.subList(0, shown)) > columns) {
            shown--;
        }
        return new TableLayout(
                shrunk(natural.subList(0, shown), columns - GAP * (shown - 1)),
                List.copyOf(numeric.subList(0, shown)),
                natural.size() - shown);
    }

    String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.size(); column++) {
            String cell = Text.fit(cells.get(column), widths.get(column));
            boolean last = column == widths.size() - 1;
            if (numeric.get(column)) {
                line.append(Text.padLeft(cell, widths.get(column)));
            } else {
                line.append(last ? cell : Text.pad(cell, widths.get(column)));
            }
            line.append(last ? "" : " ".repeat(GAP));
        }
        return line.toString();
    }

    String rule() {
        return widths.stream().map("─"::repeat).collect(Collectors.joining(" ".repeat(GAP)));
    }

    private static int leastWidth(List<Integer> natural) {
        return natural.stream().mapToInt(TableLayout::least).sum() + GAP * (natural.size() - 1);
    }

    /** An id that is cut cannot be used, so that it is never cut where the terminal allows for it. */
    private static int least(int natural) {
        return natural == WIDTH_OF_AN_ID ? natural : Math.min(natural, NARROWEST);
    }

    /** Gives every column the same limit, the largest with which all fit. */
    private static List<Integer> shrunk(List<Integer> natural, int room) {
        int limit = natural.stream().mapToInt(width -> width).max().orElse(0);
        while (limit > NARROWEST && total(natural, limit) > room) {
            limit--;
        }
        int chosen = limit;
        return natural.stream().map(width -> limited(width, chosen)).toList();
    }

    private static int total(List<Integer> natural, int limit) {
        return natural.stream().mapToInt(width -> limited(width, limit)).sum();
    }

    private static int limited(int width, int limit) {
        return Math.max(least(width), Math.min(width, limit));
    }

    private static boolean isNumber(String cell) {
        return cell.matches("-?[0-9][0-9.,]*(E-?[0-9]+)?");
    }
}
