package io.remdb.bench;

import io.remdb.bench.data.Rows;
import io.remdb.bench.data.Vectors;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The true neighbours of questions, by comparing them with every vector. The vectors are made again one after another, so a
 * million of them need no memory.
 */
final class GroundTruth {
    static final int NEIGHBOURS = 10;

    private final Map<Subset, List<Set<Long>>> nearest = new EnumMap<>(Subset.class);

    private GroundTruth(Map<Subset, Nearest[]> found) {
        found.forEach((subset, questions) -> nearest.put(
                subset,
                Arrays.stream(questions)
                        .map(numbers -> Set.copyOf(numbers.numbers()))
                        .toList()));
    }

    static GroundTruth compute(Rows rows, int rowCount, int questions) {
        float[][] wanted = IntStream.range(0, questions)
                .mapToObj(number -> rows.question(number).mark().vector())
                .toArray(float[][]::new);
        int parts = Runtime.getRuntime().availableProcessors();
        List<Map<Subset, Nearest[]>> found = IntStream.range(0, parts)
                .parallel()
                .mapToObj(part -> scan(
                        rows,
                        (int) ((long) rowCount * part / parts),
                        (int) ((long) rowCount * (part + 1) / parts),
                        wanted))
                .toList();
        Map<Subset, Nearest[]> all = found.getFirst();
        found.stream().skip(1).forEach(part -> merge(all, part));
        return new GroundTruth(all);
    }

    /** The numbers of the nearest articles: {@link #NEIGHBOURS}, or all where there are fewer. */
    Set<Long> nearest(int question, Subset subset) {
        return answers(subset).get(question);
    }

    /** How many questions have an answer here. */
    int questions() {
        return answers(Subset.ALL).size();
    }

    private List<Set<Long>> answers(Subset subset) {
        return nearest.getOrDefault(subset, List.of());
    }

    private static Map<Subset, Nearest[]> scan(Rows rows, int from, int to, float[][] wanted) {
        Map<Subset, Nearest[]> nearest = new EnumMap<>(Subset.class);
        for (Subset subset : Subset.values()) {
            nearest.put(
                    subset,
                    Stream.generate(() -> new Nearest(NEIGHBOURS))
                            .limit(wanted.length)
                            .toArray(Nearest[]::new));
        }
        for (int number = from; number < to; number++) {
            float[] vector = rows.mark(number).vector();
            int bucket = rows.bucket(number);
            List<Nearest[]> holding = nearest.entrySet().stream()
                    .filter(entry -> entry.getKey().holds(bucket))
                    .map(Map.Entry::getValue)
                    .toList();
            for (int question = 0; question < wanted.length; question++) {
                float score = Vectors.dot(wanted[question], vector);
                for (Nearest[] questions : holding) {
                    questions[question].offer(number, score);
                }
            }
        }
        return nearest;
    }

    private static void merge(Map<Subset, Nearest[]> all, Map<Subset, Nearest[]> part) {
        all.forEach((subset, questions) -> {
            Nearest[] others = part.getOrDefault(subset, new Nearest[0]);
            for (int question = 0; question < others.length; question++) {
                questions[question].merge(others[question]);
            }
        });
    }
}
