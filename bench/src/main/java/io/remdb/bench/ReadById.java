package io.remdb.bench;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Rows by id, drawn at random, all of them there. */
final class ReadById implements Measurement {
    private static final int MANY = 100;

    @Override
    public String name() {
        return "get";
    }

    @Override
    public String what() {
        return "get by id, and of 100 ids at once";
    }

    @Override
    public List<Result> run(Context context) {
        PlainTable table = context.plain();
        Timing one = Timing.measure(
                context.pace(),
                number -> require(context.database().get(table.id(number)).isPresent()));
        Timing many = Timing.measure(
                context.pace(),
                number -> require(
                        context.database().getAll(hundred(table, number)).size() == MANY));
        return List.of(
                Result.of("get by id", one).withBudget(Budget.GET),
                Result.of("get 100 by id", many).withFigure(Figure.PER_ROW, many.p50Ms() * 1e6 / MANY, "ns"));
    }

    private static List<UUID> hundred(PlainTable table, int number) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> table.id((number % 1_000_000) * MANY + i))
                .toList();
    }

    private static void require(boolean found) {
        if (!found) {
            throw new IllegalStateException("A row that was written is not found by its id");
        }
    }
}
